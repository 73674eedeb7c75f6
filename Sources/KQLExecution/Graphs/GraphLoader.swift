import KQLColumnar
import KQLPlan
import KQLTypes

/// Reads the tables of a graph and numbers its nodes (`make-graph`).
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-graph-operator>
struct GraphLoader: Sendable {
  private let edges: any PhysicalOperator
  private let edgeTypes: [ScalarType]
  private let sourcePosition: Int
  private let targetPosition: Int
  private let nodes: (any PhysicalOperator)?
  private let nodeTypes: [ScalarType]
  private let idPosition: Int

  init(_ graph: PlanGraph, _ planner: PhysicalPlanner) throws(ExecutionError) {
    func position(of column: PlanColumn, in columns: [PlanColumn]) -> Int {
      guard let position = columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the graph")
      }
      return position
    }
    edges = try planner.makeOperator(for: graph.edges)
    edgeTypes = graph.edges.columns.map(\.type)
    sourcePosition = position(of: graph.source, in: graph.edges.columns)
    targetPosition = position(of: graph.target, in: graph.edges.columns)
    if let table = graph.nodes { nodes = try planner.makeOperator(for: table) } else { nodes = nil }
    nodeTypes = graph.nodeColumns.map(\.type)
    idPosition = position(of: graph.nodeId, in: graph.nodeColumns)
  }
}

extension GraphLoader {
  func load(in context: ExecutionContext, _ reservation: MemoryReservation) throws(ExecutionError) -> GraphData {
    let edgeRows = try edges.open(in: context).materialize(types: edgeTypes, in: context).concatenated()
    var nodeRows = RecordBatch.empty(nodeTypes)
    if let nodes { nodeRows = try nodes.open(in: context).materialize(types: nodeTypes, in: context).concatenated() }
    try reservation.add(edgeRows.byteCount + nodeRows.byteCount)

    var grouping = Grouping([nodeTypes[idPosition]])
    let start = RowPosition(ordinal: 0, row: 0)
    let numbers = grouping.groups(
      of: [nodeRows.columns[idPosition]], rowCount: nodeRows.physicalRowCount, at: start)
    // Ends take turns, so that nodes are numbered in the order in which edges name them.
    let edgeCount = edgeRows.physicalRowCount
    let ends = Column.concatenated(
      [edgeRows.columns[sourcePosition], edgeRows.columns[targetPosition]], type: nodeTypes[idPosition])
    let turns = (0..<Int32(truncatingIfNeeded: edgeCount)).flatMap { [$0, $0 + Int32(truncatingIfNeeded: edgeCount)] }
    let endNumbers = grouping.groups(of: [ends.gathered(turns)], rowCount: turns.count, at: start)
    let nodeIds = grouping.keyColumns[0]
    let data = GraphData(
      edges: edgeRows,
      sources: (0..<edgeCount).map { Int32(truncatingIfNeeded: endNumbers[2 * $0]) },
      targets: (0..<edgeCount).map { Int32(truncatingIfNeeded: endNumbers[2 * $0 + 1]) },
      nodes: properties(nodeRows, numbers, nodeIds), nodeIds: nodeIds)
    try reservation.add(data.byteCount)
    return data
  }

  /// One row a node. Of rows with the same id the first value that is not null counts.
  private func properties(_ rows: RecordBatch, _ numbers: [UInt32], _ nodeIds: Column) -> RecordBatch {
    let nodeCount = nodeIds.count
    let columns = rows.columns.enumerated().map { position, column -> Column in
      if position == idPosition { return nodeIds }
      var chosen = [Int32](repeating: -1, count: nodeCount)
      for (row, node) in numbers.enumerated() where chosen[Int(node)] < 0 || column.isNull(Int(chosen[Int(node)])) {
        chosen[Int(node)] = Int32(truncatingIfNeeded: row)
      }
      return column.gatheredWithNulls(chosen)
    }
    return RecordBatch(columns: columns, rowCount: nodeCount)
  }
}
