/// Codes a sequence of 64-bit numbers in the way that takes the fewest bytes.
///
/// Layout: `u8` form, then by form
/// - 0 constant: `i64` value
/// - 1 packed: `i64` base, `u8` bits, byte string of (value - base) in so many bits each, lowest bits first
/// - 2 planes: `i64` base, `u8` bytes, byte string of the lowest bytes of all (value - base), then the next bytes, …
/// - 3 differences: `i64` first value, then the coded sequence of the differences of neighbours, modulo 2^64
/// - 4 runs: `u32` count, then the coded values of runs and their coded lengths
/// - 5 dictionary: `u32` count, then the coded distinct values and the coded place of each value among them
struct IntegerCoder {
  enum Form: UInt8 {
    case constant
    case packed
    case planes
    case differences
    case runs
    case dictionary

    var name: String {
      switch self {
      case .constant: "constant"
      case .packed: "packed"
      case .planes: "planes"
      case .differences: "differences"
      case .runs: "runs"
      case .dictionary: "dictionary"
      }
    }
  }

  typealias Values = UnsafeBufferPointer<Int64>

  let byteStrings: ByteStringCoder

  /// Values that the choice of a form is made by.
  private static let sampleCount = 2048
}

// MARK: - Choosing

extension IntegerCoder {
  /// - Returns: The form that was chosen.
  @discardableResult
  func append(_ values: Values, to writer: inout BlobWriter, isNested: Bool = false) -> Form {
    let facts = Facts(values)
    if facts.isConstant {
      writer.append(Form.constant.rawValue)
      writer.append(values.first ?? 0)
      return .constant
    }
    let form = choose(values, facts, isNested: isNested)
    append(values, facts, form, to: &writer)
    return form
  }

  private func choose(_ values: Values, _ facts: Facts, isNested: Bool) -> Form {
    if facts.hasConstantDifference { return .differences }
    let count = min(values.count, Self.sampleCount)
    let start = (values.count - count) / 2
    let sample = Values(rebasing: values[start..<start + count])
    var best = (form: Form.packed, size: size(packed: sample, base: facts.lowest, bits: facts.bits))
    func consider(_ form: Form, _ size: Int) { if size < best.size { best = (form, size) } }
    consider(.planes, self.size(planes: sample, base: facts.lowest, count: facts.bytes))
    if isNested { return best.form }
    if values.count > 2, facts.differenceBits < 64 {
      let size = Self.differences(sample).withUnsafeBufferPointer { (differences: Values) -> Int in
        let base = facts.lowestDifference
        return min(
          self.size(planes: differences, base: base, count: facts.differenceBytes),
          self.size(packed: differences, base: base, bits: facts.differenceBits))
      }
      consider(.differences, size)
    }
    if facts.runCount < values.count / 4 {
      let runs = Self.runs(sample)
      let valueSize = runs.values.withUnsafeBufferPointer { size(planes: $0, base: facts.lowest, count: facts.bytes) }
      let lengthSize = runs.lengths.withUnsafeBufferPointer { size(planes: $0, base: 0, count: 2) }
      consider(.runs, valueSize + lengthSize)
    }
    if facts.bits > 16, let found = DistinctIntegers(values, limit: values.count / 4) {
      // The distinct values in full, for the sample's part of all values.
      let share = found.values.count * facts.bytes * count / values.count
      let codes = Array(found.codes[start..<start + count])
      let codeSize = codes.withUnsafeBufferPointer { size(packed: $0, base: 0, bits: found.bits) }
      consider(.dictionary, share + codeSize)
    }
    return best.form
  }

  private func size(packed values: Values, base: Int64, bits: Int) -> Int {
    Self.packed(values, base: base, bits: bits).withUnsafeBytes { byteStrings.estimate($0) }
  }

  private func size(planes values: Values, base: Int64, count: Int) -> Int {
    Self.planes(values, base: base, count: count).withUnsafeBytes { byteStrings.estimate($0) }
  }
}

// MARK: - Writing

