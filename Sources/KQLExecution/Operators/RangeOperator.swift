import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

extension RangeNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    try RangeOperator(self, planner)
  }
}

/// Counts from a first to a last value (`range`). Rows are made when they are asked for.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/range-operator>
struct RangeOperator: PhysicalOperator {
  let type: ScalarType
  let from: ScalarValue
  let to: ScalarValue
  let step: ScalarValue

  init(_ node: RangeNode, _ planner: PhysicalPlanner) throws(ExecutionError) {
    let program = try ExpressionProgram([node.from, node.to, node.step], columns: [], now: planner.context.now)
    let bounds = try ExpressionEvaluator(program).evaluate(RecordBatch(columns: [], rowCount: 1))
    type = node.column.type
    (from, to, step) = (bounds[0][0], bounds[1][0], bounds[2][0])
  }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let batchRowCount = Int64(context.options.batchRowCount)
    switch type {
    case .int, .long, .datetime, .timespan:
      guard let from = Self.integer(from), let to = Self.integer(to), let step = Self.integer(step) else {
        return Stream(rowCount: 0, batchRowCount: batchRowCount) { _ in .nulls(type, count: 0) }
      }
      let distance = Int128(to) - Int128(from)
      let leads = step > 0 ? distance >= 0 : step < 0 && distance <= 0
      let rowCount = leads ? Int64(clamping: distance / Int128(step) + 1) : 0
      return Stream(rowCount: rowCount, batchRowCount: batchRowCount) { rows in
        .int64(rows.map { from &+ $0 &* step }, as: type)
      }
    case .real:
      guard let from = from.number, let to = to.number, let step = step.number else {
        return Stream(rowCount: 0, batchRowCount: batchRowCount) { _ in .nulls(type, count: 0) }
      }
      let count = ((to - from) / step).rounded(.down) + 1
      let rowCount = count >= 1 ? Int64(exactly: min(count, 0x1p62)) ?? 0 : 0
      return Stream(rowCount: rowCount, batchRowCount: batchRowCount) { rows in
        .real(rows.map { from + Double($0) * step })
      }
    default: throw .unsupported("'range' over \(type.name) is not supported")
    }
  }

  private static func integer(_ value: ScalarValue) -> Int64? {
    value.int64 ?? value.number.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
  }

  private final class Stream: BatchStream {
    private let rowCount: Int64
    private let batchRowCount: Int64
    private let makeColumn: @Sendable (Range<Int64>) -> Column
    private let nextRow = Atomic<Int64>(0)

    init(rowCount: Int64, batchRowCount: Int64, _ makeColumn: @escaping @Sendable (Range<Int64>) -> Column) {
      self.rowCount = min(rowCount, ScannedBatch.ordinalLimit - 1)
      self.batchRowCount = batchRowCount
      self.makeColumn = makeColumn
    }

    var maximumReaderCount: Int { Int(clamping: max(1, (rowCount + batchRowCount - 1) / batchRowCount)) }
    func makeReader() -> any BatchReader { Reader(self) }

    private final class Reader: BatchReader {
      private let stream: Stream
      init(_ stream: Stream) { self.stream = stream }

      func next() throws(ExecutionError) -> StreamBatch? {
        let start = stream.nextRow.add(stream.batchRowCount, ordering: .relaxed).oldValue
        guard start < stream.rowCount else {
          // Stays at the end, so that asking again and again cannot overflow.
          stream.nextRow.store(stream.rowCount, ordering: .relaxed)
          return nil
        }
        let column = stream.makeColumn(start..<min(stream.rowCount, start + stream.batchRowCount))
        return StreamBatch(RecordBatch(columns: [column], rowCount: column.count), ordinal: start)
      }
    }
  }
}
