import KQLColumnar
import KQLPlan
import KQLTypes

extension ParseKvNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    return ParseKvOperator(
      input: try planner.makeOperator(for: input), text: try planner.program([expression], over: input),
      pattern: try KeyValuePattern(self),
      result: ParsedColumns(columns, parsed: keys.map(\.column), input: input.columns))
  }
}

/// Cuts the values of keys out of text (`parse-kv`), once for each dictionary entry. Preserves order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-kv-operator>
struct ParseKvOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let text: ExpressionProgram
  let pattern: KeyValuePattern
  let result: ParsedColumns

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
      return plan.result.batch(batch, parsed: parsed)
    }
  }
}
