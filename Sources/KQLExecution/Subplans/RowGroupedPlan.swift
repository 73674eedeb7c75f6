import KQLFunctions
import KQLPlan
import KQLTypes

/// Rewrites the body of `mv-apply` or `partition` so that one run does for the elements of many rows, or for all
/// partitions.
///
/// A column that numbers rows or partitions goes along through all operators: rows are grouped by it, ordered by it
/// first, and counted anew where it changes. `summarize s = sum(x)` becomes `summarize s = sum(x) by row`.
struct RowGroupedPlan {
  /// The number; ascending in the input and in the result.
  let row: PlanColumn
}

extension RowGroupedPlan {
  /// - Parameter identity: Of the rows on which the body runs.
  /// - Returns: The plan with `row` among its columns, or `nil` when it has an operator that looks at all rows of one
  ///   run in a way of its own, or a subquery that does.
  func rewrite(_ plan: any PlanNode, reading identity: Int) -> (any PlanNode)? {
    plan.subplanInputsReadBySubqueries.contains(identity) ? nil : rewrite(plan)
  }

  private func rewrite(_ plan: any PlanNode) -> (any PlanNode)? {
    switch plan {
    case let node as SubplanInputNode: return SubplanInputNode(identity: node.identity, columns: node.columns + [row])
    case var node as FilterNode:
      guard node.predicate.isDeterministic, let input = rewrite(node.input) else { return nil }
      node.input = input
      return node
    case var node as ProjectNode:
      guard node.items.allSatisfy(\.expression.isDeterministic), let input = rewrite(node.input) else { return nil }
      node.input = input
      node.items.append(ProjectNode.Item(column: row, expression: .column(row)))
      return node
    case var node as AggregateNode:
      guard let input = rewrite(node.input) else { return nil }
      node.input = input
      node.keys.append(AggregateNode.Key(expression: .column(row), column: row))
      return node
    case var node as DistinctNode:
      guard node.order.isEmpty, let input = rewrite(node.input) else { return nil }
      node.input = input
      node.columns.append(row)
      return node
    case var node as MvExpandNode:
      guard let input = rewrite(node.input) else { return nil }
      node.input = input
      node.columns.append(row)
      return node
    case let node as SortNode:
      guard let input = rewrite(node.input) else { return nil }
      let first = SortKey(expression: .column(row), isDescending: false, nullsFirst: true)
      let sorted = SortNode(input: input, keys: [first] + node.keys)
      return node.limit.map { RunLimitNode(input: sorted, run: row, count: $0) } ?? sorted
    case let node as LimitNode:
      return rewrite(node.input).map { RunLimitNode(input: $0, run: row, count: node.count) }
    default: return nil
    }
  }
}

/// Keeps the first rows of each run of rows with the same value of a column.
private struct RunLimitNode: PlanNode {
  var input: any PlanNode
  let run: PlanColumn
  let count: Int

  var name: String { "RunLimit" }
  var columns: [PlanColumn] { input.columns }
  var inputs: [any PlanNode] { [input] }
  func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { RunLimitNode(input: inputs[0], run: run, count: count) }
  func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [needed.union([run.id])] }
  var preservesOrder: Bool { true }
}

extension RunLimitNode: ExecutableNode {
  func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    guard let position = columns.firstIndex(where: { $0.id == run.id }) else {
      preconditionFailure("the column of runs is not in the input")
    }
    return RunLimitOperator(
      input: try planner.makeOperator(for: input), types: columns.map(\.type), position: position, count: count)
  }
}
