/// What becomes of a field of a record.
enum FieldTarget: Hashable, Sendable {
  /// It is kept in a slot of the row.
  case slot(Int)
  /// No column has it: it belongs into the bag of extra fields, if that is wanted.
  case extra
  /// It is checked and forgotten.
  case skipped
  /// It is an object, or one written as text, whose fields count as fields of the record.
  case nested
  /// It may be an array of records, such as Event Hub messages are.
  case records
}

/// Where in a record a field stands.
enum FieldContext: UInt8, Hashable, Sendable {
  case record
  /// Within the object whose fields count as fields of the record.
  case nested
}

/// Decides what becomes of fields by their names.
protocol FieldMap: Sendable {
  func target(of name: String, in context: FieldContext) -> FieldTarget
}
