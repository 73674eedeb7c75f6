import KQLColumnar
import KQLTypes

/// A graph in memory; nodes and edges are known by number.
///
/// Nodes are numbered in the order of the table of nodes, then as edges name them.
final class GraphData: Sendable {
  let edges: RecordBatch
  /// The nodes at both ends of each edge.
  let sources: [Int32]
  let targets: [Int32]
  /// The properties of the nodes; nodes that only edges name have nulls but for their id.
  let nodes: RecordBatch
  let nodeIds: Column
  let outgoing: GraphAdjacency
  let incoming: GraphAdjacency

  init(edges: RecordBatch, sources: [Int32], targets: [Int32], nodes: RecordBatch, nodeIds: Column) {
    self.edges = edges
    self.sources = sources
    self.targets = targets
    self.nodes = nodes
    self.nodeIds = nodeIds
    outgoing = GraphAdjacency(ends: sources, nodeCount: nodeIds.count)
    incoming = GraphAdjacency(ends: targets, nodeCount: nodeIds.count)
  }

  var nodeCount: Int { nodeIds.count }
  var edgeCount: Int { sources.count }

  var byteCount: Int { edges.byteCount + nodes.byteCount + 24 * edgeCount + 16 * nodeCount }
}
