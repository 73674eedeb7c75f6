import KQLColumnar
import KQLPlan
import KQLTypes

extension GraphNodesNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let components: GraphNodesOperator.Components? =
      componentColumn == nil ? nil : componentsAreStrong ? .strong : .weak
    return GraphNodesOperator(
      loader: try GraphLoader(graph, planner), components: components, types: columns.map(\.type))
  }
}

/// Gives the nodes of a graph (`graph-to-table nodes`), with the component that each is in
/// (`graph-mark-components`). Holds the graph.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-to-table-operator>
struct GraphNodesOperator: PhysicalOperator {
  enum Components: Sendable {
    case weak
    case strong
  }

  let loader: GraphLoader
  let components: Components?
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let reservation = MemoryReservation(context.control)
    let graph = try loader.load(in: context, reservation)
    var columns = graph.nodes.columns
    switch components {
    case .weak: columns.append(.int64(GraphComponents.weak(graph), as: .long))
    case .strong: columns.append(.int64(GraphComponents.strong(graph), as: .long))
    case nil: break
    }
    let rows = RecordBatch(columns: columns, rowCount: graph.nodeCount)
    return BatchListStream(MaterializedRows([rows], types: types, reservation: reservation), in: context)
  }
}
