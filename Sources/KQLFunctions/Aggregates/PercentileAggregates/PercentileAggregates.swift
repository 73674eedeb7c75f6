import KQLColumnar
import KQLTypes

/// Percentiles by nearest rank: the least value that at least that share of the rows does not exceed.
///
/// Exact, where Kusto estimates on large inputs. Nulls are left out; null over nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/percentiles-aggregation-function>
enum PercentileAggregates {
  static let aggregates: [AggregateFunction] = [
    columns("percentile", isWeighted: false),
    columns("percentiles", isWeighted: false),
    columns("percentilew", isWeighted: true),
    columns("percentilesw", isWeighted: true),
    array("percentiles_array", isWeighted: false),
    array("percentilesw_array", isWeighted: true),
  ].map(\.unordered)

  private static func columns(_ name: String, isWeighted: Bool) -> AggregateFunction {
    let first = isWeighted ? 2 : 1
    return AggregateFunction(
      name, shape: name.hasPrefix("percentiles") ? .eachPercentile(from: first) : .single,
      resultType: { types, _ in types.first.map { $0 == .int ? .long : $0 } },
      prepare: { site throws(ExecutionError) in
        PercentileAggregator(
          type: site.argumentTypes[0], isWeighted: isWeighted,
          percentiles: try site.percentiles(from: first), isArray: false)
      })
  }

  private static func array(_ name: String, isWeighted: Bool) -> AggregateFunction {
    AggregateFunction(name, resultType: { _, _ in .dynamic }) { site throws(ExecutionError) in
      PercentileAggregator(
        type: site.argumentTypes[0], isWeighted: isWeighted,
        percentiles: try site.percentiles(from: isWeighted ? 2 : 1), isArray: true)
    }
  }
}

extension CallSite {
  /// The percentiles that the arguments from a position on give, one by one or as one array.
  func percentiles(from first: Int) throws(ExecutionError) -> [Double] {
    if argumentTypes[0] == .dynamic {
      throw .unsupported("\(name)() of dynamic is not supported; convert it to a scalar type first")
    }
    var result: [Double] = []
    for index in first..<max(argumentCount, first) {
      guard let constant = constant(index), let values = Percentile.list(constant) else {
        throw .invalidArgument("\(name)(): percentiles must be constant numbers from 0 to 100")
      }
      result += values
    }
    return result
  }
}

enum Percentile {
  /// The percentiles that a value names: a number or an array of numbers, each from 0 to 100; else `nil`.
  static func list(_ value: ScalarValue) -> [Double]? {
    let numbers: [Double?] =
      switch value {
      case .dynamic(.array(let elements)): elements.map { number($0) }
      case .dynamic(let value): [number(value)]
      default: [value.number]
      }
    var result: [Double] = []
    for number in numbers {
      guard let number, number >= 0, number <= 100 else { return nil }
      result.append(number)
    }
    return result
  }

  static func number(_ value: DynamicValue) -> Double? {
    switch value {
    case .long(let value): Double(value)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    default: nil
    }
  }

  /// How many of `total` the percentile takes in; the first value that makes up so many is it.
  static func target(_ percentile: Double, of total: Int128) -> Double { percentile * Double(total) / 100 }
}
