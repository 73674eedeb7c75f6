import KQLColumnar
import KQLTypes

/// The operators `+ - * / %` and the signs.
///
/// Whole numbers are computed as `long` and wrap around; a division by zero and a datetime beyond the calendar are
/// null. `%` is never negative.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/numerical-operators>
enum ArithmeticOperators {
  static let functions: [ScalarFunction] =
    ArithmeticOperation.allCases.map(binary) + [sign("unary-", negates: true), sign("unary+", negates: false)]

  private static func binary(_ operation: ArithmeticOperation) -> ScalarFunction {
    ScalarFunction(
      operation.rawValue,
      resultType: { types, _ in types.count == 2 ? operation.resultType(types[0], types[1]) : nil }
    ) { site throws(ExecutionError) in
      try kernel(operation, site.argumentTypes[0], site.argumentTypes[1], site)
    }
  }

  /// Picks the loop for the operands' types.
  private static func kernel(
    _ operation: ArithmeticOperation, _ left: ScalarType, _ right: ScalarType, _ site: CallSite
  ) throws(ExecutionError) -> ScalarKernel {
    if left == .dynamic, right == .dynamic { return DynamicArithmetic.kernel(operation) }
    // A dynamic operand is taken under the type that the operation has for the other one.
    if left == .dynamic { return try kernel(operation, operation.dynamicPartner(of: right), right, site, casting: 0) }
    if right == .dynamic { return try kernel(operation, left, operation.dynamicPartner(of: left), site, casting: 1) }
    if left.isNumeric, right.isNumeric { return numberKernel(operation, left, right) }
    if let kernel = TimeArithmetic.kernel(operation, left, right) { return kernel }
    throw .unsupported("operator '\(operation.rawValue)' does not take \(left.name) and \(right.name)")
  }

  private static func kernel(
    _ operation: ArithmeticOperation, _ left: ScalarType, _ right: ScalarType, _ site: CallSite, casting index: Int
  ) throws(ExecutionError) -> ScalarKernel {
    let cast = Cast(from: .dynamic, to: index == 0 ? left : right)
    let typed = try kernel(operation, left, right, site)
    return { (arguments, rowCount) throws(ExecutionError) in
      var arguments = arguments
      arguments[index] = cast(arguments[index])
      return try typed(arguments, rowCount)
    }
  }

  private static func numberKernel(
    _ operation: ArithmeticOperation, _ left: ScalarType, _ right: ScalarType
  ) -> ScalarKernel {
    let type = ArithmeticOperation.widest(left, right)
    let leftCast = Cast(from: left, to: type)
    let rightCast = Cast(from: right, to: type)
    switch type {
    case .decimal:
      return { arguments, rowCount in
        Lift.map(leftCast(arguments[0]), rightCast(arguments[1]), rowCount, to: type, operation.decimals)
      }
    case .real:
      return { arguments, _ in realResult(operation, leftCast(arguments[0]), rightCast(arguments[1])) }
    default:
      return { arguments, rowCount in
        longResult(operation, leftCast(arguments[0]), rightCast(arguments[1]), rowCount)
      }
    }
  }

  private static func realResult(_ operation: ArithmeticOperation, _ left: Datum, _ right: Datum) -> Datum {
    switch operation {
    case .add: Lift.dense(left, right, to: .real) { (a: Double, b: Double) in a + b }
    case .subtract: Lift.dense(left, right, to: .real) { (a: Double, b: Double) in a - b }
    case .multiply: Lift.dense(left, right, to: .real) { (a: Double, b: Double) in a * b }
    case .divide: Lift.dense(left, right, to: .real) { (a: Double, b: Double) in a / b }
    case .modulo: Lift.dense(left, right, to: .real) { (a: Double, b: Double) in Modulo.real(a, b) }
    }
  }

  private static func longResult(
    _ operation: ArithmeticOperation, _ left: Datum, _ right: Datum, _ rowCount: Int
  ) -> Datum {
    switch operation {
    case .add: Lift.dense(left, right, to: .long) { (a: Int64, b: Int64) in a &+ b }
    case .subtract: Lift.dense(left, right, to: .long) { (a: Int64, b: Int64) in a &- b }
    case .multiply: Lift.dense(left, right, to: .long) { (a: Int64, b: Int64) in a &* b }
    case .divide: Lift.map(left, right, rowCount, to: .long) { (a: Int64, b: Int64) in Modulo.quotient(a, b) }
    case .modulo: Lift.map(left, right, rowCount, to: .long) { (a: Int64, b: Int64) in Modulo.long(a, b) }
    }
  }

  // MARK: - Signs

  private static func sign(_ name: String, negates: Bool) -> ScalarFunction {
    ScalarFunction(
      name, resultType: { types, _ in types.first.map { $0 == .int ? .long : $0 } }
    ) { site throws(ExecutionError) in
      let type = site.argumentTypes[0]
      let cast = Cast(from: type, to: type == .int ? .long : type)
      guard negates else { return { arguments, _ in cast(arguments[0]) } }
      switch type {
      case .int, .long, .timespan:
        return { arguments, _ in
          Lift.dense(cast(arguments[0]), to: site.resultType) { (value: Int64) in 0 &- value }
        }
      case .datetime:
        // Only the first instant has its negative within the calendar.
        return { arguments, rowCount in
          Lift.map(arguments[0], rowCount, to: .datetime) { (value: Int64) in Ticks.validDatetime(0 &- value) }
        }
      case .real: return { arguments, _ in Lift.dense(arguments[0], to: .real) { (value: Double) in -value } }
      case .decimal:
        return { arguments, _ in Lift.dense(arguments[0], to: .decimal) { (value: KQLDecimal) in value.negated } }
      case .dynamic:
        return { arguments, rowCount in
          Lift.map(arguments[0], rowCount, to: .dynamic) { (value: DynamicValue) in DynamicArithmetic.negated(value) }
        }
      default: throw .unsupported("operator '-' does not take \(type.name)")
      }
    }
  }
}
