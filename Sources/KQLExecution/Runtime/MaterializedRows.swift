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

  /// All rows as one batch.
  func concatenated() -> RecordBatch { .concatenated(batches, types: types) }
}

extension BatchStream {
  /// Runs the stream and keeps all rows, in order.
  func materialize(types: [ScalarType], in context: ExecutionContext) throws(ExecutionError) -> MaterializedRows {
    let reservation = MemoryReservation(context.control)
    let states = try drain(in: context, makeState: { Collected() }) { (state, scanned) throws(ExecutionError) in
      let batch = scanned.batch.compacted()
      try reservation.add(batch.byteCount)
      state.batches.append(StreamBatch(batch, ordinal: scanned.ordinal, firstRow: scanned.firstRow))
    }
    let all = states.flatMap(\.batches).sorted { $0.position < $1.position }
    let rows = MaterializedRows(all.map(\.batch), types: types, reservation: reservation)
    // Rows that are held are addressed by 32-bit numbers.
    guard rows.rowCount < Int32.max else {
      throw ExecutionError(
        .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
        "the query holds more than \(Int32.max) rows at once (E_RUNAWAY_QUERY)")
    }
    return rows
  }
}

private final class Collected {
  var batches: [StreamBatch] = []
}
