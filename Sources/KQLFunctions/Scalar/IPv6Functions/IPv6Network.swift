import KQLTypes

/// An IPv6 address with the length of its network prefix. IPv4 addresses are mapped (`::ffff:a.b.c.d`).
struct IPv6Network: Hashable, Sendable {
  /// First group in the highest bits.
  var address: UInt128
  /// 128 when the text names none.
  var prefix: Int
  /// Whether the text ends in dotted IPv4 form; then its prefix counts the bits of the IPv4 address.
  var endsInIPv4 = false
}

// MARK: - Text

extension IPv6Network {
  /// Reads an IPv6 or IPv4 address, with or without `/prefix`, and nothing else.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    if let network = IPv4Network(text) {
      self.init(
        address: 0xffff_0000_0000 | UInt128(network.address), prefix: network.prefix + 96, endsInIPv4: true)
      return
    }
    var end = text.count
    var prefix: Int?
    if let slash = text.lastIndex(of: UInt8(ascii: "/")) {
      var offset = slash + 1
      guard let number = IPv4Network.number(text, from: &offset, maximum: 128), offset == text.count else { return nil }
      prefix = number
      end = slash
    }
    guard let (address, endsInIPv4) = Self.address(UnsafeBufferPointer(rebasing: text[..<end])) else { return nil }
    if endsInIPv4, let number = prefix {
      guard number <= 32 else { return nil }
      prefix = number + 96
    }
    self.init(address: address, prefix: prefix ?? 128, endsInIPv4: endsInIPv4)
  }

  init?(_ text: String) {
    var text = text
    guard let network = text.withUTF8({ IPv6Network($0) }) else { return nil }
    self = network
  }

  /// Reads groups of one to four hexadecimal digits with at most one `::`, the last two perhaps in dotted form.
  private static func address(_ text: UnsafeBufferPointer<UInt8>) -> (UInt128, endsInIPv4: Bool)? {
    var groups: [UInt16] = []
    var gap: Int?
    var endsInIPv4 = false
    var offset = 0
    if text.count >= 2, text[0] == colon, text[1] == colon {
      gap = 0
      offset = 2
    }
    while offset < text.count {
      guard groups.count < 8 else { return nil }
      if let dotted = dottedEnd(text, at: offset) {
        groups.append(UInt16(truncatingIfNeeded: dotted >> 16))
        groups.append(UInt16(truncatingIfNeeded: dotted))
        endsInIPv4 = true
        offset = text.count
        break
      }
      guard let group = group(text, from: &offset) else { return nil }
      groups.append(group)
      if offset == text.count { break }
      guard text[offset] == colon else { return nil }
      offset += 1
      if offset == text.count { return nil }
      if text[offset] == colon {
        guard gap == nil else { return nil }
        gap = groups.count
        offset += 1
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    return (groups.reduce(0) { $0 << 16 | UInt128($1) }, endsInIPv4)
  }

  private static var colon: UInt8 { UInt8(ascii: ":") }

  private static func dottedEnd(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32? {
    var end = offset
    guard let address = IPv4Network.address(text, from: &end), end == text.count else { return nil }
    return address
  }

  private static func group(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int) -> UInt16? {
    var value: UInt16 = 0
    let start = offset
    while offset < text.count, let digit = IntegerText.hexadecimalDigit(text[offset]) {
      guard offset - start < 4 else { return nil }
      value = value << 4 | UInt16(digit)
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// The address as eight groups of four lower-case hexadecimal digits.
  var addressText: String {
    var bytes: [UInt8] = []
    for nibble in 0..<32 {
      if nibble > 0, nibble % 4 == 0 { bytes.append(Self.colon) }
      let digit = UInt8(truncatingIfNeeded: address >> UInt128(124 - 4 * nibble) & 15)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: - Networks

extension IPv6Network {
  /// - Precondition: `prefix` is in `0...128`.
  static func mask(_ prefix: Int) -> UInt128 { prefix == 0 ? 0 : ~0 << UInt128(128 - prefix) }

  /// The network with the shorter of its own prefix and another; `nil` when that one is not in `0...128`.
  func limited(to other: Int64) -> IPv6Network? {
    guard (0...128).contains(other) else { return nil }
    var result = self
    result.prefix = min(prefix, Int(other))
    result.address &= Self.mask(result.prefix)
    return result
  }

  /// Compares addresses under the shorter of both prefixes: -1, 0 or 1. `::a.b.c.d` is taken for the IPv4 address.
  func compared(to other: IPv6Network) -> Int {
    let mask = Self.mask(min(prefix, other.prefix))
    let left = comparable & mask
    let right = other.comparable & mask
    return left < right ? -1 : left == right ? 0 : 1
  }

  /// The address in the form in which it is compared.
  var comparable: UInt128 {
    endsInIPv4 && address >> 32 == 0 ? address | 0xffff_0000_0000 : address
  }
}
