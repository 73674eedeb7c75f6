import KQLTypes

/// A graph: a table of edges, and what is known of the nodes (`make-graph`).
///
/// Nodes are told apart by the values of the id columns. A node that only edges name has its id and no other
/// property; of nodes that come twice, the first value that is not null counts.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-graph-operator>
package struct PlanGraph: Sendable {
  package var edges: any PlanNode
  /// Columns of `edges`: the ids of the nodes at both ends.
  package var source: PlanColumn
  package var target: PlanColumn
  /// `nil` when nodes are known by the edges alone.
  package var nodes: (any PlanNode)?
  /// The column that holds a node's id: one of `nodes`, or a column of its own when there are none.
  package var nodeId: PlanColumn

  package init(
    edges: any PlanNode, source: PlanColumn, target: PlanColumn, nodes: (any PlanNode)?, nodeId: PlanColumn
  ) {
    self.edges = edges
    self.source = source
    self.target = target
    self.nodes = nodes
    self.nodeId = nodeId
  }

  /// The properties of a node.
  package var nodeColumns: [PlanColumn] { nodes?.columns ?? [nodeId] }

  package var inputs: [any PlanNode] { [edges] + (nodes.map { [$0] } ?? []) }

  package func withInputs(_ inputs: [any PlanNode]) -> PlanGraph {
    var result = self
    result.edges = inputs[0]
    if nodes != nil { result.nodes = inputs[1] }
    return result
  }
}

/// Finds the places of a graph that look like a pattern (`graph-match`, `graph-shortest-paths`): a row a match.
package struct GraphMatchNode: ScopedPlanNode {
  package enum Mode: Sendable {
    /// All matches.
    case matches(Cycles)
    /// For each pair of first and last node one path of the fewest edges, or all of them.
    case shortestPaths(all: Bool, Cycles)
  }

  /// What may come twice within one match.
  package enum Cycles: String, Sendable {
    case all
    /// Nodes and edges only once.
    case none
    /// Edges only once.
    case uniqueEdges = "unique_edges"
  }

  /// A property of an element of the pattern, under an id of its own.
  package struct Property: Sendable {
    /// The column of the graph's nodes or edges.
    package var source: ColumnID
    /// `dynamic`, an array with a value a step, for an edge of variable length; else of the source's type.
    package var column: PlanColumn

    package init(source: ColumnID, column: PlanColumn) {
      self.source = source
      self.column = column
    }
  }

  package struct Element: Sendable {
    /// Elements of the same name are the same node. Elements without name have one that no query can give.
    package var name: String
    /// What expressions may read of it.
    package var properties: [Property]

    package init(name: String, properties: [Property]) {
      self.name = name
      self.properties = properties
    }
  }

  package struct Edge: Sendable {
    package enum Direction: Sendable {
      /// From the node before it to the one after it.
      case forward
      case backward
      case either
    }
    package var element: Element
    package var direction: Direction
    /// Number of edges for an edge of variable length; `nil` for a single one.
    package var lengths: ClosedRange<Int>?

    package init(element: Element, direction: Direction, lengths: ClosedRange<Int>?) {
      self.element = element
      self.direction = direction
      self.lengths = lengths
    }
  }

  /// A chain of nodes with the edges between them.
  package struct Path: Sendable {
    package var nodes: [Element]
    /// One fewer than nodes.
    package var edges: [Edge]

    package init(nodes: [Element], edges: [Edge]) {
      self.nodes = nodes
      self.edges = edges
    }
  }

  /// A function of an element that is computed while matching; expressions read its column.
  package struct Computation: Sendable {
    package enum Function: Sendable {
      /// Over the steps of an edge of variable length, or the nodes between them; `value` reads `properties` of
      /// one of them.
      case all
      case any
      case map
      /// The id of a node as text, and the numbers of its edges.
      case nodeId
      case inDegree
      case outDegree
    }
    /// A function of the node that a step is at.
    package struct StepFunction: Sendable {
      package var function: Function
      package var column: PlanColumn

      package init(function: Function, column: PlanColumn) {
        self.function = function
        self.column = column
      }
    }
    package var function: Function
    /// The name of the node or edge.
    package var element: String
    /// Whether the nodes between the edges are meant (`inner_nodes(e)`), not the edges.
    package var isOverInnerNodes: Bool
    /// What `value` reads of a step.
    package var properties: [Property]
    package var stepFunctions: [StepFunction]
    package var value: BoundExpression?
    package var column: PlanColumn

    package init(
      function: Function, element: String, isOverInnerNodes: Bool = false, properties: [Property] = [],
      stepFunctions: [StepFunction] = [], value: BoundExpression? = nil, column: PlanColumn
    ) {
      self.function = function
      self.element = element
      self.isOverInnerNodes = isOverInnerNodes
      self.properties = properties
      self.stepFunctions = stepFunctions
      self.value = value
      self.column = column
    }
  }

  package var graph: PlanGraph
  package var mode: Mode
  /// All must match; nodes of the same name are where they meet.
  package var paths: [Path]
  package var computations: [Computation]
  /// Over properties and computations. For an edge of variable length a condition on a single property holds for
  /// each of its steps.
  package var predicate: BoundExpression?
  /// The columns of the result, over properties and computations.
  package var items: [ProjectNode.Item]

  package init(
    graph: PlanGraph, mode: Mode, paths: [Path], computations: [Computation], predicate: BoundExpression?,
    items: [ProjectNode.Item]
  ) {
    self.graph = graph
    self.mode = mode
    self.paths = paths
    self.computations = computations
    self.predicate = predicate
    self.items = items
  }

  package var name: String {
    if case .matches = mode { "GraphMatch" } else { "GraphShortestPaths" }
  }
  package var columns: [PlanColumn] { items.map(\.column) }
  package var inputs: [any PlanNode] { graph.inputs }
  package var expressions: [BoundExpression] {
    computations.compactMap(\.value) + (predicate.map { [$0] } ?? []) + items.map(\.expression)
  }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.graph = graph.withInputs(inputs)
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in computations.indices { result.computations[index].value = computations[index].value.map(transform) }
    result.predicate = predicate.map(transform)
    for index in items.indices { result.items[index].expression = transform(items[index].expression) }
    return result
  }
}

/// The nodes of a graph as a table (`graph-to-table nodes`), also those that only edges name.
package struct GraphNodesNode: PlanNode {
  package var graph: PlanGraph
  /// Holds the number of the connected component that the node is in, from 0, of type `long`
  /// (`graph-mark-components`).
  package var componentColumn: PlanColumn?
  /// Whether a component's nodes must reach one another along the edges' directions (`kind=strong`).
  package var componentsAreStrong: Bool

  package init(graph: PlanGraph, componentColumn: PlanColumn? = nil, componentsAreStrong: Bool = false) {
    self.graph = graph
    self.componentColumn = componentColumn
    self.componentsAreStrong = componentsAreStrong
  }

  package var name: String { "GraphNodes" }
  /// The node's properties, the component.
  package var columns: [PlanColumn] { graph.nodeColumns + (componentColumn.map { [$0] } ?? []) }
  package var inputs: [any PlanNode] { graph.inputs }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.graph = graph.withInputs(inputs)
    return result
  }
}
