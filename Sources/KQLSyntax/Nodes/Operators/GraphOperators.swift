import KQLDiagnostics

/// `make-graph source --> target [with nodes on id, …] [with_node_id=…] [partitioned-by c (…)]`.
package struct MakeGraphOperatorSyntax: OperatorSyntax {
  package struct NodeTable: Sendable {
    package var table: ExpressionSyntax
    package var id: NameSyntax
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var source: ExpressionSyntax
  /// `-->` or `--`.
  package var direction: String
  package var target: ExpressionSyntax
  package var nodes: [NodeTable]
  /// Of `with_node_id=name`.
  package var nodeId: NameSyntax?
  package var partitionedBy: NameSyntax?
  package var partitionBody: PipelineSyntax?
}

/// `graph-match [cycles=…] patterns [where predicate] [project …]`.
package struct GraphMatchOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var patterns: [GraphPatternSyntax]
  package var predicate: ExpressionSyntax?
  package var projection: [ExpressionSyntax]?
}

/// `graph-shortest-paths [output=…] patterns [where predicate] [project …]`.
package struct GraphShortestPathsOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var patterns: [GraphPatternSyntax]
  package var predicate: ExpressionSyntax?
  package var projection: [ExpressionSyntax]?
}

/// `graph-mark-components [kind=…] [with_component_id=…]`.
package struct GraphMarkComponentsOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
}

/// `graph-to-table nodes [as N] [with_node_id=…], edges [as E] [with_source_id=…] …`.
package struct GraphToTableOperatorSyntax: OperatorSyntax {
  package struct Output: Sendable {
    /// `nodes` or `edges`.
    package var kind: NameSyntax
    package var alias: NameSyntax?
    package var parameters: [OperatorParameterSyntax]
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var outputs: [Output]
}

/// `graph-where-nodes predicate`, `graph-where-edges predicate`.
package struct GraphWhereOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var predicate: ExpressionSyntax
}

/// One path of a graph pattern: nodes and edges in turn, beginning and ending with a node.
package struct GraphPatternSyntax: Sendable {
  package enum Direction: Sendable {
    /// `-[e]->`
    case forward
    /// `<-[e]-`
    case backward
    /// `-[e]-`
    case either
  }
  package struct Node: Sendable {
    /// `nil` for `()`.
    package var name: NameSyntax?
    package var span: ByteSpan
  }
  package struct Edge: Sendable {
    /// `nil` for `-->`.
    package var name: NameSyntax?
    package var direction: Direction
    /// Of `*low..high`; `nil` for a single edge.
    package var lengths: (low: ExpressionSyntax, high: ExpressionSyntax)?
    package var span: ByteSpan
  }
  package var nodes: [Node]
  /// `nodes.count - 1` edges.
  package var edges: [Edge]
}
