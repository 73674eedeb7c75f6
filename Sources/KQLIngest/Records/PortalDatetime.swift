import KQLTypes

/// Reads times as Azure's portal writes them into CSV files, by the language of the browser.
///
/// `11/22/2026, 5:10:00.020 AM` is the American form, month first. Without AM or PM the day comes first in most
/// languages; such a date is read only when it can be read in one way.
enum PortalDatetime {
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var cursor = Cursor(text: text)
    guard let first = cursor.number(upTo: 2), cursor.skip("/"), let second = cursor.number(upTo: 2),
      cursor.skip("/"), let year = cursor.number(exactly: 4)
    else { return nil }
    _ = cursor.skip(",")
    guard cursor.skip(" "), var hour = cursor.number(upTo: 2), cursor.skip(":"),
      let minute = cursor.number(exactly: 2)
    else { return nil }
    var seconds = 0
    var fraction: Int64 = 0
    if cursor.skip(":") {
      guard let value = cursor.number(exactly: 2) else { return nil }
      seconds = value
      if cursor.skip(".") || cursor.skip(",") {
        guard let value = cursor.fraction() else { return nil }
        fraction = value
      }
    }
    let month: Int
    let day: Int
    // Some browsers put a narrow space before AM.
    let hasSpace = cursor.skip(" ") || cursor.skip("\u{202f}")
    if hasSpace, cursor.index < text.count {
      let isAfternoon = cursor.skip("PM")
      guard isAfternoon || cursor.skip("AM"), (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
      (month, day) = (first, second)
    } else if first > 12 || first == second {
      (day, month) = (first, second)
    } else {
      return nil
    }
    guard cursor.index == text.count, hour < 24, minute < 60, seconds < 60 else { return nil }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard let ticks = DatetimeText.parse(date) else { return nil }
    return ticks + Int64(hour * 3600 + minute * 60 + seconds) * Ticks.perSecond + fraction
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private struct Cursor {
    let text: UnsafeBufferPointer<UInt8>
    var index = 0

    mutating func skip(_ word: StaticString) -> Bool {
      guard text.count - index >= word.utf8CodeUnitCount else { return false }
      for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] { return false }
      index += word.utf8CodeUnitCount
      return true
    }

    mutating func number(upTo width: Int) -> Int? {
      var value = 0
      let start = index
      while index < text.count, index - start < width, text[index] &- 0x30 < 10 {
        value = value * 10 + Int(text[index] - 0x30)
        index += 1
      }
      return index > start ? value : nil
    }

    mutating func number(exactly width: Int) -> Int? {
      let start = index
      guard let value = number(upTo: width), index - start == width else { return nil }
      return value
    }

    /// Up to seven digits after the point, as ticks.
    mutating func fraction() -> Int64? {
      let start = index
      guard var value = number(upTo: 7).map(Int64.init) else { return nil }
      for _ in (index - start)..<7 { value *= 10 }
      return value
    }
  }
}
