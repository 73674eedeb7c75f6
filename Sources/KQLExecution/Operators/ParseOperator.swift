import KQLColumnar
import KQLPlan
import KQLTypes

extension ParseNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let parsed = parts.compactMap { part -> PlanColumn? in
      if case .column(let column) = part { return column }
      return nil
    }
    let sources = columns.map { column -> ParseOperator.Source in
      if let index = parsed.firstIndex(where: { $0.id == column.id }) { return .parsed(index) }
      guard let position = input.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the input")
      }
      return .passed(position)
    }
    return ParseOperator(
      input: try planner.makeOperator(for: input), text: try planner.program([expression], over: input),
      pattern: try ParsePattern(parts, kind: kind), sources: sources, dropsUnmatched: dropsUnmatched)
  }
}

/// Cuts columns out of text (`parse`, `parse-where`), once for each dictionary entry. Preserves order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-operator>
struct ParseOperator: PhysicalOperator {
  enum Source: Sendable {
    case passed(Int)
    case parsed(Int)
  }

  let input: any PhysicalOperator
  let text: ExpressionProgram
  let pattern: ParsePattern
  /// Where each column of the result comes from.
  let sources: [Source]
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
      let columns = plan.sources.map { source in
        switch source {
        case .passed(let position): batch.columns[position]
        case .parsed(let index): parsed[index + 1]
        }
      }
      let result = RecordBatch(columns: columns, rowCount: rowCount)
      guard plan.dropsUnmatched else { return result }
      let matched = parsed[0].bools
      let kept = (0..<Int32(truncatingIfNeeded: rowCount)).filter { matched[Int($0)] }
      return kept.count == rowCount ? result : result.narrowed(to: Selection(rowCount: rowCount, indexes: kept))
    }

    private static func asText(_ column: Column) -> Column { .string((0..<column.count).map { column[$0].text }) }
  }
}
