import KQLColumnar
import KQLTypes

/// The beta distribution, and Welch's test that rests on it. Arguments outside the domain give NaN.
enum BetaFunctions {
  static let functions: [ScalarFunction] = [
    real("beta_cdf") { max($0[1], $0[2]) > 10_000 ? .nan : BetaDistribution.cumulative($0[0], $0[1], $0[2]) },
    real("beta_pdf") { BetaDistribution.density($0[0], $0[1], $0[2]) },
    real("beta_inv") { BetaDistribution.quantile($0[0], $0[1], $0[2]) },
    real("welch_test") {
      welch(mean1: $0[0], variance1: $0[1], count1: $0[2], mean2: $0[3], variance2: $0[4], count2: $0[5])
    },
  ]

  private static func real(_ name: String, _ body: @escaping @Sendable ([Double]) -> Double) -> ScalarFunction {
    ScalarFunction.rowwise(name) { (values, _) throws(ExecutionError) in
      .real(body(values.map { $0.number ?? .nan }))
    }
  }

  /// The two-sided p-value of the hypothesis that two samples have the same mean.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/welch-test-function>
  private static func welch(
    mean1: Double, variance1: Double, count1: Double, mean2: Double, variance2: Double, count2: Double
  ) -> Double {
    let (share1, share2) = (variance1 / count1, variance2 / count2)
    let spread = share1 + share2
    let t = (mean1 - mean2) / spread.squareRoot()
    let freedom = spread * spread / (share1 * share1 / (count1 - 1) + share2 * share2 / (count2 - 1))
    guard t.isFinite, freedom.isFinite, freedom > 0 else { return .nan }
    return BetaDistribution.cumulative(freedom / (freedom + t * t), freedom / 2, 0.5)
  }
}

/// The beta distribution with shape parameters α and β.
enum BetaDistribution {
  static func density(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    guard alpha > 0, beta > 0, x > 0, x < 1 else { return .nan }
    return SystemMath.exp(
      (alpha - 1) * SystemMath.log(x) + (beta - 1) * SystemMath.log(1 - x) - logBeta(alpha, beta))
  }

  /// The regularised incomplete beta function.
  static func cumulative(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    guard alpha > 0, beta > 0, alpha.isFinite, beta.isFinite, (0...1).contains(x) else { return .nan }
    if x == 0 || x == 1 { return x }
    let front = SystemMath.exp(
      alpha * SystemMath.log(x) + beta * SystemMath.log(1 - x) - logBeta(alpha, beta))
    // The fraction converges fast on this side of the mean; the other side is its mirror image.
    return x < (alpha + 1) / (alpha + beta + 2)
      ? front * continuedFraction(x, alpha, beta) / alpha
      : 1 - front * continuedFraction(1 - x, beta, alpha) / beta
  }

  /// The value below which a random one lies with the given probability.
  static func quantile(_ probability: Double, _ alpha: Double, _ beta: Double) -> Double {
    guard alpha > 0, beta > 0, alpha.isFinite, beta.isFinite, probability > 0, probability <= 1 else { return .nan }
    if probability == 1 { return 1 }
    var (low, high) = (0.0, 1.0)
    var x = alpha / (alpha + beta)
    for _ in 0..<200 {
      let excess = cumulative(x, alpha, beta) - probability
      if excess > 0 { high = x } else { low = x }
      // Newton's step, unless it leaves the bracket.
      let step = x - excess / density(x, alpha, beta)
      let next = step > low && step < high ? step : (low + high) / 2
      if next == x || high - low < 1e-16 { break }
      x = next
    }
    return x
  }

  private static func logBeta(_ alpha: Double, _ beta: Double) -> Double {
    SystemMath.logGamma(alpha) + SystemMath.logGamma(beta) - SystemMath.logGamma(alpha + beta)
  }

  /// Lentz's evaluation of the continued fraction.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return result
  }
}
