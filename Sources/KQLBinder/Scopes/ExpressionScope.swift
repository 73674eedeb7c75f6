import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

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
  /// What columns can be named of after a dot: elements of a graph pattern, steps of `scan`.
  var elements: [String: ElementScope] = [:]
  /// Binds functions of elements of a graph pattern (`all`, `node_id`, …).
  var graphFunctions: GraphFunctionBinding?
  /// Columns that the table lacks but others of the same search have; they are null.
  var missingColumns: [String: ScalarType] = [:]

  init(environment: Environment, row: RowScope = .empty) {
    self.environment = environment
    self.row = row
  }
}

/// Something whose columns are named after a dot. Each column that is used gets an id of its own.
final class ElementScope {
  struct Use {
    /// The column meant.
    var source: PlanColumn
    /// What stands for it in expressions.
    var column: PlanColumn
  }
  let row: RowScope
  /// Whether a use gives all values of several steps, as a dynamic array.
  let givesArrays: Bool
  private(set) var uses: [Use] = []

  init(_ columns: [PlanColumn], isOpen: Bool = false, givesArrays: Bool = false) {
    row = RowScope(columns, isOpen: isOpen)
    self.givesArrays = givesArrays
  }

  func column(named name: String, _ binding: QueryBinding) -> PlanColumn? {
    guard let source = row[name] else { return nil }
    if let use = uses.first(where: { $0.source.id == source.id }) { return use.column }
    let column = binding.makeColumn(name, givesArrays ? .dynamic : source.type)
    uses.append(Use(source: source, column: column))
    return column
  }
}

/// Functions of elements of a graph pattern.
protocol GraphFunctionBinding {
  /// - Returns: `nil` when the call is none of these functions.
  func bind(_ call: CallSyntax, in scope: ExpressionScope, _ binding: QueryBinding) -> BoundExpression?
}

/// The two sides of a join condition.
struct JoinScope {
  var left: RowScope
  var right: RowScope
}

/// Collects the aggregates of a `summarize`-like operator while its expressions are bound.
final class AggregateExtraction {
  private(set) var aggregates: [BoundAggregate] = []
  /// Names of the columns of groups and aggregates within their node.
  var names = UniqueNames()
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
