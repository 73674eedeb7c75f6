import KQLTypes

/// Finds the column of a table by exactly its name; records may stand in an envelope.
struct ColumnFieldMap: FieldMap {
  private let slots: [String: FieldTarget]

  /// - Parameter slotOfColumn: The slot of each column of the schema; -1 when it is not wanted.
  init(_ schema: Schema, slotOfColumn: [Int]) {
    var slots: [String: FieldTarget] = [:]
    for (index, field) in schema.fields.enumerated() {
      slots[field.name] = slotOfColumn[index] >= 0 ? .slot(slotOfColumn[index]) : .skipped
    }
    self.slots = slots
  }

  func target(of name: String, in context: FieldContext) -> FieldTarget {
    slots[name] ?? (name == "records" && context == .record ? .records : .extra)
  }
}
