import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension SampleNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    SampleOperator(
      input: try planner.makeOperator(for: input), types: columns.map(\.type), count: max(0, count), seed: seed)
  }
}

/// Picks rows at random (`sample`), the same ones whenever the same query runs. Preserves order.
///
/// Each row gets a number that looks random but depends on the row's place and the sample's seed alone; the rows with
/// the lowest ones are taken. Holds a few times as many rows as are wanted.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sample-operator>
struct SampleOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let types: [ScalarType]
  let count: Int
  let seed: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    guard count > 0 else { return BatchListStream(MaterializedRows([], types: types), in: context) }
    // Places must not depend on how the input is cut into batches.
    let reader = try SequencedStream(try input.open(in: context), in: context).makeReader()
    var chosen = Chosen(
      wanted: count, types: types, salt: seed == 0 ? 0 : ByteHash.mix(UInt64(bitPattern: Int64(seed))),
      reservation: MemoryReservation(context.control))
    while let scanned = try reader.next() {
      try context.control.checkpoint()
      try chosen.add(scanned)
    }
    return BatchListStream(MaterializedRows([chosen.finish()], types: types), in: context)
  }

  private struct Chosen {
    let wanted: Int
    let types: [ScalarType]
    /// Of the seed; 0 for the first sample of a query.
    let salt: UInt64
    let reservation: MemoryReservation
    private var batches: [RecordBatch] = []
    /// The number of each row held.
    private var numbers: [UInt64] = []
    /// A row with a higher number is not taken.
    private var limit = UInt64.max

    init(wanted: Int, types: [ScalarType], salt: UInt64, reservation: MemoryReservation) {
      self.wanted = wanted
      self.types = types
      self.salt = salt
      self.reservation = reservation
    }

    mutating func add(_ scanned: StreamBatch) throws(ExecutionError) {
      let batch = scanned.batch.compacted()
      var rows: [Int32] = []
      for row in 0..<batch.physicalRowCount {
        let number = ByteHash.mix((UInt64(bitPattern: scanned.ordinal &+ Int64(row)) &+ 0x9e37_79b9_7f4a_7c15) ^ salt)
        guard number <= limit else { continue }
        rows.append(Int32(truncatingIfNeeded: row))
        numbers.append(number)
      }
      if rows.isEmpty { return }
      batches.append(batch.gathered(rows))
      try reservation.set(to: batches.reduce(0) { $0 + $1.byteCount })
      if numbers.count / 2 > max(wanted, 4096) { prune() }
    }

    private mutating func prune() {
      guard numbers.count > wanted else { return }
      let highest = numbers.sorted()[wanted - 1]
      limit = highest
      let kept = (0..<Int32(truncatingIfNeeded: numbers.count)).filter { numbers[Int($0)] <= highest }.prefix(wanted)
      numbers = kept.map { numbers[Int($0)] }
      batches = [RecordBatch.concatenated(batches, types: types).gathered(Array(kept))]
    }

    mutating func finish() -> RecordBatch {
      prune()
      return .concatenated(batches, types: types)
    }
  }
}
