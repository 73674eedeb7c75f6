/// A field of a record where it stands in the input: found and checked, not yet converted.
///
/// Points into the buffer of the block that is being read, and is of no use after it.
struct RawValue {
  enum Kind: UInt8 {
    case absent
    case null
    /// Text that stands for itself.
    case text
    /// JSON text with at least one escape.
    case escapedText
    /// CSV text in which a quote stands doubled.
    case doubledText
    case number
    case `true`
    case `false`
    case object
    case array
    /// Converted to the 64 bits of its column's type.
    case converted
  }

  /// Address of the first byte, or the bits of a converted value.
  var word: UInt64
  var byteCount: UInt32
  var kind: Kind

  static let absent = RawValue(word: 0, byteCount: 0, kind: .absent)
}

// MARK: - Access

extension RawValue {
  @inline(__always)
  init(_ kind: Kind, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    word = UInt64(UInt(bitPattern: start))
    byteCount = UInt32(truncatingIfNeeded: end - start)
    self.kind = kind
  }

  @inline(__always)
  init(bits: UInt64) {
    word = bits
    byteCount = 0
    kind = .converted
  }

  /// The bytes as they stand, without quotes.
  @inline(__always)
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(word)), count: Int(byteCount))
  }

  /// Whether there is no value: the field is missing or null.
  var isMissing: Bool { kind == .absent || kind == .null }

  /// Whether there is no value, or only an empty text.
  var isBlank: Bool { isMissing || byteCount == 0 && isText }

  /// Whether the value is text of whatever form.
  var isText: Bool { kind == .text || kind == .escapedText || kind == .doubledText }
}
