import KQLCatalog
import KQLPlan
import KQLTypes

/// The walks along a chain from one node, layer by layer: what can be reached in so many edges, and by which edges.
struct ShortestPathLayers {
  /// A place on the way along the chain.
  struct State {
    var node: Int32
    /// The edge of the chain that is next, or that is being walked.
    var edge: Int
    /// Edges walked of an edge of variable length.
    var count: Int
    /// First and last of the links to states of the layer before; -1 when there is none.
    var link: Int32 = -1
    var lastLink: Int32 = -1
  }

  /// A way by which a state was reached; they form lists.
  struct Link {
    var state: Int32
    var edge: Int32
    var next: Int32
  }

  private struct Key: Hashable {
    var node: Int32
    var edge: Int32
    var count: Int32
  }

  private let chain: GraphPattern.Chain
  private let masks: GraphMasks
  private let graph: GraphData
  /// Whether a place that was reached once is of no interest later: only first visits make shortest paths.
  private let visitsOnce: Bool
  private(set) var layers: [[State]] = []
  private(set) var links: [Link] = []
  private var visited: Set<Key> = []
  private var current: [Key: Int32] = [:]

  init(
    _ chain: GraphPattern.Chain, _ masks: GraphMasks, _ graph: GraphData, from start: Int32, visitsOnce: Bool
  ) {
    self.chain = chain
    self.masks = masks
    self.graph = graph
    self.visitsOnce = visitsOnce
    layers.append([])
    reach(start, edge: 0, count: 0, by: nil)
  }
}

extension ShortestPathLayers {
  /// States of the last layer in which the whole chain is walked.
  var finished: [Int32] {
    let layer = layers[layers.count - 1]
    return layer.indices.filter { layer[$0].edge == chain.edges.count }.map { Int32(truncatingIfNeeded: $0) }
  }

  /// Walks one edge further; false when no way leads on.
  mutating func advance(_ control: QueryControl) throws(ExecutionError) -> Bool {
    let last = layers.count - 1
    layers.append([])
    current.removeAll(keepingCapacity: true)
    for (index, state) in layers[last].enumerated() where state.edge < chain.edges.count {
      if index & 1023 == 0 { try control.checkpoint() }
      let edge = chain.edges[state.edge]
      if state.count > 0 {
        guard state.count < edge.lengths?.upperBound ?? 1, masks.allowsInnerNode(state.node, in: edge.slot) else {
          continue
        }
      } else if edge.lengths?.upperBound == 0 {
        continue
      }
      var cursor = GraphEdgeCursor(state.node, edge.direction, graph)
      while let (found, node) = cursor.next(in: graph) {
        guard masks.allowsEdge(found, in: edge.slot) else { continue }
        let link = Link(state: Int32(truncatingIfNeeded: index), edge: found, next: -1)
        if edge.lengths == nil {
          guard masks.allowsNode(node, in: chain.nodes[state.edge + 1]) else { continue }
          reach(node, edge: state.edge + 1, count: 0, by: link)
        } else {
          reach(node, edge: state.edge, count: state.count + 1, by: link)
        }
      }
    }
    return !layers[last + 1].isEmpty
  }

  /// Adds a state to the last layer, and those that follow from it without an edge.
  private mutating func reach(_ node: Int32, edge first: Int, count: Int, by link: Link?) {
    var (edge, count) = (first, count)
    while add(node, edge: edge, count: count, by: link) {
      guard edge < chain.edges.count, let lengths = chain.edges[edge].lengths, lengths.contains(count),
        masks.allowsNode(node, in: chain.nodes[edge + 1])
      else { return }
      edge += 1
      count = 0
    }
  }

  /// - Returns: False for a state that is of no interest.
  private mutating func add(_ node: Int32, edge: Int, count: Int, by link: Link?) -> Bool {
    // Where only first visits count, a walk's length says how often its only edge was walked.
    let key = Key(
      node: node, edge: Int32(truncatingIfNeeded: edge),
      count: Int32(truncatingIfNeeded: visitsOnce ? min(count, 1) : count))
    let last = layers.count - 1
    let state: Int32
    if let known = current[key] {
      state = known
    } else {
      if visitsOnce, !visited.insert(key).inserted { return false }
      state = Int32(truncatingIfNeeded: layers[last].count)
      current[key] = state
      layers[last].append(State(node: node, edge: edge, count: count))
    }
    if let link {
      let number = Int32(truncatingIfNeeded: links.count)
      let before = layers[last][Int(state)].lastLink
      if before < 0 { layers[last][Int(state)].link = number } else { links[Int(before)].next = number }
      layers[last][Int(state)].lastLink = number
      links.append(link)
    }
    return true
  }

  var byteCount: Int {
    layers.reduce(0) { $0 + $1.count } * (MemoryLayout<State>.stride + 64) + links.count * MemoryLayout<Link>.stride
  }
}

/// A walk along a chain.
struct GraphWalk {
  /// The edges, and for each the edge of the chain that it is for.
  var edges: [Int32]
  var places: [Int]
  /// The nodes, one more than edges.
  var nodes: [Int32]
}

/// Gives the walks that lead to one state of a layer, one after the other.
struct GraphWalkList {
  /// The link that is tried at each layer from the last one back.
  private var choices: [Int32]
  private var isStarted = false

  /// - Parameter state: A state of the last layer.
  init(_ layers: ShortestPathLayers, to state: Int32) {
    choices = [layers.layers[layers.layers.count - 1][Int(state)].link]
  }

  /// Whether `layers` is the one that the list was made with, unchanged, is up to the caller.
  mutating func next(_ layers: ShortestPathLayers, end: Int32) -> GraphWalk? {
    let depth = layers.layers.count - 1
    if depth == 0 {
      if isStarted { return nil }
      isStarted = true
      return GraphWalk(edges: [], places: [], nodes: [layers.layers[0][Int(end)].node])
    }
    if isStarted {
      // The walk before had a choice at every layer; the last one moves on.
      step(layers)
    }
    isStarted = true
    while let choice = choices.last {
      if choice < 0 {
        choices.removeLast()
        if choices.isEmpty { return nil }
        step(layers)
      } else if choices.count == depth {
        return walk(layers, end: end)
      } else {
        let link = layers.links[Int(choice)]
        choices.append(layers.layers[depth - choices.count][Int(link.state)].link)
      }
    }
    return nil
  }

  private mutating func step(_ layers: ShortestPathLayers) {
    guard let choice = choices.popLast() else { return }
    choices.append(layers.links[Int(choice)].next)
  }

  private func walk(_ layers: ShortestPathLayers, end: Int32) -> GraphWalk {
    let depth = layers.layers.count - 1
    var walk = GraphWalk(edges: [], places: [], nodes: [layers.layers[depth][Int(end)].node])
    for (index, choice) in choices.enumerated() {
      let link = layers.links[Int(choice)]
      let before = layers.layers[depth - 1 - index][Int(link.state)]
      walk.edges.append(link.edge)
      walk.places.append(before.edge)
      walk.nodes.append(before.node)
    }
    walk.edges.reverse()
    walk.places.reverse()
    walk.nodes.reverse()
    return walk
  }
}
