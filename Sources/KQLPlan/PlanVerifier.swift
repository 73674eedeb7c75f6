import KQLTypes

/// Checks what every plan must hold to: each column that is read comes from below, types agree, columns are unique.
package enum PlanVerifier {
  /// What is wrong with a plan, one sentence a problem; empty when nothing is.
  package static func problems(in plan: any PlanNode) -> [String] {
    var problems: [String] = []
    verify(plan, &problems)
    return problems
  }

  private static func verify(_ node: any PlanNode, _ problems: inout [String]) {
    for input in node.inputs { verify(input, &problems) }
    var available: [ColumnID: ScalarType] = [:]
    for input in node.inputs {
      for column in input.columns { available[column.id] = column.type }
    }
    func report(_ problem: String) { problems.append("\(node.name): \(problem)") }

    func check(_ expression: BoundExpression) {
      switch expression {
      case .constant, .invalid: break
      case .subquery(let subquery):
        if subquery.form == .set, subquery.type != .dynamic { report("the set of a subquery is not dynamic") }
      case .column(let column):
        guard let type = available[column.id] else {
          return report("reads column \(column.text), which no input has")
        }
        if type != column.type { report("reads column \(column.text) as \(column.type.name), but it is \(type.name)") }
      case .call(let call): for argument in call.arguments { check(argument) }
      }
    }
    // Expressions of these nodes read what the node itself brings along.
    if !(node is any ScopedPlanNode) { for expression in node.expressions { check(expression) } }

    var ids: Set<ColumnID> = []
    for column in node.columns where !ids.insert(column.id).inserted {
      report("gives column \(column.text) twice")
    }
    checkShape(node, available, report)
  }

  private static func checkShape(
    _ node: any PlanNode, _ available: [ColumnID: ScalarType], _ report: (String) -> Void
  ) {
    func checkPassed(_ columns: [PlanColumn]) {
      for column in columns where available[column.id] != column.type {
        report("passes on column \(column.text), which no input has with type \(column.type.name)")
      }
    }
    switch node {
    case let node as ProjectNode:
      for item in node.items where item.column.type != item.expression.type {
        report("column \(item.column.text) is \(item.column.type.name), its value \(item.expression.type.name)")
      }
    case let node as FilterNode:
      if node.predicate.type != .bool, node.predicate.type != .dynamic {
        report("the predicate is \(node.predicate.type.name)")
      }
    case let node as LimitNode: if node.count < 0 { report("the count is negative") }
    case let node as AggregateNode:
      for key in node.keys where key.column.type != key.expression.type {
        report("key \(key.column.text) is \(key.column.type.name), its value \(key.expression.type.name)")
      }
    case let node as DistinctNode: checkPassed(node.columns)
    case let node as JoinNode:
      checkPassed(node.columns)
      for key in node.keys where key.left.type != key.right.type {
        report("keys are \(key.left.type.name) and \(key.right.type.name)")
      }
      for key in node.narrowingKeys {
        guard node.dropsUnmatchedProbes else { return report("drops rows that find no match") }
        guard node.keys.indices.contains(key), case .column = node.probeKey(key) else {
          return report("key \(key) is no column of the probing input")
        }
      }
    case let node as UnionNode:
      for (input, sources) in zip(node.inputs, node.sources) {
        guard sources.count == node.columns.count else {
          return report("an input does not say where columns come from")
        }
        for (column, source) in zip(node.columns, sources) {
          guard let source else { continue }
          let found = input.columns.first { $0.id == source }
          if found?.type != column.type { report("column \(column.text) has no source of type \(column.type.name)") }
        }
      }
    case let node as SharedNode:
      if node.columns.map(\.type) != node.input.columns.map(\.type) { report("columns differ from those of the input") }
    case let node as ScanNode:
      for (column, index) in zip(node.columns, node.columnIndexes)
      where !node.table.schema.fields.indices.contains(index) || node.table.schema[index].type != column.type {
        report("column \(column.text) is not in the table with type \(column.type.name)")
      }
    case let node as ValuesNode:
      for batch in node.batches where batch.columns.map(\.type) != node.columns.map(\.type) {
        report("a batch does not have the columns of the node")
      }
    default: break
    }
  }
}

/// A node whose expressions also read columns that come from none of its inputs, such as the steps of `scan`.
package protocol ScopedPlanNode: PlanNode {}
