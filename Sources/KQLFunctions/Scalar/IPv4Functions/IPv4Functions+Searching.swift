import KQLColumnar
import KQLTypes

extension IPv4Functions {
  /// Functions that look for addresses in a text. An address stands between characters that are neither letters nor
  /// digits; addresses to look for that are none are never found.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/has-ipv4-function>,
  /// <https://learn.microsoft.com/kusto/query/has-ipv4-prefix-function>
  static let searching: [ScalarFunction] = [
    search("has_ipv4", AddressPattern.init(address:)), search("has_any_ipv4", AddressPattern.init(address:)),
    search("has_ipv4_prefix", AddressPattern.init(prefix:)),
    search("has_any_ipv4_prefix", AddressPattern.init(prefix:)),
  ]

  private static func search(
    _ name: String, _ pattern: @escaping @Sendable (String) -> AddressPattern?
  ) -> ScalarFunction {
    .predicate(name) { others in
      let patterns = StringOperators.flattened(others).compactMap { pattern($0.text) }
      return { text in
        !patterns.isEmpty && containsAddress(text) { address in patterns.contains { $0.matches(address) } }
      }
    }
  }

  private static func containsAddress(
    _ text: UnsafeBufferPointer<UInt8>, where isWanted: (UInt32) -> Bool
  ) -> Bool {
    var offset = 0
    while offset < text.count {
      guard text[offset] &- 0x30 < 10, offset == 0 || !isTerm(text, before: offset) else {
        offset &+= 1
        continue
      }
      var end = offset
      if let address = IPv4Network.address(text, from: &end), end == text.count || !isTerm(text, at: end),
        isWanted(address)
      {
        return true
      }
      offset &+= 1
    }
    return false
  }

  private static func isTerm(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    TermBoundary.isTermScalar(UTF8Scalars.decode(text, at: offset).scalar)
  }

  private static func isTerm(_ text: UnsafeBufferPointer<UInt8>, before offset: Int) -> Bool {
    TermBoundary.isTermScalar(UTF8Scalars.decodeBackwards(text, before: offset).scalar)
  }
}

/// The first octets of the addresses that are looked for.
private struct AddressPattern {
  var address: UInt32
  var octetCount: Int

  /// A complete address.
  init?(address text: String) {
    guard let network = IPv4Network(text), !text.utf8.contains(UInt8(ascii: "/")) else { return nil }
    self.init(address: network.address, octetCount: 4)
  }

  /// A complete address, or one to three octets with a dot at the end.
  init?(prefix text: String) {
    if text.utf8.last != UInt8(ascii: ".") {
      self.init(address: text)
      return
    }
    let octets = text.utf8.dropLast().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard octets.count < 4,
      let network = IPv4Network(text + Array(repeating: "0", count: 4 - octets.count).joined(separator: "."))
    else { return nil }
    self.init(address: network.address, octetCount: octets.count)
  }

  private init(address: UInt32, octetCount: Int) {
    self.address = address
    self.octetCount = octetCount
  }

  func matches(_ other: UInt32) -> Bool { (address ^ other) & IPv4Network.mask(8 * octetCount) == 0 }
}
