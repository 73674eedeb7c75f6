/// An IP address of version 4 or 6, as a number.
///
/// Texts are many, addresses are one: IPv4-mapped IPv6 (`::ffff:203.0.113.10`) is the IPv4 address, ports, brackets and
/// zones are left out, and IPv6 may be abbreviated in any way.
public struct IPAddress: Hashable, Sendable {
  public enum Version: Int, Hashable, Sendable {
    case v4 = 4
    case v6 = 6
  }

  public let version: Version
  /// The bits, 32 of them in use for version 4.
  public let bits: UInt128

  init(version: Version, bits: UInt128) {
    // ::ffff:0:0/96 is how version 6 writes version 4.
    if version == .v6, bits >> 32 == 0xffff {
      self.version = .v4
      self.bits = bits & 0xffff_ffff
    } else {
      self.version = version
      self.bits = bits
    }
  }
}

extension IPAddress {
  /// Bits of an address of the version.
  public var bitCount: Int { version == .v4 ? 32 : 128 }

  /// Reads an address as logs have it: surrounding spaces, a port, brackets and a zone are left out.
  ///
  /// `nil` for anything else, such as a host name, a masked address (`203.0.113.x`) or decimal numbers with leading
  /// zeros, which programs disagree about.
  public init?(_ text: String) {
    var reader = AddressReader(text)
    guard let address = reader.readEndpoint() else { return nil }
    self = address
  }
}

extension IPAddress: Comparable {
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    (left.version.rawValue, left.bits) < (right.version.rawValue, right.bits)
  }
}

// MARK: - Text

extension IPAddress: CustomStringConvertible {
  /// The canonical text: four decimal numbers, or what RFC 5952 asks for.
  public var description: String {
    version == .v4
      ? (0..<4).map { String(UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0))) }.joined(separator: ".")
      : Self.text(ofGroups: (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) })
  }

  /// RFC 5952: lower case, no leading zeros, and the first longest run of two or more zero groups is `::`.
  private static func text(ofGroups groups: [UInt16]) -> String {
    var longest = 0..<0
    var start = 0
    while start < groups.count {
      var end = start
      while end < groups.count, groups[end] == 0 { end += 1 }
      if end - start > longest.count { longest = start..<end }
      start = max(end, start + 1)
    }
    func hexadecimal(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard longest.count >= 2 else { return hexadecimal(0..<groups.count) }
    return hexadecimal(0..<longest.lowerBound) + "::" + hexadecimal(longest.upperBound..<groups.count)
  }

  /// The canonical text of an address in a log; other text without the spaces around it.
  public static func canonicalText(_ text: String) -> String {
    if let address = IPAddress(text) { return address.description }
    let trimmed = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    return String(decoding: Array(trimmed), as: UTF8.self)
  }
}

extension IPAddress {
  /// Whether the address is of a private network (RFC 1918, RFC 4193), as callers through a private endpoint have.
  public var isPrivate: Bool {
    switch version {
    case .v4: bits >> 24 == 10 || bits >> 20 == 0xac1 || bits >> 16 == 0xc0a8
    case .v6: bits >> 121 == 0xfc >> 1
    }
  }
}
