import KQLCatalog
import KQLColumnar
import KQLTypes

/// Rows that are held in memory, in order.
final class MaterializedRows: Sendable {
  /// Batches with rows and without selection.
  let batches: [RecordBatch]
  let types: [ScalarType]
  private let reservation: MemoryReservation?

  init(_ batches: [RecordBatch], types: [ScalarType], reservation: MemoryReservation? = nil) {
    self.batches = batches.filter { $0.rowCount > 0 }.map { $0.compacted() }
    self.types = types
    self.reservation = reservation
  }

  var rowCount: Int { batches.reduce(0) { $0 + $1.physicalRowCount } }

  /// Rows that are held are addressed by 32-bit numbers.
  func checked() throws(ExecutionError) -> MaterializedRows {
    guard rowCount < Int32.max else {
      throw ExecutionError(
        .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
        "the query holds more than \(Int32.max) rows at once (E_RUNAWAY_QUERY)")
    }
    return self
  }

  /// All rows as one batch.
  func concatenated() -> RecordBatch { .concatenated(batches, types: types) }
}

extension BatchStream {
  /// Runs the stream and keeps all rows, in order.
  func materialize(types: [ScalarType], in context: ExecutionContext) throws(ExecutionError) -> MaterializedRows {
    let states = try drain(in: context, makeState: { Collected(context) }) { (state, scanned) throws(ExecutionError) in
      try state.add(scanned)
    }
    let reservation = MemoryReservation(context.control)
    for state in states { try reservation.take(over: state.reservation) }
    let all = states.flatMap(\.held.batches).sorted { $0.position < $1.position }
    return try MaterializedRows(all.map(\.batch), types: types, reservation: reservation).checked()
  }
}

private final class Collected {
  private(set) var held = HeldBatches()
  let reservation: MemoryReservation

  init(_ context: ExecutionContext) { reservation = MemoryReservation(context.control) }

  func add(_ scanned: StreamBatch) throws(ExecutionError) {
    held.append(scanned)
    try reservation.set(to: held.byteCount)
  }
}
