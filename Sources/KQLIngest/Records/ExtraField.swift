/// A field of a record that no column has, where it stands in the input.
struct ExtraField {
  var name: UnsafeBufferPointer<UInt8>
  /// Whether the name may hold JSON escapes.
  var isEscaped: Bool
  var value: RawValue
  var context: FieldContext
}
