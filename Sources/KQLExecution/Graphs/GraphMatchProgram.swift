import KQLColumnar
import KQLPlan
import KQLTypes

/// What `graph-match` computes of nodes, edges and matches, compiled.
struct GraphMatchProgram: Sendable {
  /// A function of a node.
  enum NodeFunction: Sendable {
    case id
    case inDegree
    case outDegree
  }

  /// Where the value of a column comes from.
  enum Source: Sendable {
    case node(slot: Int, column: Int)
    case edge(slot: Int, column: Int)
    /// An array with the value of each step.
    case steps(slot: Int, column: Int)
    case nodeFunction(NodeFunction, slot: Int)
    case overSteps(StepComputation)
  }

  struct StepComputation: Sendable {
    enum Reduction: Sendable {
      case all
      case any
      case map
    }
    let reduction: Reduction
    let slot: Int
    let isOverInnerNodes: Bool
    /// Columns of the step, by position in those of nodes or edges, and functions of its node.
    let properties: [(column: PlanColumn, position: Int)]
    let functions: [(column: PlanColumn, function: NodeFunction)]
    /// Columns of the match.
    let outer: [PlanColumn]
    /// Over properties, functions and outer columns.
    let value: BoundExpression

    var columns: [PlanColumn] { properties.map(\.column) + functions.map(\.column) + outer }
  }

  let pattern: GraphPattern
  private let sources: [ColumnID: Source]
  private let types: [ColumnID: PlanColumn]
  /// The conditions that all hold in a match.
  let conditions: [BoundExpression]
  let items: [BoundExpression]
  let now: Int64

  init(_ node: GraphMatchNode, now: Int64) {
    let pattern = GraphPattern(node.paths)
    var sources: [ColumnID: Source] = [:]
    var types: [ColumnID: PlanColumn] = [:]
    let nodeColumns = node.graph.nodeColumns
    let edgeColumns = node.graph.edges.columns
    func position(of source: ColumnID, in columns: [PlanColumn]) -> Int {
      guard let position = columns.firstIndex(where: { $0.id == source }) else {
        preconditionFailure("a property that the graph does not have")
      }
      return position
    }
    for path in node.paths {
      for element in path.nodes {
        for property in element.properties {
          guard let slot = pattern.nodeSlots[element.name] else { continue }
          sources[property.column.id] = .node(slot: slot, column: position(of: property.source, in: nodeColumns))
          types[property.column.id] = property.column
        }
      }
      for edge in path.edges {
        for property in edge.element.properties {
          guard let slot = pattern.edgeSlots[edge.element.name] else { continue }
          let column = position(of: property.source, in: edgeColumns)
          sources[property.column.id] =
            edge.lengths == nil ? .edge(slot: slot, column: column) : .steps(slot: slot, column: column)
          types[property.column.id] = property.column
        }
      }
    }
    for computation in node.computations {
      types[computation.column.id] = computation.column
      if let function = NodeFunction(computation.function) {
        sources[computation.column.id] = .nodeFunction(function, slot: pattern.nodeSlots[computation.element] ?? 0)
        continue
      }
      guard let value = computation.value else { continue }
      let columns = computation.isOverInnerNodes ? nodeColumns : edgeColumns
      let properties = computation.properties.map { ($0.column, position(of: $0.source, in: columns)) }
      let functions = computation.stepFunctions.compactMap { step in
        NodeFunction(step.function).map { (step.column, $0) }
      }
      let own = Set(properties.map(\.0.id) + functions.map(\.0.id))
      let outer = value.columns.filter { !own.contains($0) }.sorted { $0.number < $1.number }.compactMap { types[$0] }
      sources[computation.column.id] = .overSteps(
        StepComputation(
          reduction: StepComputation.Reduction(computation.function), slot: pattern.edgeSlots[computation.element] ?? 0,
          isOverInnerNodes: computation.isOverInnerNodes, properties: properties, functions: functions, outer: outer,
          value: value))
    }
    self.pattern = pattern
    self.sources = sources
    self.types = types
    conditions = node.predicate?.conjuncts ?? []
    items = node.items.map(\.expression)
    self.now = now
  }
}

extension GraphMatchProgram.NodeFunction {
  init?(_ function: GraphMatchNode.Computation.Function) {
    switch function {
    case .nodeId: self = .id
    case .inDegree: self = .inDegree
    case .outDegree: self = .outDegree
    case .all, .any, .map: return nil
    }
  }
}

extension GraphMatchProgram.StepComputation.Reduction {
  init(_ function: GraphMatchNode.Computation.Function) {
    switch function {
    case .all: self = .all
    case .any: self = .any
    case .map, .nodeId, .inDegree, .outDegree: self = .map
    }
  }
}

// MARK: - Columns

extension GraphMatchProgram {
  func source(of column: ColumnID) -> Source {
    guard let source = sources[column] else { preconditionFailure("a column that no element of the pattern has") }
    return source
  }

  func column(_ id: ColumnID) -> PlanColumn {
    guard let column = types[id] else { preconditionFailure("a column that no element of the pattern has") }
    return column
  }

  /// The columns that expressions read.
  func columns(of expressions: [BoundExpression]) -> [PlanColumn] {
    var ids: Set<ColumnID> = []
    for expression in expressions { expression.collectColumns(into: &ids) }
    return ids.sorted { $0.number < $1.number }.map { column($0) }
  }

  /// The node slots that a condition depends on; `nil` when it depends on anything else.
  func nodeSlots(of condition: BoundExpression) -> Set<Int>? {
    var slots: Set<Int> = []
    for column in condition.columns {
      switch source(of: column) {
      case .node(let slot, _), .nodeFunction(_, let slot): slots.insert(slot)
      case .edge, .steps, .overSteps: return nil
      }
    }
    return slots
  }
}
