import KQLColumnar
import KQLTypes

/// The axis of a series: which step a value falls in, and the value of each step.
///
/// Steps are numbered from an origin: the lower bound where the query gives one, else zero, as `bin()` does.
struct SeriesAxis: Sendable {
  /// The most steps of one series.
  static let maximumStepCount: Int64 = 1 << 20

  private enum Form: Sendable {
    case whole(origin: Int64, step: Int64)
    case real(origin: Double, step: Double)
    case decimal(origin: KQLDecimal, step: KQLDecimal)
  }

  private let type: ScalarType
  private let form: Form
  private let lower: ScalarValue?
  private let upper: ScalarValue?
  private let includesUpper: Bool
  /// The first and the last step where bounds fix them; a last one below the first means that there are none.
  let firstStep: Int64?
  let lastStep: Int64?

  /// - Parameters:
  ///   - type: Type of the axis' values.
  ///   - lower: The lower bound, of a numeric type, or of the axis' own.
  ///   - isAligned: Whether steps are multiples of `step` and the upper bound belongs to the axis (`in range(…)`).
  init(
    type: ScalarType, lower: ScalarValue?, upper: ScalarValue?, step: ScalarValue, isAligned: Bool
  ) throws(ExecutionError) {
    guard !step.isNull else { throw .invalidArgument("'make-series' needs a step that is not null") }
    self.type = type
    self.lower = lower
    self.upper = upper
    includesUpper = isAligned
    let hasFraction = [lower, upper, step].contains { $0?.type == .real || $0?.type == .decimal }
    let origin = isAligned ? nil : lower
    if type == .decimal {
      form = .decimal(origin: origin.map(Self.decimal) ?? 0, step: Self.decimal(step))
    } else if type == .real || (type.isInteger && hasFraction) {
      form = .real(origin: origin?.number ?? 0, step: step.number ?? 0)
    } else {
      form = .whole(origin: origin?.int64 ?? 0, step: step.int64 ?? 0)
    }
    guard Self.isPositive(form) else { throw .invalidArgument("'make-series' needs a positive step, not \(step.text)") }
    if let lower { firstStep = try Self.step(of: lower, form) } else { firstStep = nil }
    if let upper {
      let step = try Self.step(of: upper, form)
      lastStep = !isAligned && Self.isStart(of: step, upper, form) ? step &- 1 : step
    } else {
      lastStep = nil
    }
    if let firstStep, let lastStep { try Self.check(firstStep, lastStep) }
  }

  private static func isPositive(_ form: Form) -> Bool {
    switch form {
    case .whole(_, let step): step > 0
    case .real(_, let step): step > 0 && step.isFinite
    case .decimal(_, let step): step > 0
    }
  }

  private static func decimal(_ value: ScalarValue) -> KQLDecimal {
    if case .decimal(let decimal) = value.converted(to: .decimal) { return decimal }
    return 0
  }
}

// MARK: - Steps

extension SeriesAxis {
  /// Throws when a series from one step to another has too many.
  static func check(_ first: Int64, _ last: Int64) throws(ExecutionError) {
    let distance = last.subtractingReportingOverflow(first)
    if distance.overflow ? last > first : distance.partialValue >= maximumStepCount {
      throw .invalidArgument("'make-series' makes series of at most \(maximumStepCount) steps")
    }
  }

  /// The values of a range of steps.
  func values(_ steps: ClosedRange<Int64>) -> [DynamicValue] { steps.map { DynamicValue(value(of: $0)) } }

  private func value(of step: Int64) -> ScalarValue {
    switch form {
    case .whole(let origin, let width):
      let (distance, overflow) = step.multipliedReportingOverflow(by: width)
      let (value, further) = origin.addingReportingOverflow(distance)
      return overflow || further ? .null(type) : ScalarValue(int64: value, as: type == .int ? .long : type)
    case .real(let origin, let width): return .real(origin + Double(step) * width)
    case .decimal(let origin, let width):
      return width.multiplied(by: KQLDecimal(step)).flatMap(origin.adding).map(ScalarValue.decimal) ?? .null(type)
    }
  }

