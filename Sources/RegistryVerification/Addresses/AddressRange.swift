/// The addresses that share the first bits of one: `203.0.113.16/28`, or a single address.
public struct AddressRange: Hashable, Sendable {
  /// The first address.
  public let base: IPAddress
  /// Bits that are shared, in `0...base.bitCount`.
  public let prefixLength: Int

  /// Bits of `address` beyond the prefix are cleared, so that any address of a range names it.
  ///
  /// `nil` when the prefix is longer than the address.
  public init?(_ address: IPAddress, prefixLength: Int) {
    guard (0...address.bitCount).contains(prefixLength) else { return nil }
    self.prefixLength = prefixLength
    let freeBitCount = address.bitCount - prefixLength
    let bits = freeBitCount == 128 ? 0 : (address.bits >> freeBitCount) << freeBitCount
    base = IPAddress(version: address.version, bits: bits)
  }

  public init(_ address: IPAddress) {
    base = address
    prefixLength = address.bitCount
  }

  /// Reads `203.0.113.10`, `203.0.113.16/28` or `2001:db8::/48`. `nil` for anything else.
  public init?(_ text: String) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      guard let address = IPAddress(text) else { return nil }
      self.init(address)
      return
    }
    let addressText = String(text[..<slash])
    let lengthText = text[text.utf8.index(after: slash)...].utf8.filter { $0 != 0x20 }
    guard let address = IPAddress(addressText), (1...3).contains(lengthText.count),
      lengthText.allSatisfy({ (0x30...0x39).contains($0) }),
      var length = Int(String(decoding: lengthText, as: UTF8.self))
    else { return nil }
    // The prefix of an IPv4-mapped range counts the 96 bits before the IPv4 address.
    if address.version == .v4, addressText.utf8.contains(UInt8(ascii: ":")) {
      guard length >= 96 else { return nil }
      length -= 96
    }
    self.init(address, prefixLength: length)
  }
}

extension AddressRange {
  /// Whether an address is in the range; never for one of the other version.
  public func contains(_ address: IPAddress) -> Bool {
    guard address.version == base.version else { return false }
    let freeBitCount = base.bitCount - prefixLength
    return freeBitCount == 128 || address.bits >> freeBitCount == base.bits >> freeBitCount
  }
}

extension AddressRange: CustomStringConvertible {
  /// The canonical text, without a prefix for a single address.
  public var description: String {
    prefixLength == base.bitCount ? base.description : "\(base.description)/\(prefixLength)"
  }
}
