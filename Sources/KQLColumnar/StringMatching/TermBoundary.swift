/// Where the terms of a string begin and end, for `has` and its relatives.
///
/// A term is a longest run of letters and decimal digits.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datatypes-string-operators>
@usableFromInline
package enum TermBoundary {
  @inlinable @inline(__always)
  package static func isTermByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  package static func isTermScalar(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return isTermByte(UInt8(truncatingIfNeeded: scalar)) }
    guard let value = Unicode.Scalar(scalar) else { return false }
    switch value.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return true
    default: return false
    }
  }

  /// Whether the scalar that begins at an offset, if any, belongs to a term.
  @inline(__always)
  static func isTerm(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard offset < text.count else { return false }
    let byte = text[offset]
    if byte < 0x80 { return isTermByte(byte) }
    return isTermScalar(UTF8Scalars.decode(text, at: offset).scalar)
  }

  /// Whether the scalar that ends before an offset, if any, belongs to a term.
  @inline(__always)
  static func isTerm(_ text: UnsafeBufferPointer<UInt8>, before offset: Int) -> Bool {
    guard offset > 0 else { return false }
    let byte = text[offset &- 1]
    if byte < 0x80 { return isTermByte(byte) }
    return isTermScalar(UTF8Scalars.decodeBackwards(text, before: offset).scalar)
  }
}
