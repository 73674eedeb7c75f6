import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension MvApplyNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    // The rows that elements make carry the number of the row that they come from.
    let number = PlanColumn(id: ColumnID(-1), name: "row", type: .long)
    let numbered = SubplanInputNode(columns: input.columns + [number])
    let expansion = MvExpandNode(
      input: numbered, items: items, indexColumn: indexColumn, rowLimit: rowLimit,
      expandsBagsToArrays: expandsBagsToArrays, columns: expandedColumns + [number], keepsEmptyRows: false)
    return MvApplyOperator(
      input: try planner.makeOperator(for: input),
      expansion: try Subplan(expansion, columns: numbered.columns, planner),
      expandedTypes: expandedColumns.map(\.type), body: try Subplan(body, columns: expandedColumns, planner),
      sources: columns.map { column in
        if let position = input.columns.firstIndex(where: { $0.id == column.id }) { return .outer(position) }
        guard let position = body.columns.firstIndex(where: { $0.id == column.id }) else {
          preconditionFailure("column '\(column.name)' comes from nowhere")
        }
        return .body(position)
      })
  }
}

/// Expands dynamic columns of each row and runs a plan on the rows that one row gave (`mv-apply`). Preserves order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/mv-apply-operator>
struct MvApplyOperator: PhysicalOperator {
  /// Where a column of the result comes from.
  enum Source: Sendable {
    /// The row that was expanded.
    case outer(Int)
    case body(Int)
  }

  let input: any PhysicalOperator
  /// Gives the expanded columns and the number of the row in its batch.
  let expansion: Subplan
  let expandedTypes: [ScalarType]
  let body: Subplan
  let sources: [Source]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    // A subplan runs on one set of rows at a time.
    let stream = SequencedStream(try input.open(in: context), in: context)
    return ExpansionStream(stream, in: context) { Expansion(self, context) }
  }

  private final class Expansion: BatchExpansion {
    private let plan: MvApplyOperator
    private let context: ExecutionContext
    private var batch = RecordBatch(columns: [], rowCount: 0)
    private var expanded = RecordBatch(columns: [], rowCount: 0)
    private var row = 0
    /// The first expanded row that belongs to `row` or a later one.
    private var position = 0

    init(_ plan: MvApplyOperator, _ context: ExecutionContext) {
      self.plan = plan
      self.context = context
    }

    func start(_ batch: RecordBatch) throws(ExecutionError) {
      self.batch = batch
      let count = batch.physicalRowCount
      let numbers = Column.int64(Array(0..<Int64(count)), as: .long)
      let numbered = RecordBatch(columns: batch.columns + [numbers], rowCount: count)
      expanded = try plan.expansion.run(on: numbered, in: context).concatenated()
      row = 0
      position = 0
    }

    func next() throws(ExecutionError) -> RecordBatch? {
      guard row < batch.physicalRowCount else { return nil }
      var outerRows: [Int32] = []
      var results: [RecordBatch] = []
      while row < batch.physicalRowCount, outerRows.count < context.options.batchRowCount {
        try context.control.checkpoint()
        let numbers = expanded.columns[plan.expandedTypes.count].int64s
        var end = position
        while end < numbers.count, numbers[end] == Int64(row) { end += 1 }
        let own = RecordBatch(columns: Array(expanded.columns.dropLast()), rowCount: expanded.physicalRowCount)
        let result = try plan.body.run(on: own.slice(position..<end), in: context)
        outerRows.append(contentsOf: repeatElement(Int32(truncatingIfNeeded: row), count: result.rowCount))
        results.append(contentsOf: result.batches)
        position = end
        row += 1
      }
      guard !outerRows.isEmpty else { return RecordBatch(columns: [], rowCount: 0) }
      let inner = RecordBatch.concatenated(results, types: results[0].columns.map(\.type))
      return RecordBatch(
        columns: plan.sources.map { source in
          switch source {
          case .outer(let position): batch.columns[position].gathered(outerRows)
          case .body(let position): inner.columns[position]
          }
        }, rowCount: outerRows.count)
    }
  }
}
