import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

/// Bound expressions compiled to a list of steps, each of which comes after those that it reads.
///
/// Equal parts are computed once. A part that reads one string column and nothing else becomes a ``Step/perEntry``
/// step, which is computed once a dictionary entry.
package struct ExpressionProgram: Sendable {
  enum Step: Sendable {
    case constant(ScalarValue)
    /// A column of the input, by position.
    case column(Int)
    case call(Call)
    /// A program over the single column at that position.
    case perEntry(column: Int, ExpressionProgram)
  }

  struct Call: Sendable {
    var function: ScalarFunction
    var site: CallSite
    /// Steps that give the arguments.
    var arguments: [Int]
  }

  private(set) var steps: [Step] = []
  /// The step that gives each expression.
  private(set) var roots: [Int] = []
  /// Type of each expression.
  let types: [ScalarType]
}

// MARK: - Compiling

extension ExpressionProgram {
  /// - Parameters:
  ///   - columns: The columns of the input, by position.
  ///   - now: The query's `now()`, in ticks.
  package init(_ expressions: [BoundExpression], columns: [PlanColumn], now: Int64) throws(ExecutionError) {
    try self.init(expressions, columns: columns, now: now, splitsEntries: true)
  }

  /// - Parameter splitsEntries: Whether parts over a single string column become ``Step/perEntry`` steps.
  init(
    _ expressions: [BoundExpression], columns: [PlanColumn], now: Int64, splitsEntries: Bool
  ) throws(ExecutionError) {
    types = expressions.map(\.type)
    var positions: [ColumnID: Int] = [:]
    for (position, column) in columns.enumerated() where positions[column.id] == nil {
      positions[column.id] = position
    }
    var compiler = Compiler(columns: columns, positions: positions, now: now, splitsEntries: splitsEntries)
    for expression in expressions { roots.append(try compiler.add(expression)) }
    steps = compiler.steps
  }

  /// The position of the column that an expression just passes on.
  func passedColumn(_ index: Int) -> Int? {
    if case .column(let position) = steps[roots[index]] { return position }
    return nil
  }

  /// The value of an expression that is constant.
  func constant(_ index: Int) -> ScalarValue? {
    if case .constant(let value) = steps[roots[index]] { return value }
    return nil
  }

  private struct Compiler {
    let columns: [PlanColumn]
    let positions: [ColumnID: Int]
    let now: Int64
    let splitsEntries: Bool
    var steps: [Step] = []
    private var known: [Key: Int] = [:]

    /// What makes two steps equal.
    private enum Key: Hashable {
      case column(Int)
      case value(ScalarValue)
      case call(String, ScalarType, [Int])
    }

    init(columns: [PlanColumn], positions: [ColumnID: Int], now: Int64, splitsEntries: Bool) {
      self.columns = columns
      self.positions = positions
      self.now = now
      self.splitsEntries = splitsEntries
    }

    mutating func add(_ expression: BoundExpression) throws(ExecutionError) -> Int {
      switch expression {
      case .constant(let value): return append(.constant(value), key: Self.key(of: value))
      case .column(let column):
        guard let position = positions[column.id] else {
          preconditionFailure("column '\(column.name)' (\(column.id.number)) is not in the input")
        }
        return append(.column(position), key: .column(position))
      case .call(let call):
        if splitsEntries, let column = Self.onlyStringColumn(of: expression), let position = positions[column.id] {
          let program = try ExpressionProgram([expression], columns: [column], now: now, splitsEntries: false)
          if let value = program.constant(0) { return append(.constant(value), key: Self.key(of: value)) }
          return append(.perEntry(column: position, program), key: nil)
        }
        return try add(call)
      case .subquery: throw .unsupported("a subquery that was not resolved")
      case .invalid: throw .invalidArgument("the expression is invalid")
      }
    }

    private mutating func add(_ call: BoundCall) throws(ExecutionError) -> Int {
      var arguments: [Int] = []
      for argument in call.arguments { arguments.append(try add(argument)) }
      let constants = arguments.map { step -> ScalarValue? in
        if case .constant(let value) = steps[step] { return value }
        return nil
      }
      let site = CallSite(
        name: call.function.name, argumentTypes: call.arguments.map(\.type), constants: constants,
        resultType: call.type, now: now)
      let isVolatile = call.function.volatility == .volatile
      if !isVolatile, constants.allSatisfy({ $0 != nil }) {
        let kernel = try call.function.prepare(site)
        // An error of the kernel is left to be thrown when there are rows.
        if let result = try? kernel(constants.map { .constant($0!) }, 1) {
          return append(.constant(result[0]), key: Self.key(of: result[0]))
        }
      }
      return append(
        .call(Call(function: call.function, site: site, arguments: arguments)),
        key: isVolatile ? nil : .call(call.function.name, call.type, arguments))
    }

    private mutating func append(_ step: Step, key: Key?) -> Int {
      if let key, let index = known[key] { return index }
      steps.append(step)
      if let key { known[key] = steps.count - 1 }
      return steps.count - 1
    }

    /// Values that are equal but not the same (0.0 and -0.0, 1.0 and 1.00) have no key.
    private static func key(of value: ScalarValue) -> Key? {
      switch value {
      case .real, .decimal, .dynamic: nil
      default: .value(value)
      }
    }

    /// The string column that a call reads, when it reads no other column and gives the same for the same string.
    private static func onlyStringColumn(of expression: BoundExpression) -> PlanColumn? {
      var found: PlanColumn?
      return visit(expression, &found) ? found : nil
    }

    private static func visit(_ expression: BoundExpression, _ found: inout PlanColumn?) -> Bool {
      switch expression {
      case .constant: return true
      case .column(let column):
        guard column.type == .string, found == nil || found!.id == column.id else { return false }
        found = column
        return true
      case .call(let call):
        guard call.function.volatility != .volatile else { return false }
        // From the right, since long chains lean to the left.
        for argument in call.arguments.reversed() where !visit(argument, &found) { return false }
        return true
      case .subquery, .invalid: return false
      }
    }
  }
}
