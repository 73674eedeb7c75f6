import KQLColumnar
import KQLPlan
import KQLTypes

extension ParseNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let parsed = parts.compactMap { part -> PlanColumn? in
      if case .column(let column) = part { return column }
      return nil
    }
    return ParseOperator(
      input: try planner.makeOperator(for: input), text: try planner.program([expression], over: input),
      pattern: try ParsePattern(parts, kind: kind),
      result: ParsedColumns(columns, parsed: parsed, input: input.columns), dropsUnmatched: dropsUnmatched)
  }
}

/// Cuts columns out of text (`parse`, `parse-where`), once for each dictionary entry. Preserves order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-operator>
struct ParseOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let text: ExpressionProgram
  let pattern: ParsePattern
  let result: ParsedColumns
  let dropsUnmatched: Bool

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    TransformStream(try input.open(in: context), in: context) { () throws(ExecutionError) in try Transform(self) }
  }

  private final class Transform: BatchTransform {
    private let plan: ParseOperator
    private let text: ExpressionEvaluator
    private let memo: EntryMemo

    init(_ plan: ParseOperator) throws(ExecutionError) {
      self.plan = plan
      text = try ExpressionEvaluator(plan.text)
      let parser = TextParser(plan.pattern)
      memo = EntryMemo(TextParser.resultTypes(plan.pattern)) { parser.parse($0) }
    }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      let batch = batch.compacted()
      let rowCount = batch.rowCount
      let texts = try text.evaluateColumns(batch)[0]
      let parsed = try memo.evaluate(texts.type == .string ? texts : Self.asText(texts))
      // The first column tells which rows matched.
      let result = plan.result.batch(batch, parsed: parsed.dropFirst())
      guard plan.dropsUnmatched else { return result }
      let matched = parsed[0].bools
      let kept = (0..<Int32(truncatingIfNeeded: rowCount)).filter { matched[Int($0)] }
      return kept.count == rowCount ? result : result.narrowed(to: Selection(rowCount: rowCount, indexes: kept))
    }

    private static func asText(_ column: Column) -> Column { .string((0..<column.count).map { column[$0].text }) }
  }
}
