import KQLColumnar
import KQLTypes

/// The least and greatest values, the rows that hold them, and any row at all.
enum ExtremeAggregates {
  static let aggregates: [AggregateFunction] =
    [
      extreme("min", .least),
      extreme("min", .least).conditional("minif"),
      extreme("max", .greatest),
      extreme("max", .greatest).conditional("maxif"),
      extremeRow("arg_min", .least),
      extremeRow("argmin", .least),
      extremeRow("arg_max", .greatest),
      extremeRow("argmax", .greatest),
    ] + ["take_any", "any"].map(anyRow) + ["take_anyif", "anyif"].map { anyRow("take_any").conditionalSingle($0) }

  /// `min(expr)` and `max(expr)`: null over nothing. NaN beats every number in both.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/max-aggregation-function>
  private static func extreme(_ name: String, _ end: Extreme) -> AggregateFunction {
    AggregateFunction(name, isOrderSensitive: false) { site throws(ExecutionError) in
      switch site.argumentTypes[0] {
      case .int, .long, .datetime, .timespan: numeric(Int64.self, site.argumentTypes[0], end)
      case .real: numeric(Double.self, .real, end)
      case .bool: numeric(Bool.self, .bool, end)
      case .decimal: numeric(KQLDecimal.self, .decimal, end)
      case .guid: numeric(UInt128.self, .guid, end)
      case .string: StringExtremeAggregator(end)
      case .dynamic: throw .unsupported("\(site.name)() of dynamic is not supported; convert it to a scalar type first")
      }
    }
  }

  private static func numeric<Value: ExtremeValue>(
    _: Value.Type, _ type: ScalarType, _ end: Extreme
  ) -> any GroupedAggregator {
    switch end {
    case .least:
      AccumulatingAggregator(Least<Value>.self) { .optionals($0.map { $0.value?.canonical }, as: type) }
    case .greatest:
      AccumulatingAggregator(Greatest<Value>.self) { .optionals($0.map { $0.value?.canonical }, as: type) }
    }
  }

  /// `arg_min(expr, returned…)` and `arg_max`: the row with the extreme, the first one of several. Rows where the
  /// expression is null count only in a group that has no others.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/arg-max-aggregation-function>
  private static func extremeRow(_ name: String, _ end: Extreme) -> AggregateFunction {
    AggregateFunction(name, shape: .eachArgument, resultType: firstArgumentType) { site throws(ExecutionError) in
      let types = site.argumentTypes
      return switch types[0] {
      case .int, .long, .datetime, .timespan: ChosenRowAggregator(ExtremeChooser<Int64>(end), types: types)
      case .real: ChosenRowAggregator(ExtremeChooser<Double>(end), types: types)
      case .bool: ChosenRowAggregator(ExtremeChooser<Bool>(end), types: types)
      case .decimal: ChosenRowAggregator(ExtremeChooser<KQLDecimal>(end), types: types)
      case .guid: ChosenRowAggregator(ExtremeChooser<UInt128>(end), types: types)
      case .string: ChosenRowAggregator(StringChooser(end), types: types)
      case .dynamic: throw .unsupported("\(site.name)() of dynamic is not supported; convert it to a scalar type first")
      }
    }
  }

  /// `take_any(expr…)`: the group's first row; with one expression the first one that is neither null nor empty.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/take-any-aggregation-function>
  private static func anyRow(_ name: String) -> AggregateFunction {
    AggregateFunction(name, shape: .eachArgument, resultType: firstArgumentType) { site throws(ExecutionError) in
      let chooser = FirstRowChooser(prefersFilled: site.argumentCount == 1)
      return ChosenRowAggregator(chooser, types: site.argumentTypes)
    }
  }

  private static let firstArgumentType: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { types, _ in
    types.first
  }
}

extension AggregateFunction {
  /// The variant with a predicate of a function that is called with one other argument and so gives one column.
  fileprivate func conditionalSingle(_ name: String) -> AggregateFunction {
    var result = conditional(name)
    result.shape = .single
    return result
  }
}

// MARK: - Extremes

/// Which end of the order is looked for.
enum Extreme: Sendable {
  case least
  case greatest
}

/// A value with a total order, in which NaN stands beyond both ends.
protocol ExtremeValue: ColumnElement {
  /// Whether the value is to replace `other` when the least is looked for; of equal values neither does, unless
  /// they can be told apart.
  func isBelow(_ other: Self) -> Bool
  func isAbove(_ other: Self) -> Bool
  /// One form for equal values that look different, so that a result does not depend on which came first.
  var canonical: Self { get }
}

extension ExtremeValue {
  var canonical: Self { self }

  @inline(__always)
  func beats(_ other: Self, _ end: Extreme) -> Bool {
    switch end {
    case .least: isBelow(other)
    case .greatest: isAbove(other)
    }
  }
}

extension Int64: ExtremeValue {
  @inline(__always) func isBelow(_ other: Int64) -> Bool { self < other }
  @inline(__always) func isAbove(_ other: Int64) -> Bool { self > other }
}

extension UInt128: ExtremeValue {
  func isBelow(_ other: UInt128) -> Bool { self < other }
  func isAbove(_ other: UInt128) -> Bool { self > other }
}

extension Bool: ExtremeValue {
  func isBelow(_ other: Bool) -> Bool { !self && other }
  func isAbove(_ other: Bool) -> Bool { self && !other }
}

extension Double: ExtremeValue {
  @inline(__always) func isBelow(_ other: Double) -> Bool { self < other || (isNaN && !other.isNaN) }
  @inline(__always) func isAbove(_ other: Double) -> Bool { self > other || (isNaN && !other.isNaN) }
  var canonical: Double { self == 0 ? 0 : isNaN ? .nan : self }
}

/// Of 1.0 and 1.00 the shorter one wins.
extension KQLDecimal: ExtremeValue {
  func isBelow(_ other: KQLDecimal) -> Bool { self < other || (scale < other.scale && self == other) }
  func isAbove(_ other: KQLDecimal) -> Bool { self > other || (scale < other.scale && self == other) }
}

// MARK: - Accumulators

struct Least<Value: ExtremeValue>: GroupAccumulator {
  private(set) var value: Value?

  @inline(__always)
  mutating func add(_ candidate: Value) {
    guard let value else {
      self.value = candidate
      return
    }
    if candidate.isBelow(value) { self.value = candidate }
  }

  mutating func merge(_ other: Least) {
    if let value = other.value { add(value) }
  }
}

struct Greatest<Value: ExtremeValue>: GroupAccumulator {
  private(set) var value: Value?

  @inline(__always)
  mutating func add(_ candidate: Value) {
    guard let value else {
      self.value = candidate
      return
    }
    if candidate.isAbove(value) { self.value = candidate }
  }

  mutating func merge(_ other: Greatest) {
    if let value = other.value { add(value) }
  }
}
