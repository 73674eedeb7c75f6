import KQLColumnar
import KQLTypes

/// `range(start, stop[, step])`: an array of equally spaced values, `stop` included when it is one of them.
///
/// Without a step, numbers go up by 1 and times by an hour; a negative step counts down. At most 2^20 values.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/range-function>
enum RangeFunction {
  static let maximumCount: Int64 = 1 << 20

  static let function = ScalarFunction.rowwise("range", resultType: { _, _ in .dynamic }) { values, _ in
    let types = values.map(\.type)
    let step = values.count > 2 ? values[2] : nil
    switch types[0] {
    case .datetime, .timespan:
      guard let start = values[0].int64, let stop = values[1].int64 else { return .null(.dynamic) }
      let ticks = step == nil ? Ticks.perHour : step?.int64
      let isDatetime = types[0] == .datetime
      return integers(from: start, through: stop, by: ticks) { isDatetime ? .datetime($0) : .timespan($0) }
    default:
      if types.contains(.decimal) { return decimals(values) }
      if types.contains(.real) { return reals(values) }
      guard let start = values[0].int64, let stop = values[1].int64 else { return .null(.dynamic) }
      return integers(from: start, through: stop, by: step == nil ? 1 : step?.int64) { .long($0) }
    }
  }

  private static func integers(
    from start: Int64, through stop: Int64, by step: Int64?, _ wrap: (Int64) -> DynamicValue
  ) -> ScalarValue {
    guard let step, step != 0 else { return .null(.dynamic) }
    var elements: [DynamicValue] = []
    var value = start
    while step > 0 ? value <= stop : value >= stop, elements.count < maximumCount {
      elements.append(wrap(value))
      let (next, overflow) = value.addingReportingOverflow(step)
      if overflow { break }
      value = next
    }
    return .array(elements)
  }

  private static func reals(_ values: [ScalarValue]) -> ScalarValue {
    guard let start = values[0].number, let stop = values[1].number,
      let step = values.count > 2 ? values[2].number : 1, step != 0, step.isFinite, start.isFinite, !stop.isNaN
    else { return .null(.dynamic) }
    var elements: [DynamicValue] = []
    var value = start
    while step > 0 ? value <= stop : value >= stop, elements.count < maximumCount {
      elements.append(.real(value))
      value += step
    }
    return .array(elements)
  }

  private static func decimals(_ values: [ScalarValue]) -> ScalarValue {
    let numbers = values.map { value -> KQLDecimal? in
      if case .decimal(let number) = value.converted(to: .decimal) { return number }
      return nil
    }
    guard let start = numbers[0], let stop = numbers[1], let step = numbers.count > 2 ? numbers[2] : KQLDecimal(1),
      step.mantissa != 0
    else { return .null(.dynamic) }
    var elements: [DynamicValue] = []
    var value = start
    while step.mantissa > 0 ? value <= stop : value >= stop, elements.count < maximumCount {
      elements.append(.decimal(value))
      guard let next = value.adding(step) else { break }
      value = next
    }
    return .array(elements)
  }
}
