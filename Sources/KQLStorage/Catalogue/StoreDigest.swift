import KQLTypes

/// Digests of the manifest's chain.
package enum StoreDigest {
  /// The digest that stands before the first record.
  static let origin = [UInt8](repeating: 0, count: SHA256.byteCount)

  /// The digest of a record: that of the record before it, followed by its text.
  static func next(after digest: [UInt8], _ body: String) -> [UInt8] {
    var next = SHA256()
    next.update(digest)
    next.update(Array(body.utf8))
    return next.finish()
  }

  /// The bytes of a digest in 64 hexadecimal digits; `nil` for other text.
  package static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count == 2 * SHA256.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    case 0x41...0x46: digit - 0x37
    default: nil
    }
  }
}
