import KQLDiagnostics
import KQLPlan

/// What a scalar expression may refer to and what it may contain.
struct ExpressionScope {
  var environment: Environment
  var row: RowScope
  /// Columns of both sides where `$left` and `$right` may be named.
  var join: JoinScope?
  /// Takes the aggregates out of the expression; `nil` where aggregates may not stand.
  var aggregates: AggregateExtraction?
  /// Whether the expression is an argument of an aggregate, in which no other may stand.
  var isInsideAggregate = false
  /// Takes the window functions out of the expression; `nil` where they may not stand.
  var windows: WindowExtraction?
  /// Names of elements of a graph pattern, with their columns.
  var graphElements: [String: [PlanColumn]] = [:]

  init(environment: Environment, row: RowScope = .empty) {
    self.environment = environment
    self.row = row
  }
}

/// The two sides of a join condition.
struct JoinScope {
  var left: RowScope
  var right: RowScope
}

/// Collects the aggregates of a `summarize`-like operator while its expressions are bound.
final class AggregateExtraction {
  private(set) var aggregates: [BoundAggregate] = []
  /// Columns that a star does not stand for: those of the groups.
  var excludedFromStar: Set<ColumnID> = []

  func add(_ aggregate: BoundAggregate) { aggregates.append(aggregate) }

  /// The columns that stand for results of aggregates.
  var columns: Set<ColumnID> { Set(aggregates.flatMap(\.columns).map(\.id)) }
}

/// Collects the calls of window functions while the expressions of an operator are bound.
final class WindowExtraction {
  let isSerialized: Bool
  /// Calls by layer: those of a layer read columns of the input and of earlier layers.
  private(set) var layers: [[WindowNode.Call]] = []

  init(isSerialized: Bool) {
    self.isSerialized = isSerialized
  }

  func add(_ call: WindowNode.Call) {
    var read: Set<ColumnID> = []
    for argument in call.arguments { argument.collectColumns(into: &read) }
    let below = layers.lastIndex { layer in layer.contains { read.contains($0.column.id) } }
    let layer = below.map { $0 + 1 } ?? 0
    if layer == layers.count { layers.append([]) }
    layers[layer].append(call)
  }

  var isEmpty: Bool { layers.isEmpty }

  /// The input with a column for each call.
  func applied(to input: any PlanNode) -> any PlanNode {
    layers.reduce(input) { WindowNode(input: $0, calls: $1) }
  }
}
