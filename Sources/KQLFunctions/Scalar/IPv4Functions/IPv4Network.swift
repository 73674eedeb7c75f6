import KQLTypes

/// An IPv4 address with the length of its network prefix, as in `192.168.1.0/24`.
struct IPv4Network: Hashable, Sendable {
  /// First octet in the highest bits.
  var address: UInt32
  /// 32 when the text names none.
  var prefix: Int

  init(address: UInt32, prefix: Int) {
    self.address = address
    self.prefix = prefix
  }
}

// MARK: - Text

extension IPv4Network {
  /// Reads four decimal octets, with or without `/prefix`, and nothing else.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    guard let address = Self.address(text, from: &offset) else { return nil }
    var prefix = 32
    if offset < text.count {
      guard text[offset] == UInt8(ascii: "/") else { return nil }
      offset += 1
      guard let number = Self.number(text, from: &offset, maximum: 32), offset == text.count else { return nil }
      prefix = number
    }
    self.init(address: address, prefix: prefix)
  }

  init?(_ text: String) {
    var text = text
    guard let network = text.withUTF8({ IPv4Network($0) }) else { return nil }
    self = network
  }

  /// Reads four octets and leaves the offset behind them.
  static func address(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int) -> UInt32? {
    var address: UInt32 = 0
    for octet in 0..<4 {
      if octet > 0 {
        guard offset < text.count, text[offset] == UInt8(ascii: ".") else { return nil }
        offset &+= 1
      }
      guard let value = number(text, from: &offset, maximum: 255) else { return nil }
      address = address << 8 | UInt32(truncatingIfNeeded: value)
    }
    return address
  }

  /// Reads a run of one to three decimal digits.
  static func number(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int, maximum: Int) -> Int? {
    var value = 0
    let start = offset
    while offset < text.count, text[offset] &- 0x30 < 10 {
      guard offset &- start < 3 else { return nil }
      value = value &* 10 &+ Int(text[offset] &- 0x30)
      offset &+= 1
    }
    return offset > start && value <= maximum ? value : nil
  }

  /// The address in dotted form.
  var addressText: String {
    "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  /// The address and prefix, as in `10.0.0.0/8`.
  var text: String { "\(addressText)/\(prefix)" }
}

// MARK: - Networks

extension IPv4Network {
  /// - Precondition: `prefix` is in `0...32`.
  static func mask(_ prefix: Int) -> UInt32 { prefix == 0 ? 0 : ~0 << UInt32(32 - prefix) }

  /// The address without the bits behind the prefix.
  var networkAddress: UInt32 { address & Self.mask(prefix) }

  /// The network with the shorter of its own prefix and another; `nil` when that one is not in `0...32`.
  func limited(to other: Int64) -> IPv4Network? {
    guard (0...32).contains(other) else { return nil }
    let prefix = min(prefix, Int(other))
    return IPv4Network(address: address & Self.mask(prefix), prefix: prefix)
  }

  /// Compares addresses under the shorter of both prefixes: -1, 0 or 1.
  func compared(to other: IPv4Network) -> Int {
    let mask = Self.mask(min(prefix, other.prefix))
    let left = address & mask
    let right = other.address & mask
    return left < right ? -1 : left == right ? 0 : 1
  }

  private static let privateNetworks = [
    IPv4Network(address: 0x0a00_0000, prefix: 8), IPv4Network(address: 0xac10_0000, prefix: 12),
    IPv4Network(address: 0xc0a8_0000, prefix: 16),
  ]

  /// Whether the network lies in one of the ranges for private use (RFC 1918).
  var isPrivate: Bool {
    Self.privateNetworks.contains { networkAddress & Self.mask($0.prefix) == $0.address }
  }
}
