import KQLColumnar
import KQLTypes

/// Bitwise combinations of all integers of a group; null over nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/binary-all-and-aggregation-function>
enum BinaryAggregates {
  static let aggregates: [AggregateFunction] = [
    function("binary_all_and") { type in aggregator(AllAnd.self, type) },
    function("binary_all_or") { type in aggregator(AllOr.self, type) },
    function("binary_all_xor") { type in aggregator(AllXor.self, type) },
  ].map(\.unordered)

  private static func function(
    _ name: String, _ make: @escaping @Sendable (ScalarType) -> any GroupedAggregator
  ) -> AggregateFunction {
    AggregateFunction(name) { site throws(ExecutionError) in
      let type = site.argumentTypes[0]
      guard type.isStoredAsInt64 else { throw .unsupported("\(name)() of \(type.name) is not supported") }
      return make(type)
    }
  }

  private static func aggregator<Combination: BitCombination>(
    _: Combination.Type, _ type: ScalarType
  ) -> any GroupedAggregator {
    AccumulatingAggregator(Combined<Combination>.self) { .optionals($0.map(\.value), as: type) }
  }
}

/// An operation on bits whose result does not depend on order.
private protocol BitCombination {
  static func combine(_ left: Int64, _ right: Int64) -> Int64
}

private enum AllAnd: BitCombination {
  static func combine(_ left: Int64, _ right: Int64) -> Int64 { left & right }
}

private enum AllOr: BitCombination {
  static func combine(_ left: Int64, _ right: Int64) -> Int64 { left | right }
}

private enum AllXor: BitCombination {
  static func combine(_ left: Int64, _ right: Int64) -> Int64 { left ^ right }
}

private struct Combined<Combination: BitCombination>: GroupAccumulator {
  var value: Int64?

  @inline(__always)
  mutating func add(_ other: Int64) { value = value.map { Combination.combine($0, other) } ?? other }

  mutating func merge(_ other: Combined) {
    if let value = other.value { add(value) }
  }
}
