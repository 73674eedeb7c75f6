import KQLTypes

/// A format of `format_datetime()` or `format_timespan()`, taken apart.
struct TimeFormat: Sendable {
  enum Kind: Sendable {
    case datetime
    case timespan
  }

  enum Element: Sendable, Hashable {
    case delimiter(UInt8)
    /// Year within its century, padded to that many digits.
    case shortYear(digits: Int)
    case year
    case month(digits: Int)
    /// Day of the month, or whole days of a timespan.
    case day(digits: Int)
    case hour(digits: Int)
    /// 1 to 12.
    case halfDayHour(digits: Int)
    case minute(digits: Int)
    case second(digits: Int)
    case fraction(digits: Int)
    /// Without zeros at the end; nothing when zero.
    case trimmedFraction(digits: Int)
    case halfDayName
  }

  let elements: [Element]

  /// - Returns: `nil` when the format holds anything but the elements and delimiters that Kusto documents.
  init?(_ format: String, _ kind: Kind) {
    var elements: [Element] = []
    var rest = Substring(format).utf8
    while let first = rest.first {
      let limit = Self.longestRun(first, kind)
      let run = min(rest.prefix { $0 == first }.count, limit)
      guard let element = Self.element(first, run, kind) else { return nil }
      // Three letters of a year are two and one.
      let width = first == UInt8(ascii: "y") && run == 3 ? 2 : run
      elements.append(element)
      rest = rest.dropFirst(max(width, 1))
    }
    self.elements = elements
  }

  private static func longestRun(_ letter: UInt8, _ kind: Kind) -> Int {
    switch letter {
    case UInt8(ascii: "f"), UInt8(ascii: "F"): 7
    case UInt8(ascii: "d"): kind == .timespan ? 8 : 2
    case UInt8(ascii: "y"): 4
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "s"),
      UInt8(ascii: "t"):
      2
    default: 1
    }
  }

  private static func element(_ letter: UInt8, _ run: Int, _ kind: Kind) -> Element? {
    switch (letter, kind) {
    case (UInt8(ascii: "d"), _): .day(digits: run)
    case (UInt8(ascii: "f"), _): .fraction(digits: run)
    case (UInt8(ascii: "F"), _): .trimmedFraction(digits: run)
    case (UInt8(ascii: "H"), _), (UInt8(ascii: "h"), .timespan): .hour(digits: run)
    case (UInt8(ascii: "h"), .datetime): .halfDayHour(digits: run)
    case (UInt8(ascii: "m"), _): .minute(digits: run)
    case (UInt8(ascii: "s"), _): .second(digits: run)
    case (UInt8(ascii: "M"), .datetime): .month(digits: run)
    case (UInt8(ascii: "y"), .datetime): run == 4 ? .year : .shortYear(digits: min(run, 2))
    case (UInt8(ascii: "t"), .datetime): run == 2 ? .halfDayName : nil
    default: " /-:,._[]".utf8.contains(letter) ? .delimiter(letter) : nil
    }
  }
}

// MARK: - Writing

extension TimeFormat {
  func append(datetime ticks: Int64, to output: inout [UInt8]) {
    let fields = CalendarFields(ticks: ticks)
    append(fields, days: fields.day, to: &output)
  }

  /// A negative timespan has a minus in front.
  func append(timespan ticks: Int64, to output: inout [UInt8]) {
    if ticks < 0 { output.append(UInt8(ascii: "-")) }
    let magnitude = Int64(clamping: ticks.magnitude)
    append(CalendarFields(ticks: magnitude % Ticks.perDay), days: Int(magnitude / Ticks.perDay), to: &output)
  }

  private func append(_ fields: CalendarFields, days: Int, to output: inout [UInt8]) {
    for element in elements {
      switch element {
      case .delimiter(let byte): output.append(byte)
      case .shortYear(let digits): append(fields.year % 100, digits, to: &output)
      case .year: append(fields.year, 4, to: &output)
      case .month(let digits): append(fields.month, digits, to: &output)
      case .day(let digits): append(days, digits, to: &output)
      case .hour(let digits): append(fields.hour, digits, to: &output)
      case .halfDayHour(let digits): append((fields.hour + 11) % 12 + 1, digits, to: &output)
      case .minute(let digits): append(fields.minute, digits, to: &output)
      case .second(let digits): append(fields.second, digits, to: &output)
      case .fraction(let digits): appendFraction(fields.tick, digits, to: &output)
      case .trimmedFraction(let digits):
        let start = output.count
        appendFraction(fields.tick, digits, to: &output)
        while output.count > start, output[output.count - 1] == 0x30 { output.removeLast() }
      case .halfDayName: output.append(contentsOf: (fields.hour < 12 ? "AM" : "PM").utf8)
      }
    }
  }

  private func append(_ value: Int, _ digits: Int, to output: inout [UInt8]) {
    IntegerText.append(magnitude: UInt64(value.magnitude), minimumDigits: digits, to: &output)
  }

  private func appendFraction(_ tick: Int, _ digits: Int, to output: inout [UInt8]) {
    var value = tick
    for _ in digits..<7 { value /= 10 }
    append(value, digits, to: &output)
  }
}
