/// Strings of any characters in ASCII letters, digits and hyphens.
///
/// Specification: RFC 3492.
enum Punycode {
  private static let base: UInt32 = 36
  private static let hyphen = UInt8(ascii: "-")

  /// - Returns: The encoded form; `nil` when the text is too long for it.
  static func encode(_ scalars: [UInt32]) -> [UInt8]? {
    var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
    let basicCount = UInt32(output.count)
    var handled = basicCount
    if handled > 0 { output.append(hyphen) }
    var next: UInt32 = 128
    var delta: UInt32 = 0
    var bias: UInt32 = 72
    // Each round costs a pass over the text, so long texts with many characters are refused.
    guard scalars.count <= 4096 else { return nil }
    while handled < UInt32(scalars.count) {
      guard let smallest = scalars.lazy.filter({ $0 >= next }).min() else { return nil }
      let (increase, overflows) = (smallest - next).multipliedReportingOverflow(by: handled + 1)
      let (sum, sumOverflows) = delta.addingReportingOverflow(increase)
      if overflows || sumOverflows { return nil }
      delta = sum
      next = smallest
      for scalar in scalars {
        if scalar < next {
          if delta == .max { return nil }
          delta += 1
        }
        guard scalar == next else { continue }
        var rest = delta
        var position = base
        while true {
          let threshold = threshold(position, bias)
          if rest < threshold { break }
          output.append(digit(threshold + (rest - threshold) % (base - threshold)))
          rest = (rest - threshold) / (base - threshold)
          position += base
        }
        output.append(digit(rest))
        bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      next += 1
    }
    return output
  }

  /// - Returns: The scalars; `nil` when the text is not valid.
  static func decode(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt32]? {
    guard text.count <= 65_536, text.allSatisfy({ $0 < 0x80 }) else { return nil }
    var output: [UInt32] = []
    var rest = text
    if let separator = text.lastIndex(of: hyphen) {
      output = text[..<separator].map { UInt32($0) }
      rest = text[(separator + 1)...]
    }
    var next: UInt32 = 128
    var index: UInt32 = 0
    var bias: UInt32 = 72
    while !rest.isEmpty {
      let start = index
      var weight: UInt32 = 1
      var position = base
      while true {
        guard let digit = rest.first.flatMap({ value($0) }) else { return nil }
        rest = rest.dropFirst()
        let (product, overflows) = digit.multipliedReportingOverflow(by: weight)
        let (sum, sumOverflows) = index.addingReportingOverflow(product)
        if overflows || sumOverflows { return nil }
        index = sum
        let threshold = threshold(position, bias)
        if digit < threshold { break }
        let (heavier, weightOverflows) = weight.multipliedReportingOverflow(by: base - threshold)
        if weightOverflows { return nil }
        weight = heavier
        position += base
      }
      let count = UInt32(output.count) + 1
      bias = adapted(index - start, count: count, isFirst: start == 0)
      let (scalar, overflows) = next.addingReportingOverflow(index / count)
      guard !overflows, Unicode.Scalar(scalar) != nil else { return nil }
      next = scalar
      index %= count
      output.insert(scalar, at: Int(index))
      index += 1
    }
    return output
  }

  private static func threshold(_ position: UInt32, _ bias: UInt32) -> UInt32 {
    position <= bias ? 1 : position >= bias + 26 ? 26 : position - bias
  }

  private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var result: UInt32 = 0
    while delta > 455 {
      delta /= 35
      result += base
    }
    return result + 36 * delta / (delta + 38)
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)
  }

  private static func value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x61...0x7a: UInt32(digit - 0x61)
    case 0x41...0x5a: UInt32(digit - 0x41)
    case 0x30...0x39: UInt32(digit - 0x30) + 26
    default: nil
    }
  }
}
