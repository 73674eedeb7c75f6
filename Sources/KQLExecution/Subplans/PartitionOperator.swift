import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension PartitionNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    guard let position = input.columns.firstIndex(where: { $0.id == key.id }) else {
      preconditionFailure("the key is not in the input")
    }
    let body: PartitionOperator.Body
    let number = PlanColumn(id: ColumnID(.min), name: "$partition", type: .long)
    if bodyReadsKey {
      body = .perKey(self.body, key.id, planner)
    } else if let grouped = RowGroupedPlan(row: number).rewrite(self.body, reading: inputIdentity) {
      body = .allRows(
        try Subplan(grouped, reading: inputIdentity, columns: input.columns + [number], planner),
        positions: columns.map { column in
          guard let position = grouped.columns.firstIndex(where: { $0.id == column.id }) else {
            preconditionFailure("column '\(column.name)' comes from nowhere")
          }
          return position
        })
    } else {
      body = .rows(try Subplan(self.body, reading: inputIdentity, columns: input.columns, planner))
    }
    return PartitionOperator(
      input: try planner.makeOperator(for: input), inputTypes: input.columns.map(\.type), keyPosition: position,
      body: body, types: columns.map(\.type))
  }
}

/// Runs a plan on the rows of each value of a key, and appends the results (`partition`).
///
/// Partitions come in the order of their first rows. Holds all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/partition-operator>
struct PartitionOperator: PhysicalOperator {
  enum Body: Sendable {
    /// Reads the rows of all partitions, with the number of the partition as the last column; gives the result's
    /// columns at those positions.
    case allRows(Subplan, positions: [Int])
    /// Reads the rows of the partition.
    case rows(Subplan)
    /// Has a source of its own, and a constant in the place of the column with that id.
    case perKey(any PlanNode, ColumnID, PhysicalPlanner)
  }

  let input: any PhysicalOperator
  let inputTypes: [ScalarType]
  let keyPosition: Int
  let body: Body
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let rows = try input.open(in: context).materialize(types: inputTypes, in: context).concatenated()
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    var grouping = Grouping([inputTypes[keyPosition]])
    let groups = grouping.groups(
      of: [rows.columns[keyPosition]], rowCount: rows.physicalRowCount, at: RowPosition(ordinal: 0, row: 0))
    var results: [RecordBatch] = []
    var members = [[Int32]](repeating: [], count: grouping.groupCount)
    for (row, group) in groups.enumerated() { members[Int(group)].append(Int32(truncatingIfNeeded: row)) }
    switch body {
    case .allRows(let subplan, let positions):
      let order = members.flatMap { $0 }
      let numbers = Column.int64(order.map { Int64(groups[Int($0)]) }, as: .long)
      let numbered = RecordBatch(columns: rows.gathered(order).columns + [numbers], rowCount: order.count)
      try reservation.add(numbered.byteCount)
      results = try subplan.run(on: numbered, in: context).batches.map { $0.projected(positions) }
    case .rows(let subplan):
      for partition in members {
        try context.control.checkpoint()
        let result = try subplan.run(on: rows.gathered(partition), in: context)
        for batch in result.batches { try reservation.add(batch.byteCount) }
        results += result.batches
      }
    case .perKey(let plan, let key, let planner):
      let keys = grouping.keyColumns[0]
      let ownIdentities = plan.sharedIdentities(over: { $0.expressionsRead(key) })
      for group in 0..<grouping.groupCount {
        try context.control.checkpoint()
        let subplan = try Subplan(
          plan.replacing(key, with: keys[group]), ownIdentities: ownIdentities, planner.planning(in: context))
        let result = try subplan.run(on: RecordBatch(columns: [], rowCount: 0), in: context)
        for batch in result.batches { try reservation.add(batch.byteCount) }
        results += result.batches
      }
    }
    return BatchListStream(MaterializedRows(results, types: types, reservation: reservation), in: context)
  }
}

extension PlanNode {
  /// The plan with a constant in the place of a column that no input has, also in subqueries.
  fileprivate func replacing(_ column: ColumnID, with value: ScalarValue) -> any PlanNode {
    let inputs = inputs.map { $0.replacing(column, with: value) }
    let rebuilt = inputs.isEmpty ? self : withInputs(inputs)
    let replaced = rebuilt.mappingExpressions { expression in
      expression.mapping { part in
        switch part {
        case .column(let read) where read.id == column: .constant(value)
        case .subquery(let subquery) where subquery.plan.reads(column):
          .subquery(
            Subquery(form: subquery.form, plan: subquery.plan.replacing(column, with: value), type: subquery.type))
        default: part
        }
      }
    }
    switch replaced {
    case var node as PartitionNode:
      node.body = node.body.replacing(column, with: value)
      return node
    case var node as MvApplyNode:
      node.body = node.body.replacing(column, with: value)
      return node
    default: return replaced
    }
  }

  /// Whether the column is read anywhere within the plan.
  fileprivate func reads(_ column: ColumnID) -> Bool {
    expressionsRead(column) || inputs.contains { $0.reads(column) }
  }

  /// Whether the node's own expressions read the column, its subqueries and bodies included.
  fileprivate func expressionsRead(_ column: ColumnID) -> Bool {
    var isRead = false
    _ = mappingExpressions { expression in
      if !isRead { isRead = expression.reads(column) }
      return expression
    }
    switch self {
    case let node as PartitionNode: return isRead || node.body.reads(column)
    case let node as MvApplyNode: return isRead || node.body.reads(column)
    default: return isRead
    }
  }
}

extension BoundExpression {
  fileprivate func reads(_ column: ColumnID) -> Bool {
    var isRead = false
    _ = mapping { part in
      switch part {
      case .column(let read) where read.id == column: isRead = true
      case .subquery(let subquery) where subquery.plan.reads(column): isRead = true
      default: break
      }
      return part
    }
    return isRead
  }
}
