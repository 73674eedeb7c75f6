import KQLColumnar
import KQLTypes

/// The bins of a timeline, numbered from the one that holds its start. Bins before it have negative numbers.
struct TimelineBins<Position: TimelinePosition>: Sendable {
  /// The bin that holds a position; `nil` when its number is too large.
  let index: @Sendable (Position) -> Int64?
  /// Where a bin begins; `nil` beyond the range of the type.
  let label: @Sendable (Int64) -> Position?

  /// Bins of one size.
  ///
  /// - Parameter size: Must be positive.
  init(size: Position, from start: Position) {
    index = { $0.steps(of: size, from: start) }
    label = { start.moved($0, stepsOf: size) }
  }
}

extension TimelineBins where Position == Int64 {
  /// Weeks from Sunday on, months or years, whatever day the timeline starts on.
  init(_ period: CalendarPeriod, from start: Int64) {
    let first = period.begin(of: start)
    index = { period.distance($0, start) }
    label = { period.adding($0, to: first) }
  }
}

extension CalendarPeriod {
  /// The first instant of the week, month or year that holds another.
  fileprivate func begin(of ticks: Int64) -> Int64 {
    var fields = CalendarFields(ticks: ticks)
    let days: Int
    switch self {
    case .week: days = fields.daysSinceEpoch - fields.dayOfWeek
    case .month:
      fields.day = 1
      days = fields.daysSinceEpoch
    default:
      fields.month = 1
      fields.day = 1
      days = fields.daysSinceEpoch
    }
    return Int64(days) * Ticks.perDay
  }
}
