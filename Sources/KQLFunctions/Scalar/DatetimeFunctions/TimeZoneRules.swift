import KQLTypes

/// How far a time zone's clocks are from UTC, at any instant since the year 2000.
struct TimeZoneRules: Sendable {
  /// A change of the offset.
  struct Change: Sendable {
    /// The instant, in ticks.
    var instant: Int64
    /// The offset from then on, in ticks.
    var offset: Int64
  }

  /// The offset at ``earliestInstant``.
  private let initialOffset: Int64
  private let changes: [Change]
  /// What goes on after the last change.
  private let daylightSaving: DaylightSavingRule?

  /// 2000-01-01T00:00:00Z
  static let earliestInstant: Int64 = 630_822_816_000_000_000
}

// MARK: - Queries

extension TimeZoneRules {
  /// The offset at an instant.
  func offset(at instant: Int64) -> Int64 {
    offset(near: instant) { change, _ in change.instant <= instant }
  }

  /// The offset for a time on the zone's clocks. A time that the clocks skip or show twice counts as after the change.
  func offset(atLocal local: Int64) -> Int64 {
    offset(near: local) { change, before in change.instant + min(change.offset, before) <= local }
  }

  /// The offset after the last change that is reached.
  ///
  /// - Parameters:
  ///   - instant: An instant within a day of the one in question.
  ///   - isReached: Takes a change and the offset before it.
  private func offset(near instant: Int64, _ isReached: (Change, Int64) -> Bool) -> Int64 {
    if let daylightSaving, let result = daylightSaving.offset(isReached, after: changes.last, near: instant) {
      return result
    }
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if isReached(changes[middle], middle == 0 ? initialOffset : changes[middle - 1].offset) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low == 0 ? initialOffset : changes[low - 1].offset
  }
}

/// Daylight saving time that begins and ends on the same weekdays every year.
struct DaylightSavingRule: Sendable {
  /// A day and time of the local calendar.
  struct Moment: Sendable {
    var month: Int
    /// 1...5, where 5 is the last one.
    var week: Int
    /// 0 for Sunday.
    var weekday: Int
    /// Since midnight, on the clocks before the change; may lie outside the day.
    var ticks: Int64
  }

  let standardOffset: Int64
  let savingOffset: Int64
  let start: Moment
  let end: Moment
}

extension DaylightSavingRule {
  /// The offset after the last change that is reached; `nil` when that is no change after `last`.
  fileprivate func offset(
    _ isReached: (TimeZoneRules.Change, Int64) -> Bool, after last: TimeZoneRules.Change?, near instant: Int64
  ) -> Int64? {
    let year = CalendarFields(ticks: instant).year
    var latest: TimeZoneRules.Change?
    for year in (year - 1)...(year + 1) {
      let begin = TimeZoneRules.Change(instant: start.ticks(in: year) - standardOffset, offset: savingOffset)
      let finish = TimeZoneRules.Change(instant: end.ticks(in: year) - savingOffset, offset: standardOffset)
      for (change, before) in [(begin, standardOffset), (finish, savingOffset)] where isReached(change, before) {
        if latest.map({ $0.instant < change.instant }) ?? true { latest = change }
      }
    }
    guard let latest, last.map({ $0.instant < latest.instant }) ?? true else { return nil }
    return latest.offset
  }
}

extension DaylightSavingRule.Moment {
  func ticks(in year: Int) -> Int64 {
    var fields = CalendarFields(daysSinceEpoch: 0)
    fields.year = year
    fields.month = month
    let first = fields.daysSinceEpoch
    var day = (weekday - fields.dayOfWeek + 7) % 7 + (week - 1) * 7
    if day >= CalendarFields.dayCount(year: year, month: month) { day -= 7 }
    return Int64(first + day) * Ticks.perDay + ticks
  }
}

// MARK: - The table

extension TimeZoneRules {
  /// All names, in order.
  static let names = lines.keys.sorted()

  private static let lines: [String: Substring] = {
    var lines: [String: Substring] = [:]
    for line in table.split(separator: "\n") {
      for name in line.prefix(while: { $0 != " " }).split(separator: ",") { lines[String(name)] = line }
    }
    return lines
  }()

  /// - Returns: `nil` for a name that the table does not have; names are case-sensitive.
  init?(named name: String) {
    guard let line = Self.lines[name] else { return nil }
    let fields = line.split(separator: " ")
    let offsets = fields[1].split(separator: ",").map { Int64($0).map { $0 * Ticks.perMinute } ?? 0 }
    initialOffset = offsets[0]
    daylightSaving = DaylightSavingRule(fields[3])
    var changes: [Change] = []
    var instant = Self.earliestInstant
    var codes = (fields[2] == "-" ? "" : fields[2]).utf8[...]
    while !codes.isEmpty {
      let minutes = codes.prefix(4).reduce(0) { $0 << 6 | Self.digit($1) }
      instant += minutes * Ticks.perMinute
      let index = Int(codes[codes.index(codes.startIndex, offsetBy: 4)] - 0x30)
      changes.append(Change(instant: instant, offset: offsets[index]))
      codes = codes.dropFirst(5)
    }
    self.changes = changes
  }

  /// A digit in base 64: A-Z, a-z, 0-9, + and /.
  private static func digit(_ byte: UInt8) -> Int64 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int64(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int64(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int64(byte) + 4
    default: byte == UInt8(ascii: "+") ? 62 : 63
    }
  }
}

extension DaylightSavingRule {
  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: "/")
    guard parts.count == 4 else { return nil }
    standardOffset = (Int64(parts[0]) ?? 0) * Ticks.perMinute
    savingOffset = (Int64(parts[1]) ?? 0) * Ticks.perMinute
    start = Moment(parts[2])
    end = Moment(parts[3])
  }
}

extension DaylightSavingRule.Moment {
  fileprivate init(_ text: Substring) {
    let numbers = text.split(separator: ".").map { Int($0) ?? 0 }
    (month, week, weekday) = (numbers[0], numbers[1], numbers[2])
    ticks = Int64(numbers[3]) * Ticks.perMinute
  }
}
