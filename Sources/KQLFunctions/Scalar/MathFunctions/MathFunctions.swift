import KQLColumnar
import KQLTypes

/// Mathematical functions on reals, with NaN where there is no real result, and rounding.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-functions#mathematical-functions>
enum MathFunctions {
  static let functions: [ScalarFunction] =
    [
      real("sqrt") { $0.squareRoot() },
      real("log", SystemMath.log),
      real("log2", SystemMath.log2),
      real("log10", SystemMath.log10),
      real("exp", SystemMath.exp),
      real("exp2", SystemMath.exp2),
      real("exp10") { SystemMath.pow(10, $0) },
      real("sin", SystemMath.sin),
      real("cos", SystemMath.cos),
      real("tan", SystemMath.tan),
      real("cot") { 1 / SystemMath.tan($0) },
      real("asin", SystemMath.asin),
      real("acos", SystemMath.acos),
      real("atan", SystemMath.atan),
      real("atan2", SystemMath.atan2),
      real("pow", SystemMath.pow),
      real("degrees") { $0 * (180 / .pi) },
      real("radians") { $0 * (.pi / 180) },
      real("sign") { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
      real("gamma", SystemMath.gamma),
      real("loggamma", SystemMath.logGamma),
      real("erf", SystemMath.erf),
      real("erfc", SystemMath.erfc),
      pi, abs,
      test("isnan") { $0.isNaN },
      test("isinf") { $0.isInfinite },
      test("isfinite") { $0.isFinite },
    ] + RoundingFunctions.functions + RandomFunctions.functions + BetaFunctions.functions

  private static func real(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let cast = Cast(from: site.argumentTypes[0], to: .real)
      return { arguments, _ in Lift.dense(cast(arguments[0]), to: .real, body) }
    }
  }

  private static func real(_ name: String, _ body: @escaping @Sendable (Double, Double) -> Double) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let casts = site.argumentTypes.map { Cast(from: $0, to: .real) }
      return { arguments, _ in Lift.dense(casts[0](arguments[0]), casts[1](arguments[1]), to: .real, body) }
    }
  }

  private static func test(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let cast = Cast(from: site.argumentTypes[0], to: .real)
      return { arguments, _ in Lift.dense(cast(arguments[0]), to: .bool, body) }
    }
  }

  private static let pi = ScalarFunction("pi") { site throws(ExecutionError) in { _, _ in .constant(.real(.pi)) } }

  /// Whole numbers come as `long`; the smallest one has no positive counterpart and stays.
  private static let abs = ScalarFunction(
    "abs", resultType: { types, _ in types.first.map { $0 == .int ? .long : $0 } }
  ) { site throws(ExecutionError) in
    switch site.argumentTypes[0] {
    case .real: { arguments, _ in Lift.dense(arguments[0], to: .real) { (value: Double) in value.magnitude } }
    case .decimal:
      { arguments, _ in Lift.dense(arguments[0], to: .decimal) { (value: KQLDecimal) in value.magnitude } }
    default:
      { arguments, _ in
        Lift.dense(arguments[0], to: site.resultType) { (value: Int64) in value < 0 ? 0 &- value : value }
      }
    }
  }
}
