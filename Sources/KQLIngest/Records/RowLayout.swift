import KQLTypes

/// Which fields of the records a scan keeps, and what it does with them.
struct RowLayout: Sendable {
  /// A slot whose value must be converted before its row is accepted.
  struct TypedSlot: Sendable {
    var slot: Int
    var field: Field
    var type: ScalarType
    /// Whether a value that does not convert makes the record malformed; a null otherwise.
    var isStrict: Bool
  }

  let schema: Schema
  /// The slot of each column of the schema; -1 when it is not wanted.
  let slotOfColumn: [Int]
  let slotCount: Int
  let typedSlots: [TypedSlot]
  /// The type of each slot's column; empty when values are wanted as they read.
  let slotTypes: [ScalarType]
  /// The slot that holds the time of the event.
  let timeSlot: Int?
  /// Whether fields without a column are kept.
  let collectsExtras: Bool
  /// Whether the types of the columns were found from records.
  var isInferred = false

  /// - Parameters:
  ///   - columns: The columns that are wanted.
  ///   - timeColumn: The column whose range the account gives, wanted or not.
  ///   - isStrict: Whether values that do not fit their column are errors.
  init(_ schema: Schema, columns: Set<Int>, timeColumn: Int?, extraColumn: Int?, isStrict: (Int) -> Bool) {
    var slots = [Int](repeating: -1, count: schema.count)
    var count = 0
    var typed: [TypedSlot] = []
    var types: [ScalarType] = []
    for column in schema.fields.indices where columns.contains(column) || column == timeColumn {
      if column == extraColumn { continue }
      slots[column] = count
      types.append(schema[column].type)
      if Self.isConvertedEarly(schema[column].type) {
        typed.append(
          TypedSlot(slot: count, field: schema[column], type: schema[column].type, isStrict: isStrict(column)))
      }
      count += 1
    }
    self.schema = schema
    slotOfColumn = slots
    slotCount = count
    typedSlots = typed
    slotTypes = types
    timeSlot = timeColumn.map { slots[$0] }
    collectsExtras = extraColumn.map { columns.contains($0) } ?? false
  }

  /// All fields, none of them converted.
  init(everythingOf schema: Schema, extraColumn: Int?) {
    var slots = [Int](repeating: -1, count: schema.count)
    var count = 0
    for column in schema.fields.indices where column != extraColumn {
      slots[column] = count
      count += 1
    }
    self.schema = schema
    slotOfColumn = slots
    slotCount = count
    typedSlots = []
    slotTypes = []
    timeSlot = nil
    collectsExtras = true
  }

  /// Types of 64 bits, which are converted while the row is looked at; the others when columns are built.
  static func isConvertedEarly(_ type: ScalarType) -> Bool {
    type.isStoredAsInt64 || type == .real || type == .bool
  }
}
