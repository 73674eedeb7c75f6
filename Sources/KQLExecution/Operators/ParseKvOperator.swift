import KQLColumnar
import KQLPlan
import KQLTypes

extension ParseKvNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let sources = columns.map { column -> ParseKvOperator.Source in
      if let index = keys.firstIndex(where: { $0.column.id == column.id }) { return .parsed(index) }
      guard let position = input.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the input")
      }
      return .passed(position)
    }
    return ParseKvOperator(
      input: try planner.makeOperator(for: input), text: try planner.program([expression], over: input),
      pattern: try KeyValuePattern(self), sources: sources)
  }
}

/// Cuts the values of keys out of text (`parse-kv`), once for each dictionary entry. Preserves order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-kv-operator>
struct ParseKvOperator: PhysicalOperator {
  enum Source: Sendable {
    case passed(Int)
    case parsed(Int)
  }

  let input: any PhysicalOperator
  let text: ExpressionProgram
  let pattern: KeyValuePattern
  /// Where each column of the result comes from.
  let sources: [Source]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    TransformStream(try input.open(in: context), in: context) { () throws(ExecutionError) in try Transform(self) }
  }

  private final class Transform: BatchTransform {
    private let plan: ParseKvOperator
    private let text: ExpressionEvaluator
    private let memo: EntryMemo

    init(_ plan: ParseKvOperator) throws(ExecutionError) {
      self.plan = plan
      text = try ExpressionEvaluator(plan.text)
      let parser = KeyValueParser(plan.pattern)
      memo = EntryMemo(plan.pattern.types) { parser.parse($0) }
    }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      let batch = batch.compacted()
      let parsed = try memo.evaluate(try text.evaluateColumns(batch)[0])
      let columns = plan.sources.map { source in
        switch source {
        case .passed(let position): batch.columns[position]
        case .parsed(let index): parsed[index]
        }
      }
      return RecordBatch(columns: columns, rowCount: batch.physicalRowCount)
    }
  }
}
