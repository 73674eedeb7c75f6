import KQLColumnar
import KQLTypes

/// Sums and means. Nulls are left out.
enum SummingAggregates {
  static let aggregates: [AggregateFunction] = [
    sum,
    sum.conditional("sumif"),
    average,
    average.conditional("avgif"),
  ].map(\.unordered)

  /// `sum(expr)`: 0 over nothing. Integers wrap around, as they do in `+`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/sum-aggregation-function>
  private static let sum = AggregateFunction("sum") { site throws(ExecutionError) in
    switch site.argumentTypes[0] {
    case .int, .long:
      return AccumulatingAggregator(IntegerSum.self) { .int64($0.map(\.sum), as: .long) }
    case .timespan:
      return AccumulatingAggregator(IntegerSum.self) { .int64($0.map(\.sum), as: .timespan) }
    case .datetime:
      return AccumulatingAggregator(TickSum.self) { sums in
        // A sum that is no date is null.
        let dates = 0...Int128(Ticks.maximumDatetime)
        return .optionals(sums.map { dates.contains($0.sum) ? Int64($0.sum) : nil }, as: .datetime)
      }
    case .real:
      return AccumulatingAggregator(RealSum.self) { .real($0.map(\.sum.value)) }
    case .decimal:
      return AccumulatingAggregator(DecimalSum.self) { .optionals($0.map(\.value), as: .decimal) }
    case let type:
      throw .unsupported("\(site.name)() of \(type.name) is not supported")
    }
  }

  /// `avg(expr)`: NaN over nothing for numbers but decimals, else null. The sum of integers wraps around before it
  /// is divided, as in Kusto.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/avg-aggregation-function>
  private static let average = AggregateFunction("avg") { site throws(ExecutionError) in
    switch site.argumentTypes[0] {
    case .int, .long:
      return AccumulatingAggregator(IntegerSum.self) { .real($0.map { Double($0.sum) / Double($0.count) }) }
    case .real:
      return AccumulatingAggregator(RealSum.self) { .real($0.map { $0.sum.value / Double($0.count) }) }
    case .decimal:
      return AccumulatingAggregator(DecimalSum.self) { sums in
        .optionals(
          sums.map { $0.count == 0 ? nil : $0.value?.divided(by: KQLDecimal($0.count)) }, as: .decimal)
      }
    case .timespan, .datetime:
      let type = site.argumentTypes[0]
      return AccumulatingAggregator(TickSum.self) { sums in
        .optionals(sums.map { $0.count == 0 ? nil : Int64(truncatingIfNeeded: $0.sum / Int128($0.count)) }, as: type)
      }
    case let type:
      throw .unsupported("\(site.name)() of \(type.name) is not supported")
    }
  }
}

// MARK: - Accumulators

struct IntegerSum: GroupAccumulator {
  var sum: Int64 = 0
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Int64) {
    sum &+= value
    count &+= 1
  }

  mutating func merge(_ other: IntegerSum) {
    sum &+= other.sum
    count &+= other.count
  }
}

/// The sum of times, which a mean needs without wrapping around: 15 of today's dates exceed 64 bits.
struct TickSum: GroupAccumulator {
  var sum: Int128 = 0
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Int64) {
    sum &+= Int128(value)
    count &+= 1
  }

  mutating func merge(_ other: TickSum) {
    sum &+= other.sum
    count &+= other.count
  }
}

struct RealSum: GroupAccumulator {
  var sum = ExactRealSum()
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum.add(value)
    count &+= 1
  }

  mutating func merge(_ other: RealSum) {
    sum.merge(other.sum)
    count &+= other.count
  }

  static var ownsHeapMemory: Bool { true }
  var heapByteCount: Int { sum.heapByteCount }
}

extension Column {
  /// A column whose missing values are nulls.
  static func optionals<Value: ColumnElement>(_ values: [Value?], as type: ScalarType) -> Column {
    let validity = values.contains { $0 == nil } ? Bitmap(count: values.count) { values[$0] != nil } : nil
    return Value.column(values.map { $0 ?? Value.placeholder }, type: type, validity: validity)
  }
}