  /// The step of a bound; the last or first of all numbers when it is out of reach.
  private static func step(of bound: ScalarValue, _ form: Form) throws(ExecutionError) -> Int64 {
    guard !bound.isNull else { throw .invalidArgument("the bounds of 'make-series' must not be null") }
    switch form {
    case .whole(let origin, let width): return step(of: bound.int64 ?? 0, origin, width)
    case .real(let origin, let width): return Int64(clamping: (((bound.number ?? 0) - origin) / width).rounded(.down))
    case .decimal(let origin, let width):
      guard let step = step(of: decimal(bound), origin, width) else {
        throw .invalidArgument("the bounds of 'make-series' are too far from each other")
      }
      return step
    }
  }

  /// Whether a bound is the very value of its step.
  private static func isStart(of step: Int64, _ bound: ScalarValue, _ form: Form) -> Bool {
    switch form {
    case .whole(let origin, let width): (bound.int64 ?? 0) &- origin == step &* width
    case .real(let origin, let width): ((bound.number ?? 0) - origin) / width == Double(step)
    case .decimal(let origin, let width):
      decimal(bound).subtracting(origin) == width.multiplied(by: KQLDecimal(step))
    }
  }

  @inline(__always)
  private static func step(of value: Int64, _ origin: Int64, _ width: Int64) -> Int64 {
    let (distance, overflow) = value.subtractingReportingOverflow(origin)
    if !overflow { return distance.dividedDown(by: width) }
    let wide = Int128(value) - Int128(origin)
    let quotient = wide / Int128(width)
    return Int64(clamping: quotient * Int128(width) > wide ? quotient - 1 : quotient)
  }

  private static func step(of value: KQLDecimal, _ origin: KQLDecimal, _ width: KQLDecimal) -> Int64? {
    value.subtracting(origin)?.divided(by: width)?.rounded(toScale: 0, .down).int64Value
  }
}

extension Int64 {
  /// The nearest number to a whole real; 0 for NaN.
  fileprivate init(clamping value: Double) {
    self = Int64(exactly: value) ?? (value.isNaN ? 0 : value < 0 ? .min : .max)
  }
}

// MARK: - Rows

extension SeriesAxis {
  /// Finds the rows that belong to the axis: those that are not null and within the bounds.
  ///
  /// - Returns: The rows, ascending, and the step of each.
  func steps(of column: Column) -> (rows: [Int32], steps: [Int64]) {
    switch (form, column.values) {
    case (.whole(let origin, let width), .int64(let values)):
      let least = lower?.int64 ?? .min
      let most = upper?.int64 ?? .max
      let includesMost = includesUpper || upper == nil
      return collect(column) { row in
        let value = values[row]
        guard value >= least, value < most || (includesMost && value == most) else { return nil }
        return Self.step(of: value, origin, width)
      }
    case (.real(let origin, let width), .real(let values)):
      return collect(column) { step(of: values[$0], origin, width) }
    case (.real(let origin, let width), .int64(let values)):
      return collect(column) { step(of: Double(values[$0]), origin, width) }
    case (.decimal(let origin, let width), .decimal(let values)):
      let least = lower.map(Self.decimal)
      let most = upper.map(Self.decimal)
      return collect(column) { row in
        let value = values[row]
        if let least, value < least { return nil }
        if let most, value > most || (!includesUpper && value == most) { return nil }
        return Self.step(of: value, origin, width)
      }
    default: preconditionFailure("an axis of type \(type.name) over a column of type \(column.type.name)")
    }
  }

  private func step(of value: Double, _ origin: Double, _ width: Double) -> Int64? {
    if let least = lower?.number, !(value >= least) { return nil }
    if let most = upper?.number, !(value < most || (includesUpper && value == most)) { return nil }
    return Int64(exactly: ((value - origin) / width).rounded(.down))
  }

  @inline(__always)
  private func collect(_ column: Column, _ step: (Int) -> Int64?) -> (rows: [Int32], steps: [Int64]) {
    var rows: [Int32] = []
    var steps: [Int64] = []
    rows.reserveCapacity(column.count)
    steps.reserveCapacity(column.count)
    for row in 0..<column.count where !column.isNull(row) {
      guard let step = step(row) else { continue }
      rows.append(Int32(truncatingIfNeeded: row))
      steps.append(step)
    }
    return (rows, steps)
  }
}
