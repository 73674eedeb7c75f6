/// Finds the connected components of a graph.
enum GraphComponents {
  /// Nodes that edges connect, whatever their direction.
  ///
  /// - Returns: The component of each node; components are numbered from 0 in the order of their first nodes.
  static func weak(_ graph: GraphData) -> [Int64] {
    var parents = Array(0..<Int32(truncatingIfNeeded: graph.nodeCount))
    func root(_ node: Int32) -> Int32 {
      var node = node
      while parents[Int(node)] != node {
        parents[Int(node)] = parents[Int(parents[Int(node)])]
        node = parents[Int(node)]
      }
      return node
    }
    for (source, target) in zip(graph.sources, graph.targets) {
      let (left, right) = (root(source), root(target))
      // The lowest number leads, which keeps components in the order of their first nodes.
      if left < right { parents[Int(right)] = left } else { parents[Int(left)] = right }
    }
    return numbered((0..<Int32(truncatingIfNeeded: graph.nodeCount)).map(root))
  }

  /// Nodes that reach one another along the directions of the edges, by Tarjan's algorithm.
  static func strong(_ graph: GraphData) -> [Int64] {
    let nodeCount = graph.nodeCount
    var order = [Int32](repeating: -1, count: nodeCount)
    var lowest = [Int32](repeating: 0, count: nodeCount)
    var isOpen = [Bool](repeating: false, count: nodeCount)
    var leaders = [Int32](repeating: -1, count: nodeCount)
    var open: [Int32] = []
    var nextOrder: Int32 = 0
    var calls: [(node: Int32, place: Int)] = []

    func enter(_ node: Int32) {
      order[Int(node)] = nextOrder
      lowest[Int(node)] = nextOrder
      nextOrder &+= 1
      open.append(node)
      isOpen[Int(node)] = true
      calls.append((node, graph.outgoing.places(of: node).lowerBound))
    }

    for start in 0..<Int32(truncatingIfNeeded: nodeCount) where order[Int(start)] < 0 {
      enter(start)
      while let (node, place) = calls.last {
        if place < graph.outgoing.places(of: node).upperBound {
          calls[calls.count - 1].place += 1
          let next = graph.targets[Int(graph.outgoing[place: place])]
          if order[Int(next)] < 0 {
            enter(next)
          } else if isOpen[Int(next)] {
            lowest[Int(node)] = min(lowest[Int(node)], order[Int(next)])
          }
          continue
        }
        calls.removeLast()
        if let caller = calls.last?.node { lowest[Int(caller)] = min(lowest[Int(caller)], lowest[Int(node)]) }
        guard lowest[Int(node)] == order[Int(node)] else { continue }
        while let member = open.popLast() {
          isOpen[Int(member)] = false
          leaders[Int(member)] = node
          if member == node { break }
        }
      }
    }
    return numbered(leaders)
  }

  private static func numbered(_ leaders: [Int32]) -> [Int64] {
    var numbers = [Int64](repeating: -1, count: leaders.count)
    var next: Int64 = 0
    return leaders.map { leader in
      if numbers[Int(leader)] < 0 {
        numbers[Int(leader)] = next
        next += 1
      }
      return numbers[Int(leader)]
    }
  }
}