extension IntegerCoder {
  private func append(_ values: Values, _ facts: Facts, _ form: Form, to writer: inout BlobWriter) {
    writer.append(form.rawValue)
    switch form {
    case .constant: break
    case .packed:
      writer.append(facts.lowest)
      writer.append(UInt8(facts.bits))
      Self.packed(values, base: facts.lowest, bits: facts.bits).withUnsafeBytes { byteStrings.append($0, to: &writer) }
    case .planes:
      writer.append(facts.lowest)
      writer.append(UInt8(facts.bytes))
      Self.planes(values, base: facts.lowest, count: facts.bytes).withUnsafeBytes {
        byteStrings.append($0, to: &writer)
      }
    case .differences:
      writer.append(values[0])
      Self.differences(values).withUnsafeBufferPointer { _ = append($0, to: &writer, isNested: true) }
    case .runs:
      let runs = Self.runs(values)
      writer.append(UInt32(truncatingIfNeeded: runs.values.count))
      runs.values.withUnsafeBufferPointer { _ = append($0, to: &writer, isNested: true) }
      runs.lengths.withUnsafeBufferPointer { _ = append($0, to: &writer, isNested: true) }
    case .dictionary:
      guard let found = DistinctIntegers(values, limit: values.count) else { preconditionFailure() }
      writer.append(UInt32(truncatingIfNeeded: found.values.count))
      found.values.withUnsafeBufferPointer { _ = append($0, to: &writer, isNested: true) }
      found.codes.withUnsafeBufferPointer { _ = append($0, to: &writer, isNested: true) }
    }
  }

  private static func packed(_ values: Values, base: Int64, bits: Int) -> [UInt8] {
    let byteCount = (values.count * bits + 7) / 8
    return [UInt8](unsafeUninitializedCapacity: byteCount + 8) { target, initialized in
      let raw = UnsafeMutableRawPointer(target.baseAddress!)
      var word: UInt64 = 0
      var used = 0
      var offset = 0
      for value in values {
        let number = UInt64(bitPattern: value &- base)
        word |= number &<< UInt64(used)
        used &+= bits
        if used >= 64 {
          raw.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
          offset &+= 8
          used &-= 64
          word = used == 0 ? 0 : number &>> UInt64(bits &- used)
        }
      }
      if used > 0 { raw.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self) }
      initialized = byteCount
    }
  }

  private static func planes(_ values: Values, base: Int64, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: values.count * count) { target, initialized in
      for plane in 0..<count {
        let shift = UInt64(plane &* 8)
        var position = plane &* values.count
        for value in values {
          target[position] = UInt8(truncatingIfNeeded: UInt64(bitPattern: value &- base) &>> shift)
          position &+= 1
        }
      }
      initialized = values.count * count
    }
  }

  private static func differences(_ values: Values) -> [Int64] {
    guard values.count > 1 else { return [] }
    return [Int64](unsafeUninitializedCapacity: values.count - 1) { target, initialized in
      for index in 1..<values.count { target[index &- 1] = values[index] &- values[index &- 1] }
      initialized = values.count - 1
    }
  }

  private static func runs(_ values: Values) -> (values: [Int64], lengths: [Int64]) {
    var found: [Int64] = []
    var lengths: [Int64] = []
    var start = 0
    for index in 1...values.count where index == values.count || values[index] != values[start] {
      found.append(values[start])
      lengths.append(Int64(index - start))
      start = index
    }
    return (found, lengths)
  }
}

// MARK: - Facts

/// What the choice of a form goes by.
private struct Facts {
  var lowest: Int64 = .max
  var highest: Int64 = .min
  var runCount = 0
  var lowestDifference: Int64 = .max
  var highestDifference: Int64 = .min
  private let count: Int

  init(_ values: IntegerCoder.Values) {
    count = values.count
    var previous: Int64?
    for value in values {
      lowest = min(lowest, value)
      highest = max(highest, value)
      if let previous {
        let difference = value &- previous
        lowestDifference = min(lowestDifference, difference)
        highestDifference = max(highestDifference, difference)
        if difference != 0 { runCount &+= 1 }
      }
      previous = value
    }
    runCount += 1
  }

  var isConstant: Bool { count == 0 || lowest == highest }
  var hasConstantDifference: Bool { lowestDifference == highestDifference }
  var bits: Int { Self.bits(lowest, highest) }
  var bytes: Int { (bits + 7) / 8 }
  var differenceBits: Int { Self.bits(lowestDifference, highestDifference) }
  var differenceBytes: Int { (differenceBits + 7) / 8 }

  /// Bits of the largest distance from the lowest value.
  private static func bits(_ lowest: Int64, _ highest: Int64) -> Int {
    64 - UInt64(bitPattern: highest &- lowest).leadingZeroBitCount
  }
}
