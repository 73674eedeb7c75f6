/// The text form of `datetime`: `2026-11-24T08:32:48.0000000Z`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/datetime>
package enum DatetimeText {}

// MARK: - Writing

extension DatetimeText {
  package static func append(_ ticks: Int64, to output: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: byteCount) { text in
      write(ticks, to: text)
      output.append(contentsOf: text)
    }
  }

  /// Every text is that long.
  package static let byteCount = 28

  /// Writes the text into memory for ``byteCount`` bytes.
  private static func write(_ ticks: Int64, to text: UnsafeMutableBufferPointer<UInt8>) {
    let fields = CalendarFields(ticks: ticks)
    write(fields.year, 0..<4, to: text)
    text[4] = UInt8(ascii: "-")
    write(fields.month, 5..<7, to: text)
    text[7] = UInt8(ascii: "-")
    write(fields.day, 8..<10, to: text)
    text[10] = UInt8(ascii: "T")
    write(fields.hour, 11..<13, to: text)
    text[13] = UInt8(ascii: ":")
    write(fields.minute, 14..<16, to: text)
    text[16] = UInt8(ascii: ":")
    write(fields.second, 17..<19, to: text)
    text[19] = UInt8(ascii: ".")
    write(fields.tick, 20..<27, to: text)
    text[27] = UInt8(ascii: "Z")
  }

  /// Writes a number's last digits.
  @inline(__always)
  private static func write(_ value: Int, _ places: Range<Int>, to text: UnsafeMutableBufferPointer<UInt8>) {
    var rest = value.magnitude
    var place = places.upperBound
    while place > places.lowerBound {
      place &-= 1
      text[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  package static func string(_ ticks: Int64) -> String {
    String(unsafeUninitializedCapacity: byteCount) { text in
      write(ticks, to: text)
      return byteCount
    }
  }
}

// MARK: - Reading

extension DatetimeText {
  /// Reads any of the forms that Kusto documents, as ticks since 0001-01-01T00:00:00Z.
  ///
  /// These are ISO 8601 and "sortable" (`2014-05-25T08:20:03.123Z`, parts from the right may be missing), RFC 822
  /// and RFC 850 (`Sat, 8 Nov 14 15:05:02 GMT`), month names (`Oct 24 2017`), and month/day/year. White space around
  /// it is allowed. Without a zone the time is UTC. Fractions finer than a tick are cut off.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let ticks = parseCommonForm(utf8) { return ticks }
    var cursor = ByteCursor(utf8)
    cursor.trim()
    guard !cursor.isAtEnd else { return nil }
    var parser = DatetimeParser(cursor: cursor)
    return parser.parse()
  }

  package static func parse(_ string: String) -> Int64? {
    var copy = string
    return copy.withUTF8 { parse($0) }
  }

  /// Reads `yyyy-MM-ddTHH:mm:ss[.fffffff]Z`, in which nearly all logs write; `nil` for any other form.
  private static func parseCommonForm(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    let count = utf8.count
    guard count >= 20, count <= 28, let base = utf8.baseAddress else { return nil }
    guard base[4] == UInt8(ascii: "-"), base[7] == UInt8(ascii: "-"), base[10] == UInt8(ascii: "T"),
      base[13] == UInt8(ascii: ":"), base[16] == UInt8(ascii: ":"), base[count - 1] == UInt8(ascii: "Z")
    else { return nil }
    var areDigits = true
    func pair(_ offset: Int) -> Int {
      let tens = base[offset] &- 0x30
      let ones = base[offset + 1] &- 0x30
      areDigits = areDigits && tens < 10 && ones < 10
      return Int(tens) * 10 + Int(ones)
    }
    let year = pair(0) * 100 + pair(2)
    let (month, day, hour, minute, second) = (pair(5), pair(8), pair(11), pair(14), pair(17))
    var tick = 0
    if count > 20 {
      guard base[19] == UInt8(ascii: "."), count > 21 else { return nil }
      for offset in 20..<27 {
        var digit: UInt8 = 0
        if offset < count - 1 {
          digit = base[offset] &- 0x30
          areDigits = areDigits && digit < 10
        }
        tick = tick * 10 + Int(digit)
      }
    }
    guard areDigits else { return nil }
    return CalendarFields(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, tick: tick)?.ticks
  }
}
