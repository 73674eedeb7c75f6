/// The text form of `timespan`: `[-][d.]hh:mm:ss[.fffffff]`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/timespan>
package enum TimespanText {}

// MARK: - Writing

extension TimespanText {
  package static func append(_ ticks: Int64, to output: inout [UInt8]) {
    if ticks < 0 { output.append(UInt8(ascii: "-")) }
    let magnitude = ticks.magnitude
    let days = magnitude / UInt64(Ticks.perDay)
    if days > 0 {
      IntegerText.append(magnitude: days, minimumDigits: 1, to: &output)
      output.append(UInt8(ascii: "."))
    }
    IntegerText.append(magnitude: magnitude / UInt64(Ticks.perHour) % 24, minimumDigits: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    IntegerText.append(magnitude: magnitude / UInt64(Ticks.perMinute) % 60, minimumDigits: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    IntegerText.append(magnitude: magnitude / UInt64(Ticks.perSecond) % 60, minimumDigits: 2, to: &output)
    let fraction = magnitude % UInt64(Ticks.perSecond)
    if fraction > 0 {
      output.append(UInt8(ascii: "."))
      IntegerText.append(magnitude: fraction, minimumDigits: 7, to: &output)
    }
  }

  package static func string(_ ticks: Int64) -> String {
    var bytes: [UInt8] = []
    append(ticks, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: - Reading

extension TimespanText {
  /// Reads `[-][d.]hh:mm[:ss[.fffffff]]`, a number with a unit such as `1.5h` or `15 seconds`, or a number of days.
  /// White space around it is allowed. `nil` for anything else, and for what does not fit.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    var cursor = ByteCursor(utf8)
    cursor.trim()
    let isNegative = cursor.skipSign()
    var clock = cursor
    if let magnitude = parseClock(&clock), clock.isAtEnd { return signed(magnitude, isNegative) }
    return parseQuantity(&cursor, isNegative: isNegative)
  }

  package static func parse(_ string: String) -> Int64? {
    var copy = string
    return copy.withUTF8 { parse($0) }
  }

  /// `[d.]hh:mm[:ss[.fffffff]]`
  private static func parseClock(_ cursor: inout ByteCursor) -> UInt64? {
    guard var hours = cursor.takeDigits(1...8) else { return nil }
    var days = 0
    if cursor.skip(UInt8(ascii: ".")) {
      guard let value = cursor.takeDigits(1...2) else { return nil }
      days = hours
      hours = value
    }
    guard cursor.skip(UInt8(ascii: ":")), let minutes = cursor.takeDigits(1...2) else { return nil }
    var seconds = 0
    var fraction: Int64 = 0
    if cursor.skip(UInt8(ascii: ":")) {
      guard let value = cursor.takeDigits(1...2) else { return nil }
      seconds = value
      if cursor.skip(UInt8(ascii: ".")) {
        guard let ticks = cursor.takeFractionTicks() else { return nil }
        fraction = ticks
      }
    }
    guard hours < 24, minutes < 60, seconds < 60 else { return nil }
    let time =
      UInt64(hours) * UInt64(Ticks.perHour) + UInt64(minutes) * UInt64(Ticks.perMinute)
      + UInt64(seconds) * UInt64(Ticks.perSecond) + UInt64(fraction)
    // At most 99,999,999 days, which fit.
    return UInt64(days) * UInt64(Ticks.perDay) + time
  }

  private static func signed(_ magnitude: UInt64, _ isNegative: Bool) -> Int64? {
    if isNegative, magnitude <= Int64.min.magnitude { return Int64(truncatingIfNeeded: 0 &- magnitude) }
    return Int64(exactly: magnitude)
  }

  /// A number and an optional unit.
  private static func parseQuantity(_ cursor: inout ByteCursor, isNegative: Bool) -> Int64? {
    let start = cursor.position
    while ByteCursor.isDigit(cursor.next) || cursor.next == UInt8(ascii: ".") { cursor.advance() }
    guard let number = KQLDecimal(parsing: cursor.text(from: start)) else { return nil }
    cursor.skipSpaces()
    let unit: Int64
    if cursor.isAtEnd {
      unit = Ticks.perDay
    } else {
      guard let named = takeUnit(&cursor), cursor.isAtEnd else { return nil }
      unit = named
    }
    let ticks =
      unit == 0 ? number.divided(by: KQLDecimal(100)) : number.multiplied(by: KQLDecimal(unit))
    guard let magnitude = ticks?.int64Value else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// Ticks of the unit that is named next; 0 for the nanosecond, which is less than one.
  private static func takeUnit(_ cursor: inout ByteCursor) -> Int64? {
    let units: [(Int64, [StaticString])] = [
      (Ticks.perDay, ["d", "day", "days"]),
      (Ticks.perHour, ["h", "hr", "hrs", "hour", "hours"]),
      (Ticks.perMinute, ["m", "min", "minute", "minutes"]),
      (Ticks.perSecond, ["s", "sec", "second", "seconds"]),
      (Ticks.perMillisecond, ["ms", "milli", "millis", "millisecond", "milliseconds"]),
      (Ticks.perMicrosecond, ["us", "micro", "micros", "microsecond", "microseconds"]),
      (1, ["tick", "ticks"]),
      (0, ["ns", "nano", "nanos", "nanosecond", "nanoseconds"]),
    ]
    for (ticks, names) in units {
      for name in names where cursor.skip(word: name) { return ticks }
    }
    return nil
  }
}
