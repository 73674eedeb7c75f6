import KQLColumnar
import KQLTypes

/// A place on the axis along which a plugin counts: an integer, datetime or timespan as `Int64`, or a real.
protocol TimelinePosition: Comparable, Hashable, Sendable {
  /// The packed values of a column; those of null rows are unspecified.
  static func positions(of column: Column) -> [Self]
  static func timelineColumn(_ positions: [Self], as type: ScalarType) -> Column

  /// - Returns: `nil` for a null, and for a type that is held otherwise.
  init?(timelineValue value: ScalarValue)

  static var origin: Self { get }

  /// How far it is from an earlier position; saturates.
  func distance(from earlier: Self) -> Self

  /// `self` less a distance; saturates.
  func moved(back distance: Self) -> Self

  /// How many whole steps it is from a start, rounded down; `nil` when that is no number.
  func steps(of step: Self, from start: Self) -> Int64?

  /// The position so many steps after this one; `nil` beyond the range.
  func moved(_ count: Int64, stepsOf step: Self) -> Self?
}

extension Int64: TimelinePosition {
  static func positions(of column: Column) -> [Int64] { column.int64s }
  static func timelineColumn(_ positions: [Int64], as type: ScalarType) -> Column { .int64(positions, as: type) }

  init?(timelineValue value: ScalarValue) {
    guard let number = value.int64 else { return nil }
    self = number
  }

  static var origin: Int64 { 0 }

  func distance(from earlier: Int64) -> Int64 {
    let difference = subtractingReportingOverflow(earlier)
    return difference.overflow ? .max : difference.partialValue
  }

  func moved(back distance: Int64) -> Int64 {
    let difference = subtractingReportingOverflow(distance)
    return difference.overflow ? (distance > 0 ? .min : .max) : difference.partialValue
  }

  func steps(of step: Int64, from start: Int64) -> Int64? {
    let difference = subtractingReportingOverflow(start)
    guard !difference.overflow, step > 0 else { return nil }
    return difference.partialValue.dividedDown(by: step)
  }

  func moved(_ count: Int64, stepsOf step: Int64) -> Int64? {
    let distance = count.multipliedReportingOverflow(by: step)
    let sum = addingReportingOverflow(distance.partialValue)
    return distance.overflow || sum.overflow ? nil : sum.partialValue
  }
}

extension Double: TimelinePosition {
  static func positions(of column: Column) -> [Double] { column.reals }
  static func timelineColumn(_ positions: [Double], as type: ScalarType) -> Column { .real(positions) }

  init?(timelineValue value: ScalarValue) {
    guard let number = value.number, number.isFinite else { return nil }
    self = number
  }

  static var origin: Double { 0 }

  func distance(from earlier: Double) -> Double { self - earlier }

  func moved(back distance: Double) -> Double { self - distance }

  func steps(of step: Double, from start: Double) -> Int64? {
    step > 0 ? Int64(exactly: ((self - start) / step).rounded(.down)) : nil
  }

  func moved(_ count: Int64, stepsOf step: Double) -> Double? { self + Double(count) * step }
}
