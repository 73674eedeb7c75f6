import KQLColumnar
import KQLTypes

/// Variances, standard deviations and covariances. Nulls are left out; a sample of fewer than two values has none,
/// which Kusto gives as 0.
enum StatisticalAggregates {
  static let aggregates: [AggregateFunction] = [
    spread("stdev", isSample: true, isRoot: true),
    spread("stdev", isSample: true, isRoot: true).conditional("stdevif"),
    spread("stdevp", isSample: false, isRoot: true),
    spread("variance", isSample: true, isRoot: false),
    spread("variance", isSample: true, isRoot: false).conditional("varianceif"),
    spread("variancep", isSample: false, isRoot: false),
    spread("variancep", isSample: false, isRoot: false).conditional("variancepif"),
    covariance("covariance", isSample: true),
    covariance("covariance", isSample: true).conditional("covarianceif", predicateIndex: 2),
    covariance("covariancep", isSample: false),
    covariance("covariancep", isSample: false).conditional("covariancepif", predicateIndex: 2),
  ].map(\.unordered)

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/variance-aggregation-function>
  private static func spread(_ name: String, isSample: Bool, isRoot: Bool) -> AggregateFunction {
    AggregateFunction(name) { _ throws(ExecutionError) in
      AccumulatingAggregator(Moments.self) { moments in
        .real(
          moments.map {
            let variance = $0.variance(isSample: isSample)
            return isRoot ? variance.squareRoot() : variance
          })
      }
    }
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/covariance-aggregation-function>
  private static func covariance(_ name: String, isSample: Bool) -> AggregateFunction {
    AggregateFunction(name) { _ throws(ExecutionError) in CovarianceAggregator(isSample: isSample) }
  }
}

/// The exact sums of values and of their squares.
private struct Moments: GroupAccumulator {
  private var sum = ExactRealSum()
  private var squares = ExactRealSum()
  private var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum.add(value)
    squares.add(product: value, value)
    count &+= 1
  }

  mutating func merge(_ other: Moments) {
    sum.merge(other.sum)
    squares.merge(other.squares)
    count &+= other.count
  }

  /// Kusto rounds variances to ten digits after the point, also on the way to a standard deviation.
  func variance(isSample: Bool) -> Double {
    let divisor = isSample ? count - 1 : count
    if sum.value.isNaN || squares.value.isNaN { return .nan }
    if divisor <= 0 { return sum.value.isFinite ? 0 : .nan }
    let spread = centred(squares, sum, sum, count: count)
    if spread.isNaN { return .nan }
    return (max(spread, 0) / Double(divisor)).roundedToTenDigits
  }

  static var ownsHeapMemory: Bool { true }
  var heapByteCount: Int { sum.heapByteCount + squares.heapByteCount }
}

/// The sum of products of two variables' distances from their means: `Σxy − Σx Σy / n`.
private func centred(_ products: ExactRealSum, _ x: ExactRealSum, _ y: ExactRealSum, count: Int64) -> Double {
  let n = DoubleDouble(Double(count))
  return (n * products.expanded - x.expanded * y.expanded).value / Double(count)
}

extension Double {
  fileprivate var roundedToTenDigits: Double {
    // Above this bound reals have no more than ten digits after the point.
    if abs(self) >= 1e6 { return self }
    return (self * 1e10).rounded(.toNearestOrEven) / 1e10
  }
}

/// The covariance of two arguments over the rows where neither is null.
private final class CovarianceAggregator: GroupedAggregator {
  private struct State {
    var x = ExactRealSum()
    var y = ExactRealSum()
    var products = ExactRealSum()
    var count: Int64 = 0
  }

  private let isSample: Bool
  private var states: [State] = []

  init(isSample: Bool) { self.isSample = isSample }

  func makeEmpty() -> any GroupedAggregator { CovarianceAggregator(isSample: isSample) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    states.grow(to: groupCount) { State() }
    let first = arguments[0].column(rowCount: groups.count)
    let second = arguments[1].column(rowCount: groups.count)
    let xs = Double.values(of: first)
    let ys = Double.values(of: second)
    let validity = first.validity.and(second.validity)
    states.withUnsafeMutableBufferPointer { states in
      for row in groups.indices where validity.isValid(row) {
        let group = Int(groups[row])
        states[group].x.add(xs[row])
        states[group].y.add(ys[row])
        states[group].products.add(product: xs[row], ys[row])
        states[group].count &+= 1
      }
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    states.grow(to: groupCount) { State() }
    let other = sibling(other)
    for group in other.states.indices {
      let own = Int(mapping[group])
      states[own].x.merge(other.states[group].x)
      states[own].y.merge(other.states[group].y)
      states[own].products.merge(other.states[group].products)
      states[own].count &+= other.states[group].count
    }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    states.grow(to: groupCount) { State() }
    return .real(
      states.map { state in
        let divisor = isSample ? state.count - 1 : state.count
        if divisor <= 0 { return 0 }
        return centred(state.products, state.x, state.y, count: state.count) / Double(divisor)
      })
  }

  var byteCount: Int { states.capacity * MemoryLayout<State>.stride }
}
