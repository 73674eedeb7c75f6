import KQLTypes

/// What a scan needs of records whose other bytes it may leave unchecked.
struct RecordNeeds: Sendable {
  /// A slot whose time must lie in a range, or the record is of no use.
  struct TimeGate: Sendable {
    var slot: Int
    var lower: Int64
    var upper: Int64
  }

  /// Slots that are wanted: when all of them have a value, the rest of the record is passed over.
  var slotCount: Int
  var gate: TimeGate?
}
