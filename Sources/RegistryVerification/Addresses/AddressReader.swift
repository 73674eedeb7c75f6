/// Reads IP addresses out of text.
struct AddressReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    var bytes = Substring(text).utf8
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    rest = bytes
  }

  private static let colon = UInt8(ascii: ":")

  /// An address, with or without brackets, zone and port, up to the end.
  mutating func readEndpoint() -> IPAddress? {
    if rest.first == UInt8(ascii: "[") {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let port = rest[rest.index(after: end)...]
      guard port.isEmpty || Self.isPort(port) else { return nil }
      return Self.version6(rest[..<end])
    }
    if let colon = rest.firstIndex(of: Self.colon) {
      // One colon is a port's, more are of version 6, which has no port without brackets.
      let after = rest[colon...]
      if !after.dropFirst().contains(Self.colon) {
        guard Self.isPort(after) else { return nil }
        return Self.version4(rest[..<colon]).map { IPAddress(version: .v4, bits: UInt128($0)) }
      }
      return Self.version6(rest)
    }
    return Self.version4(rest).map { IPAddress(version: .v4, bits: UInt128($0)) }
  }

  /// `:443`
  private static func isPort(_ text: Substring.UTF8View) -> Bool {
    text.first == colon && number(text.dropFirst(), maximum: 65_535, digits: 1...5) != nil
  }

  private static func number(_ text: Substring.UTF8View, maximum: UInt32, digits: ClosedRange<Int>) -> UInt32? {
    guard digits.contains(text.count) else { return nil }
    var value: UInt32 = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + UInt32(byte - 0x30)
    }
    return value <= maximum ? value : nil
  }
}

// MARK: - Versions

extension AddressReader {
  private static func version4(_ text: Substring.UTF8View) -> UInt32? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let value = number(part, maximum: 255, digits: 1...3), part.count == 1 || part.first != 0x30 else {
        return nil
      }
      bits = bits << 8 | value
    }
    return bits
  }

  private static func version6(_ text: Substring.UTF8View) -> IPAddress? {
    let text = text.prefix { $0 != UInt8(ascii: "%") }
    guard let gap = firstDoubleColon(in: text) else {
      guard let groups = groups(text), groups.count == 8 else { return nil }
      return IPAddress(version: .v6, bits: bits(groups))
    }
    let tail = text[text.index(gap, offsetBy: 2)...]
    guard firstDoubleColon(in: tail) == nil, tail.first != colon, let left = groups(text[..<gap]),
      let right = groups(tail), left.count + right.count <= 7, !text[..<gap].contains(UInt8(ascii: "."))
    else { return nil }
    let zeros = [UInt16](repeating: 0, count: 8 - left.count - right.count)
    return IPAddress(version: .v6, bits: bits(left + zeros + right))
  }

  private static func firstDoubleColon(in text: Substring.UTF8View) -> Substring.UTF8View.Index? {
    var index = text.startIndex
    while let found = text[index...].firstIndex(of: colon) {
      let next = text.index(after: found)
      if next < text.endIndex, text[next] == colon { return found }
      index = next
    }
    return nil
  }

  /// Groups of four hexadecimal digits; the last may be an address of version 4.
  private static func groups(_ text: Substring.UTF8View) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: colon, maxSplits: 8, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let address = version4(part) else { return nil }
        groups += [UInt16(address >> 16), UInt16(address & 0xffff)]
        continue
      }
      guard (1...4).contains(part.count), part.allSatisfy({ isHexadecimal($0) }),
        let value = UInt16(String(decoding: Array(part), as: UTF8.self), radix: 16)
      else { return nil }
      groups.append(value)
    }
    return groups
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func bits(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }
}
