import KQLTypes

/// Appends the rows of all inputs, input by input (`union`).
package struct UnionNode: PlanNode {
  package var inputs: [any PlanNode]
  package var columns: [PlanColumn]
  /// For each input, the id of its column for each of `columns`; `nil` gives nulls (empty strings). Types agree.
  package var sources: [[ColumnID?]]

  package init(inputs: [any PlanNode], columns: [PlanColumn], sources: [[ColumnID?]]) {
    self.inputs = inputs
    self.columns = columns
    self.sources = sources
  }

  package var name: String { "Union" }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    UnionNode(inputs: inputs, columns: columns, sources: sources)
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    sources.map { source in
      Set(columns.indices.compactMap { needed.contains(columns[$0].id) ? source[$0] : nil })
    }
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    let kept = columns.indices.filter { needed.contains(columns[$0].id) }
    return UnionNode(
      inputs: inputs, columns: kept.map { columns[$0] }, sources: sources.map { source in kept.map { source[$0] } })
  }
  package var isOrderSensitive: Bool { false }
}

/// Matches rows of two inputs whose keys are equal (`join`, `lookup`).
///
/// A null key matches a null key. With no keys every pair matches.
package struct JoinNode: PlanNode {
  package enum Kind: String, Sendable, CaseIterable {
    /// Inner join after keeping one left row a key: Kusto's default.
    case innerUnique = "innerunique"
    case inner
    case leftOuter = "leftouter"
    case rightOuter = "rightouter"
    case fullOuter = "fullouter"
    case leftSemi = "leftsemi"
    case rightSemi = "rightsemi"
    case leftAnti = "leftanti"
    case rightAnti = "rightanti"
  }
  package struct Key: Sendable {
    /// Over columns of the left input; of the same type as `right`.
    package var left: BoundExpression
    package var right: BoundExpression

    package init(left: BoundExpression, right: BoundExpression) {
      self.left = left
      self.right = right
    }
  }
  package var kind: Kind
  package var left: any PlanNode
  package var right: any PlanNode
  package var keys: [Key]
  /// Columns of the inputs by id, under the names of the result; one side's only for semi and anti joins.
  package var columns: [PlanColumn]
  /// Positions of keys that are columns of the probing input's scans, which then look rows up before they build them.
  package var narrowingKeys: [Int] = []

  package init(kind: Kind, left: any PlanNode, right: any PlanNode, keys: [Key], columns: [PlanColumn]) {
    self.kind = kind
    self.left = left
    self.right = right
    self.keys = keys
    self.columns = columns
  }

  package var name: String { "Join" }
  package var inputs: [any PlanNode] { [left, right] }
  package var expressions: [BoundExpression] { keys.flatMap { [$0.left, $0.right] } }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    (result.left, result.right) = (inputs[0], inputs[1])
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    result.keys = keys.map { Key(left: transform($0.left), right: transform($0.right)) }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    let wanted = needed.union(expressionColumns)
    return inputs.map { wanted.intersection($0.columns.map(\.id)) }
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    result.columns = columns.filter { needed.contains($0.id) }
    return result
  }
  package var isOrderSensitive: Bool { kind == .innerUnique }
}

extension JoinNode {
  /// Whether the left input is held and the right one looks for matches in it: the left one is where one row a key is
  /// enough, or where the right one decides what is kept.
  package var holdsLeft: Bool {
    switch kind {
    case .innerUnique, .rightOuter, .rightSemi, .rightAnti: true
    case .inner, .leftOuter, .fullOuter, .leftSemi, .leftAnti: false
    }
  }

  /// The input whose rows look for matches.
  package var probe: any PlanNode { holdsLeft ? right : left }

  /// What a row of the probing input is looked up by.
  package func probeKey(_ position: Int) -> BoundExpression {
    holdsLeft ? keys[position].right : keys[position].left
  }

  /// Whether a row of the probing input that finds no match gives nothing.
  package var dropsUnmatchedProbes: Bool {
    switch kind {
    case .inner, .innerUnique, .leftSemi, .rightSemi: true
    case .leftOuter, .rightOuter, .fullOuter, .leftAnti, .rightAnti: false
    }
  }
}
