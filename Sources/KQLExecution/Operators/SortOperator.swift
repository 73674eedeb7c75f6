import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

extension SortNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let source = try planner.makeOperator(for: input)
    let directions = keys.map(SortDirection.init)
    let types = columns.map(\.type)
    if let limit {
      let program = try planner.program(columns.map { .column($0) } + keys.map(\.expression), over: input)
      return TopOperator(input: source, program: program, types: types, directions: directions, count: max(0, limit))
    }
    return SortOperator(
      input: source, program: try planner.program(keys.map(\.expression), over: input), types: types,
      directions: directions)
  }
}

/// Orders the rows (`sort`, `order`); rows with equal keys keep their order. Holds all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sort-operator>
struct SortOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let program: ExpressionProgram
  let types: [ScalarType]
  let directions: [SortDirection]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let rows = try input.open(in: context).materialize(types: types, in: context).concatenated()
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount + rows.physicalRowCount * 24)
    let keys = try ExpressionEvaluator(program).evaluateColumns(rows)
    let order = SortPermutation.make(keys, directions, rowCount: rows.physicalRowCount)
    return RearrangedStream(rows, order: order, reservation: reservation, in: context)
  }
}

/// Gives the rows of a batch in another order, gathered when they are asked for.
final class RearrangedStream: BatchStream {
  private let rows: RecordBatch
  private let order: [Int32]
  private let batchRowCount: Int
  private let reservation: MemoryReservation
  private let nextRow = Atomic<Int>(0)

  init(_ rows: RecordBatch, order: [Int32], reservation: MemoryReservation, in context: ExecutionContext) {
    self.rows = rows
    self.order = order
    self.reservation = reservation
    batchRowCount = context.options.batchRowCount
  }

  var maximumReaderCount: Int { max(1, (order.count + batchRowCount - 1) / batchRowCount) }
  var ordinalBound: Int64 { Int64(order.count) + 1 }
  func makeReader() -> any BatchReader { Reader(self) }

  private final class Reader: BatchReader {
    private let stream: RearrangedStream
    init(_ stream: RearrangedStream) { self.stream = stream }

    func next() throws(ExecutionError) -> StreamBatch? {
      let start = stream.nextRow.add(stream.batchRowCount, ordering: .relaxed).oldValue
      guard start < stream.order.count else { return nil }
      let end = min(stream.order.count, start + stream.batchRowCount)
      return StreamBatch(stream.rows.gathered(Array(stream.order[start..<end])), ordinal: Int64(start))
    }
  }
}
