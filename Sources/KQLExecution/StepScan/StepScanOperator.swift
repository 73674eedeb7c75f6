import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension StepScanNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    if let step = steps.first(where: \.isOptional) {
      throw .unsupported("the optional step '\(step.name)' of 'scan' is not supported")
    }
    var hoisted = HoistedExpressions(rowColumns: input.columns)
    var parts: [StepScanOperator.Step] = []
    for step in steps {
      let conditions = step.condition.conjuncts
      let plain = conditions.filter { condition in
        condition.isDeterministic && condition.columns.allSatisfy { id in input.columns.contains { $0.id == id } }
      }
      let stateful = conditions.filter { condition in
        !condition.isDeterministic || condition.columns.contains { id in !input.columns.contains { $0.id == id } }
      }
      parts.append(
        StepScanOperator.Step(
          output: step.output, filter: plain.isEmpty ? nil : try planner.program(plain, over: input),
          conditions: stateful.map { hoisted.hoist($0) },
          assignments: step.assignments.map { ($0.declaration, hoisted.hoist($0.value)) }))
    }
    var initial: [ScalarValue] = []
    for declaration in declarations {
      initial.append(try planner.constant(declaration.initial) ?? .null(declaration.column.type))
    }
    let declaredColumns = declarations.map(\.column)
    var readers: [StepScanOperator.Reader] = input.columns.indices.map { .input($0) }
    readers += hoisted.columns.indices.map { .hoisted($0) } + declarations.indices.map { .declared($0) }
    for state in stateColumns {
      if let position = input.columns.firstIndex(where: { $0.id == state.source }) {
        readers.append(.state(step: state.step, .input(position)))
      } else if let declaration = declaredColumns.firstIndex(where: { $0.id == state.source }) {
        readers.append(.state(step: state.step, .declared(declaration)))
      } else {
        preconditionFailure("a state of a column that is not there")
      }
    }
    return StepScanOperator(
      input: try planner.makeOperator(for: input), inputTypes: input.columns.map(\.type),
      partitions: try planner.program(partitionBy, over: input),
      hoisted: try planner.program(hoisted.expressions, over: input), steps: parts,
      columns: input.columns + hoisted.columns + declaredColumns + stateColumns.map(\.column), readers: readers,
      declaredTypes: declaredColumns.map(\.type), initial: initial, hasMatchId: matchIdColumn != nil,
      now: planner.context.now)
  }
}

extension BoundExpression {
  /// The conditions that hold together where the expression does.
  var conjuncts: [BoundExpression] {
    var found: [BoundExpression] = []
    var rest = [self]
    while let next = rest.popLast() {
      if case .call(let call) = next, call.function.name == "and" {
        rest += call.arguments.reversed()
      } else {
        found.append(next)
      }
    }
    return found
  }
}

/// Matches rows in their order with a sequence of steps (`scan`).
///
/// Rows come out in the order in which they match. Holds all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scan-operator>
struct StepScanOperator: PhysicalOperator {
  struct Step: Sendable {
    let output: StepScanNode.Step.Output
    /// Conditions over the row alone.
    let filter: ExpressionProgram?
    /// The other conditions, and the new values of declared columns; over ``StepScanOperator/columns``.
    let conditions: [BoundExpression]
    let assignments: [(declaration: Int, value: BoundExpression)]
  }

  /// Where an expression finds the value of a column.
  enum Reader: Sendable {
    enum Source: Sendable {
      case input(Int)
      case declared(Int)
    }
    case input(Int)
    case hoisted(Int)
    case declared(Int)
    /// The value that a step had when it last matched.
    case state(step: Int, Source)
  }

  let input: any PhysicalOperator
  let inputTypes: [ScalarType]
  /// Rows with other values are another sequence.
  let partitions: ExpressionProgram
  let hoisted: ExpressionProgram
  let steps: [Step]
  /// What expressions read, and where it comes from.
  let columns: [PlanColumn]
  let readers: [Reader]
  let declaredTypes: [ScalarType]
  /// What declared columns are before a step sets them.
  let initial: [ScalarValue]
  let hasMatchId: Bool
  let now: Int64

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let rows = try input.open(in: context).materialize(types: inputTypes, in: context).concatenated()
    var walk = try StepScanWalk(self, rows, context.control)
    let result = try walk.run()
    let reservation = MemoryReservation(context.control)
    try reservation.add(result.byteCount)
    return BatchListStream(
      MaterializedRows([result], types: result.columns.map(\.type), reservation: reservation), in: context)
  }
}
