import KQLColumnar
import KQLPlan
import KQLTypes

/// A condition compiled for picking rows: taken apart at `and` and `or`, so that later parts see only rows that
/// earlier ones left open.
struct PredicateProgram: Sendable {
  indirect enum Condition: Sendable {
    case always(Bool)
    case all([Condition])
    case any([Condition])
    /// A column that is held as `Int64` against a value of its type that is not null.
    case compare(column: Int, Comparison, Int64)
    /// A condition on one string column.
    case perEntry(column: Int, ExpressionProgram)
    case general(ExpressionProgram)
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The comparison with its sides exchanged.
    var mirrored: Comparison {
      switch self {
      case .equal, .notEqual: self
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      }
    }
  }

  let condition: Condition

  init(_ predicate: BoundExpression, columns: [PlanColumn], now: Int64) throws(ExecutionError) {
    condition = try Self.compile(predicate, columns, now)
  }
}

// MARK: - Compiling

extension PredicateProgram {
  private static func compile(
    _ predicate: BoundExpression, _ columns: [PlanColumn], _ now: Int64
  ) throws(ExecutionError) -> Condition {
    for (name, isConjunction) in [("and", true), ("or", false)] {
      let parts = operands(of: predicate, name)
      guard parts.count > 1 else { continue }
      var conditions: [Condition] = []
      for part in parts { conditions.append(try compile(part, columns, now)) }
      return isConjunction ? .all(conditions) : .any(conditions)
    }
    let program = try ExpressionProgram([predicate], columns: columns, now: now)
    if let value = program.constant(0) { return .always(value.isTrue) }
    if let comparison = comparison(predicate, columns) { return comparison }
    if case .perEntry(let column, let inner) = program.steps[program.roots[0]], inner.types[0] == .bool {
      return .perEntry(column: column, inner)
    }
    return .general(program)
  }

  /// The operands of a chain of one operator, from left to right.
  private static func operands(of predicate: BoundExpression, _ name: String) -> [BoundExpression] {
    var result: [BoundExpression] = []
    var pending = [predicate]
    while let next = pending.popLast() {
      if case .call(let call) = next, call.function.name == name, call.arguments.count == 2 {
        pending.append(call.arguments[1])
        pending.append(call.arguments[0])
      } else {
        result.append(next)
      }
    }
    return result
  }

  private static func comparison(_ predicate: BoundExpression, _ columns: [PlanColumn]) -> Condition? {
    guard case .call(let call) = predicate, call.arguments.count == 2,
      let comparison = Comparison(rawValue: call.function.name)
    else { return nil }
    func condition(_ column: PlanColumn, _ comparison: Comparison, _ value: ScalarValue) -> Condition? {
      guard column.type.isStoredAsInt64, column.type == value.type, let number = value.int64,
        let position = columns.firstIndex(where: { $0.id == column.id })
      else { return nil }
      return .compare(column: position, comparison, number)
    }
    switch (call.arguments[0], call.arguments[1]) {
    case (.column(let column), .constant(let value)): return condition(column, comparison, value)
    case (.constant(let value), .column(let column)): return condition(column, comparison.mirrored, value)
    default: return nil
    }
  }
}

extension ScalarValue {
  /// Whether a condition with this value holds.
  var isTrue: Bool { self == .bool(true) || self == .dynamic(.bool(true)) }
}
