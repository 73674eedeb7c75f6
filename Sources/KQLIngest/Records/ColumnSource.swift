/// Where the values of a column come from.
struct ColumnSource: Sendable {
  var slot: Int
  /// Taken when the field is missing.
  var fallbackSlot: Int?
  /// Taken when both are missing; empty for none.
  var constant: [UInt8] = []
  /// Whether text is put into lower case, as Log Analytics does with the ids of resources.
  var isLowercased = false
}

extension ColumnSource {
  @inline(__always)
  func value(in row: UnsafePointer<RawValue>) -> RawValue {
    let value = row[slot]
    if let fallbackSlot, value.isMissing { return row[fallbackSlot] }
    return value
  }

  /// Calls a function with the column's text in a row.
  func withText<Result>(in row: UnsafePointer<RawValue>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let value = value(in: row)
    if value.isMissing, !constant.isEmpty { return constant.withUnsafeBufferPointer(body) }
    if isLowercased {
      return RawText.with(value) { text in
        text.map(Self.lowercased).withUnsafeBufferPointer(body)
      }
    }
    return RawText.with(value, body)
  }

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}
