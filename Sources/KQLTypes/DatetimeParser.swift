/// Reads the less common written forms of a datetime.
struct DatetimeParser {
  private var cursor: ByteCursor
  private var year = 0
  private var month = 1
  private var day = 1

  init(cursor: ByteCursor) { self.cursor = cursor }
}

extension DatetimeParser {
  /// The ticks of the whole text; `nil` when it is no datetime or names no existing instant.
  mutating func parse() -> Int64? {
    skipWeekday()
    guard parseDate() else { return nil }
    var timeOfDay: Int64 = 0
    var offset: Int64 = 0
    if !cursor.isAtEnd, !parseZone(&offset) {
      guard skipTimeSeparator(), let time = parseTime() else { return nil }
      timeOfDay = time
      guard cursor.isAtEnd || parseZone(&offset) else { return nil }
    }
    guard cursor.isAtEnd, let date = CalendarFields(year: year, month: month, day: day) else { return nil }
    let ticks = date.ticks + timeOfDay - offset
    return (0...Ticks.maximumDatetime).contains(ticks) ? ticks : nil
  }

  // MARK: - Date

  private mutating func skipWeekday() {
    let names: [StaticString] = [
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sun", "mon", "tue", "wed", "thu",
      "fri", "sat",
    ]
    for name in names where cursor.skip(word: name) {
      _ = cursor.skip(UInt8(ascii: ","))
      cursor.skipSpaces()
      return
    }
  }

  private mutating func parseDate() -> Bool {
    if let named = takeMonthName() {
      month = named
      skipSeparators()
      guard let day = cursor.takeDigits(1...2) else { return false }
      self.day = day
      _ = cursor.skip(UInt8(ascii: ","))
      skipSeparators()
      return takeYear()
    }
    let count = cursor.digitRunCount
    if count == 4 { return parseYearFirst() }
    guard let first = cursor.takeDigits(1...2) else { return false }
    let start = cursor.position
    skipSeparators()
    if let named = takeMonthName() {
      day = first
      month = named
      skipSeparators()
      return takeYear()
    }
    guard cursor.position == start + 1, let separator = cursor.text(from: start).first, separator != 0x20 else {
      return false
    }
    guard let second = cursor.takeDigits(1...2), cursor.skip(separator), let third = cursor.takeDigits(4...4) else {
      return false
    }
    (month, day, year) = (first, second, third)
    return true
  }

  /// `yyyy[-MM[-dd]]`, with `-`, `/`, `.` or `,` and spaces around them.
  private mutating func parseYearFirst() -> Bool {
    guard let first = cursor.takeDigits(4...4) else { return false }
    year = first
    if cursor.isAtEnd { return true }
    guard let separator = skipDateSeparator() else { return false }
    guard let second = cursor.takeDigits(1...2) else { return false }
    month = second
    if cursor.isAtEnd { return separator == UInt8(ascii: "-") }
    guard skipDateSeparator() == separator, let third = cursor.takeDigits(1...2) else { return false }
    day = third
    return true
  }

  private mutating func skipDateSeparator() -> UInt8? {
    cursor.skipSpaces()
    let separator = cursor.next
    guard cursor.skip(anyOf: "-/.,") else { return nil }
    cursor.skipSpaces()
    return separator
  }

  private mutating func skipSeparators() {
    while cursor.skip(anyOf: " -/.") {}
  }

  private mutating func takeMonthName() -> Int? {
    let names: [(StaticString, StaticString)] = [
      ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may", "may"), ("june", "jun"),
      ("july", "jul"), ("august", "aug"), ("september", "sep"), ("october", "oct"), ("november", "nov"),
      ("december", "dec"),
    ]
    guard ByteCursor.isLetter(cursor.next) else { return nil }
    for (index, name) in names.enumerated() where cursor.skip(word: name.0) || cursor.skip(word: name.1) {
      return index + 1
    }
    return nil
  }

  /// A year of four digits, or of two, which stand for 1969...2068.
  private mutating func takeYear() -> Bool {
    switch cursor.digitRunCount {
    case 4: year = cursor.takeDigits(4...4) ?? 0
    case 2:
      let short = cursor.takeDigits(2...2) ?? 0
      year = short < 69 ? 2000 + short : 1900 + short
    default: return false
    }
    return true
  }

  // MARK: - Time

  private mutating func skipTimeSeparator() -> Bool {
    let start = cursor.position
    _ = cursor.skip(UInt8(ascii: ","))
    cursor.skipSpaces()
    if cursor.position == start { return cursor.skip(anyOf: "Tt") }
    return true
  }

  private mutating func parseTime() -> Int64? {
    guard var hour = cursor.takeDigits(1...2), cursor.skip(UInt8(ascii: ":")) else { return nil }
    guard let minute = cursor.takeDigits(1...2), minute < 60 else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if cursor.skip(UInt8(ascii: ":")) {
      guard let value = cursor.takeDigits(1...2), value < 60 else { return nil }
      second = value
      if cursor.skip(anyOf: ".,") {
        guard let ticks = cursor.takeFractionTicks() else { return nil }
        fraction = ticks
      }
    }
    let end = cursor
    cursor.skipSpaces()
    let isMorning = cursor.skip(word: "am")
    if isMorning || cursor.skip(word: "pm") {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isMorning ? 0 : 12)
    } else {
      cursor = end
    }
    guard hour < 24 else { return nil }
    return Int64(hour) * Ticks.perHour + Int64(minute) * Ticks.perMinute + Int64(second) * Ticks.perSecond + fraction
  }

  /// Reads a zone as its distance from UTC; leaves everything in place when there is none.
  private mutating func parseZone(_ offset: inout Int64) -> Bool {
    let start = cursor
    cursor.skipSpaces()
    let zones: [(StaticString, Int64)] = [
      ("z", 0), ("utc", 0), ("gmt", 0), ("ut", 0), ("est", -5), ("edt", -4), ("cst", -6), ("cdt", -5), ("mst", -7),
      ("mdt", -6), ("pst", -8), ("pdt", -7),
    ]
    for (name, hours) in zones where cursor.skip(word: name) {
      offset = hours * Ticks.perHour
      return true
    }
    let sign = cursor.next
    guard cursor.skip(anyOf: "+-") else {
      cursor = start
      return false
    }
    let isCompact = cursor.digitRunCount == 4
    guard let hours = cursor.takeOffsetDigits() else {
      cursor = start
      return false
    }
    var minutes = 0
    if isCompact || cursor.skip(UInt8(ascii: ":")) { minutes = cursor.takeOffsetDigits() ?? 60 }
    guard hours <= 14, minutes < 60 else {
      cursor = start
      return false
    }
    let distance = Int64(hours) * Ticks.perHour + Int64(minutes) * Ticks.perMinute
    offset = sign == UInt8(ascii: "-") ? -distance : distance
    return true
  }
}

extension ByteCursor {
  /// Reads two digits, whether or not more follow.
  fileprivate mutating func takeOffsetDigits() -> Int? {
    guard Self.isDigit(next), Self.isDigit(peek(1)) else { return nil }
    return Int(takeDigit() ?? 0) * 10 + Int(takeDigit() ?? 0)
  }
}
