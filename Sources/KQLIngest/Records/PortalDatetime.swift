import KQLTypes

/// A time as browsers write it, by the language of their user: so does Azure's portal in CSV files.
///
/// Three numbers with `/`, `.` or `-` between them, then hour, minute and perhaps second, a fraction and AM or PM:
/// `11/22/2026, 5:10:00.020 AM`, `22/11/2026, 05:10:00`, `22.11.2026 05.10.00`, `2026. 11. 22. 5:10:00`.
struct PortalDatetime {
  private var numbers = (0, 0, 0)
  private var separator: UInt8 = 0
  private(set) var isYearFirst = false
  /// Whether the year has two digits, so that it could be any of the numbers.
  private var isShort = false
  private var ticksOfDay: Int64 = 0
  private var hasEnglishHalf = false

  /// - Returns: `nil` when the text has another form; a form that is right may still hold no date.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count >= 12, text.count <= 64 else { return nil }
    var cursor = Cursor(text: text)
    guard parseDate(&cursor), parseTime(&cursor), cursor.isAtEnd else { return nil }
  }
}

// MARK: - Meaning

extension PortalDatetime {
  /// The order that this very date shows; `nil` when it can be read in several.
  var certainOrder: DateOrder? {
    if isShort { return nil }
    if isYearFirst { return .yearMonthDay }
    // No language writes the month first with points.
    if separator == UInt8(ascii: ".") || numbers.0 > 12 { return .dayMonthYear }
    return numbers.1 > 12 ? .monthDayYear : nil
  }

  /// The order of American English, the one language that writes AM and PM in capitals, if nothing speaks against it.
  var likelyOrder: DateOrder? {
    hasEnglishHalf && separator == UInt8(ascii: "/") && !isYearFirst ? .monthDayYear : nil
  }

  /// Whether day and month are the same, so that their order makes no difference.
  var isSymmetric: Bool { !isShort && !isYearFirst && numbers.0 == numbers.1 }

  /// - Parameter order: The order of the date's parts; `nil` to read only a date that can be read in one way.
  /// - Returns: Ticks; `nil` when there is no such date.
  func ticks(_ order: DateOrder?) -> Int64? {
    guard let order = isYearFirst ? .yearMonthDay : order ?? certainOrder ?? (isSymmetric ? .dayMonthYear : likelyOrder)
    else { return nil }
    var (year, month, day): (Int, Int, Int)
    switch order {
    case .dayMonthYear: (day, month, year) = numbers
    case .monthDayYear: (month, day, year) = numbers
    case .yearMonthDay: (year, month, day) = numbers
    }
    if year < 100 {
      guard isShort else { return nil }
      year += 2000
    }
    return CalendarFields(year: year, month: month, day: day).map { $0.ticks + ticksOfDay }
  }
}

// MARK: - Parsing

extension PortalDatetime {
  private mutating func parseDate(_ cursor: inout Cursor) -> Bool {
    guard let (first, firstWidth) = cursor.number(upTo: 4), firstWidth != 3 else { return false }
    separator = cursor.next
    guard cursor.skip(anyOf: "/.-") else { return false }
    cursor.skipSpaces()
    guard let (second, secondWidth) = cursor.number(upTo: 2), secondWidth > 0, cursor.skip(separator) else {
      return false
    }
    cursor.skipSpaces()
    guard let (third, thirdWidth) = cursor.number(upTo: 4), thirdWidth != 3 else { return false }
    isYearFirst = firstWidth == 4
    if isYearFirst, thirdWidth == 4 { return false }
    isShort = !isYearFirst && thirdWidth != 4
    // A year with one digit is none.
    if isShort, thirdWidth == 1, firstWidth == 1 { return false }
    numbers = (first, second, third)
    if separator == UInt8(ascii: "."), cursor.next == separator { _ = cursor.skip(separator) }
    return true
  }

  private mutating func parseTime(_ cursor: inout Cursor) -> Bool {
    _ = cursor.skip(UInt8(ascii: ","))
    guard cursor.skipSpaces() else { return false }
    var half = cursor.half()
    if half != nil { cursor.skipSpaces() }
    guard var (hour, _) = cursor.number(upTo: 2) else { return false }
    let colon = cursor.next
    guard cursor.skip(anyOf: ":."), let (minute, minuteWidth) = cursor.number(upTo: 2), minuteWidth == 2 else {
      return false
    }
    var seconds = 0
    var fraction: Int64 = 0
    if cursor.skip(colon) {
      guard let (value, width) = cursor.number(upTo: 2), width == 2 else { return false }
      seconds = value
      if cursor.skip(anyOf: ".,") {
        guard let ticks = cursor.fraction() else { return false }
        fraction = ticks
      }
    }
    cursor.skipSpaces()
    if half == nil { half = cursor.half() }
    if let half {
      guard (1...12).contains(hour) else { return false }
      hour = hour % 12 + (half.isAfternoon ? 12 : 0)
      hasEnglishHalf = half.isCapital
    }
    guard hour < 24, minute < 60, seconds < 60 else { return false }
    ticksOfDay = Int64(hour * 3600 + minute * 60 + seconds) * Ticks.perSecond + fraction
    return true
  }

  private struct Cursor {
    let text: UnsafeBufferPointer<UInt8>
    var index = 0

    var isAtEnd: Bool { index == text.count }
    var next: UInt8 { index < text.count ? text[index] : 0 }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func skip(anyOf set: StaticString) -> Bool {
      guard index < text.count, set.withUTF8Buffer({ $0.contains(text[index]) }) else { return false }
      index += 1
      return true
    }

    mutating func skip(_ word: StaticString) -> Bool {
      guard text.count - index >= word.utf8CodeUnitCount else { return false }
      for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] { return false }
      index += word.utf8CodeUnitCount
      return true
    }

    /// Passes over spaces of any width that browsers write.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    mutating func skipSpaces() -> Bool {
      let start = index
      while skip(0x20) || skip("\u{a0}") || skip("\u{202f}") || skip("\u{2009}") {}
      return index > start
    }

    /// Half of the day, in any of the spellings of English and Spanish.
    mutating func half() -> (isAfternoon: Bool, isCapital: Bool)? {
      for word in ["AM", "PM"] as [StaticString] where skip(word) {
        return (word.utf8Start[0] == UInt8(ascii: "P"), true)
      }
      let words: [StaticString] = [
        "am", "pm", "a.m.", "p.m.", "a. m.", "p. m.", "a.\u{a0}m.", "p.\u{a0}m.", "a.\u{202f}m.", "p.\u{202f}m.",
      ]
      for word in words where skip(word) { return (word.utf8Start[0] == UInt8(ascii: "p"), false) }
      return nil
    }

    mutating func number(upTo width: Int) -> (value: Int, width: Int)? {
      var value = 0
      let start = index
      while index < text.count, index - start < width, text[index] &- 0x30 < 10 {
        value = value * 10 + Int(text[index] - 0x30)
        index += 1
      }
      return index > start ? (value, index - start) : nil
    }

    /// Up to seven digits after the point, as ticks.
    mutating func fraction() -> Int64? {
      guard let (value, width) = number(upTo: 7) else { return nil }
      var ticks = Int64(value)
      for _ in width..<7 { ticks *= 10 }
      return ticks
    }
  }
}
