import KQLColumnar
import KQLTypes

/// The operators that compare two values: `== != < <= > >=`, and `=~ !~` for strings whatever their case.
///
/// An order is null when an operand is. Equality knows more: two nulls give null, but a null and a value are
/// unequal.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/numerical-operators>
enum ComparisonOperators {
  static let functions: [ScalarFunction] =
    Comparison.allCases.map { comparison in
      ScalarFunction(comparison.rawValue) { site throws(ExecutionError) in try kernel(comparison, site) }
    } + [
      equalityIgnoringCase("=~", .equal), equalityIgnoringCase("!~", .notEqual),
      BetweenOperators.between, BetweenOperators.notBetween,
    ]

  private static func kernel(_ comparison: Comparison, _ site: CallSite) throws(ExecutionError) -> ScalarKernel {
    let (left, right) = (site.argumentTypes[0], site.argumentTypes[1])
    guard let domain = ComparisonDomain(left, right) else {
      throw .invalidArgument(
        "cannot compare values of types \(left.name) and \(right.name): convert one of them, as with tostring()")
    }
    let leftCast = Cast(from: left, to: domain.operandType(left))
    let rightCast = Cast(from: right, to: domain.operandType(right))
    switch domain {
    case .int64:
      return { arguments, _ in comparison.compare(leftCast(arguments[0]), rightCast(arguments[1]), as: Int64.self) }
    case .real:
      return { arguments, _ in comparison.compare(leftCast(arguments[0]), rightCast(arguments[1]), as: Double.self) }
    case .decimal:
      return { arguments, _ in
        comparison.compare(leftCast(arguments[0]), rightCast(arguments[1]), as: KQLDecimal.self)
      }
    case .guid:
      return { arguments, _ in comparison.compare(leftCast(arguments[0]), rightCast(arguments[1]), as: UInt128.self) }
    case .string:
      let equality = StringEquality(comparison, ignoringCase: false)
      return { arguments, rowCount in equality.compare(leftCast(arguments[0]), rightCast(arguments[1]), rowCount) }
    case .dynamic:
      return { arguments, rowCount in
        DynamicComparison.compare(comparison, arguments[0], arguments[1], rowCount)
      }
    }
  }

  private static func equalityIgnoringCase(_ name: String, _ comparison: Comparison) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let leftCast = Cast(from: site.argumentTypes[0], to: .string)
      let rightCast = Cast(from: site.argumentTypes[1], to: .string)
      let equality = StringEquality(comparison, ignoringCase: true)
      return { arguments, rowCount in equality.compare(leftCast(arguments[0]), rightCast(arguments[1]), rowCount) }
    }
  }
}
