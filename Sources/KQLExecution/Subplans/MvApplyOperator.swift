import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension MvApplyNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    // The rows that elements make carry the number of the row that they come from.
    let number = PlanColumn(id: ColumnID(.min), name: "$row", type: .long)
    let numbered = SubplanInputNode(identity: .min, columns: input.columns + [number])
    let expanded = expandedColumns + [number]
    let expansion = MvExpandNode(
      input: numbered, items: items, indexColumn: indexColumn, rowLimit: rowLimit,
      expandsBagsToArrays: expandsBagsToArrays, columns: expanded)
    let work: MvApplyOperator.Body
    var given = body.columns
    if let grouped = RowGroupedPlan(row: number).rewrite(body, reading: inputIdentity),
      let position = grouped.columns.firstIndex(where: { $0.id == number.id })
    {
      work = .manyRows(
        try Subplan(grouped, reading: inputIdentity, columns: expanded, planner), rowPosition: position)
      given = grouped.columns
    } else {
      work = .eachRow(try Subplan(body, reading: inputIdentity, columns: expandedColumns, planner))
    }
    return MvApplyOperator(
      input: try planner.makeOperator(for: input),
      expansion: try Subplan(expansion, reading: numbered.identity, columns: numbered.columns, planner), body: work,
      sources: columns.map { column in
        if let position = input.columns.firstIndex(where: { $0.id == column.id }) { return .outer(position) }
        guard let position = given.firstIndex(where: { $0.id == column.id }) else {
          preconditionFailure("column '\(column.name)' comes from nowhere")
        }
        return .body(position)
      })
  }
}

/// Expands dynamic columns of each row and runs a plan on the rows that one row gave (`mv-apply`). Preserves order.
///
/// A row that gives none, such as one with an empty array, is dropped.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/mv-apply-operator>
struct MvApplyOperator: PhysicalOperator {
  enum Body: Sendable {
    /// Runs on the elements of many rows at once, and gives the number of the row as a column.
    case manyRows(Subplan, rowPosition: Int)
    /// Runs on the elements of one row.
    case eachRow(Subplan)
  }

  /// Where a column of the result comes from.
  enum Source: Sendable {
    /// The row that was expanded.
    case outer(Int)
    case body(Int)
  }

  let input: any PhysicalOperator
  /// Gives the expanded columns, and the number of the row in its batch as the last one.
  let expansion: Subplan
  let body: Body
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
    /// The row of each expanded row.
    private var numbers: [Int64] = []
    /// The first expanded row that the body has not seen.
    private var position = 0

    init(_ plan: MvApplyOperator, _ context: ExecutionContext) {
      self.plan = plan
      self.context = context
    }

    func start(_ batch: RecordBatch) throws(ExecutionError) {
      self.batch = batch
      let count = batch.physicalRowCount
      let rows = Column.int64(Array(0..<Int64(count)), as: .long)
      let numbered = RecordBatch(columns: batch.columns + [rows], rowCount: count)
      expanded = try plan.expansion.run(on: numbered, in: context).concatenated()
      numbers = expanded.columns[expanded.columns.count - 1].int64s
      position = 0
    }

    func next() throws(ExecutionError) -> RecordBatch? {
      guard position < numbers.count else { return nil }
      switch plan.body {
      case .manyRows(let subplan, let rowPosition):
        position = numbers.count
        let inner = try subplan.run(on: expanded, in: context).concatenated()
        return assemble(inner.columns[rowPosition].int64s.map { Int32(truncatingIfNeeded: $0) }, inner)
      case .eachRow(let subplan): return try runEachRow(subplan)
      }
    }

    private func runEachRow(_ subplan: Subplan) throws(ExecutionError) -> RecordBatch {
      let elements = RecordBatch(columns: Array(expanded.columns.dropLast()), rowCount: expanded.physicalRowCount)
      var outerRows: [Int32] = []
      var results: [RecordBatch] = []
      while position < numbers.count, outerRows.count < context.options.batchRowCount {
        try context.control.checkpoint()
        let row = numbers[position]
        var end = position
        while end < numbers.count, numbers[end] == row { end += 1 }
        let result = try subplan.run(on: elements.slice(position..<end), in: context)
        outerRows.append(contentsOf: repeatElement(Int32(truncatingIfNeeded: row), count: result.rowCount))
        results.append(contentsOf: result.batches)
        position = end
      }
      guard let first = results.first else { return RecordBatch(columns: [], rowCount: 0) }
      return assemble(outerRows, .concatenated(results, types: first.columns.map(\.type)))
    }

    private func assemble(_ outerRows: [Int32], _ inner: RecordBatch) -> RecordBatch {
      RecordBatch(
        columns: plan.sources.map { source in
          switch source {
          case .outer(let position): batch.columns[position].gathered(outerRows)
          case .body(let position): inner.columns[position]
          }
        }, rowCount: outerRows.count)
    }
  }
}
