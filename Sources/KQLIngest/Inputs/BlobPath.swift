import KQLTypes

/// What the path of a blob in a storage account says about the times of the events in it.
///
/// Azure files logs in folders of dates in UTC: `y=2026/m=11/d=22/h=05/m=00/PT1H.json`, `timestamp=2026-11-22T05/…` or
/// `year=2026/month=11/day=22/hour=05/…`.
///
/// Azure documentation: <https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs>,
/// <https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export>
package struct BlobPath: Hashable, Sendable {
  /// What decides about the folder of an event.
  package enum Order: Hashable, Sendable {
    /// When it arrived in storage, as diagnostic settings write.
    case arrival
    /// Its own time, as data export writes.
    case eventTime
    /// The path does not tell.
    case unknown
  }

  /// The path up to the date, without a slash at its end; all blobs of one series share it.
  package var series: String
  package var order: Order
  /// The times that the folder stands for, in ticks.
  package var start: Int64
  package var ticks: Int64
  /// The container, in lower case, where the path names one that Azure fixes: `insights-logs-…` or `am-…`.
  package var container: String?
}

// MARK: - Times

extension BlobPath {
  package var end: Int64 { start + ticks }

  /// The times that events of the blob may have, as far as Azure says; the upper end is not among them.
  ///
  /// Arrival may be 48 hours late. An event may also lie a little behind its folder: clocks differ, and blobs are
  /// written to for some time after their hour. `nil` for folders of unknown order: a folder that somebody named after
  /// the day of a backup says nothing about the events.
  package var possibleTimes: Range<Int64>? {
    switch order {
    case .arrival: (start - 48 * Ticks.perHour)..<(end + Ticks.perHour)
    case .eventTime: (start - ticks)..<(end + ticks)
    case .unknown: nil
    }
  }

  /// The registry table whose events the container holds, and nothing else.
  var registryTable: RegistryTable? {
    guard let container else { return nil }
    return RegistryTable.named(String(container.trimmingPrefix("insights-logs-").trimmingPrefix("am-")))
  }
}

// MARK: - Reading paths

extension BlobPath {
  /// `nil` when the path has no folders of a date.
  package init?(_ path: String) {
    guard path.utf8.contains(UInt8(ascii: "=")) else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let folders = parts.dropLast().map { $0.lowercased() }
    for index in folders.indices.reversed() {
      guard let date = Self.date(folders[index...]) else { continue }
      self.init(folders[..<index], original: parts, date, fileName: parts.last ?? "")
      return
    }
    return nil
  }

  private struct Date {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int?
    var minute: Int?
    /// Whether folders of this kind are made by the time of the event.
    var isByTime: Bool
  }

  private init?(_ above: ArraySlice<String>, original: [String], _ date: Date, fileName: String) {
    guard let day = Self.ticks(ofDay: date) else { return nil }
    series = original[..<above.endIndex].joined(separator: "/")
    container = above.last { $0.hasPrefix("insights-logs-") || $0.hasPrefix("am-") }
    if let container {
      order = container.hasPrefix("am-") ? .eventTime : .arrival
    } else if above.contains("resourceid=") {
      order = .arrival
    } else if above.contains("workspaceresourceid=") || date.isByTime && above.contains("jobid") {
      order = .eventTime
    } else {
      order = .unknown
    }
    guard let hour = date.hour else {
      (start, ticks) = (day, Ticks.perDay)
      return
    }
    start = day + Int64(hour) * Ticks.perHour
    ticks = Ticks.perHour
    // Diagnostic settings write `m=00` into the path of every hour, so only the name tells blobs of minutes.
    if let minute = date.minute, let minutes = Self.minutes(ofName: fileName), minutes < 60 {
      start += Int64(minute) * Ticks.perMinute
      ticks = Int64(minutes) * Ticks.perMinute
    }
  }

  private static func ticks(ofDay date: Date) -> Int64? {
    func digits(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    guard date.year >= 1900 else { return nil }
    return DatetimeText.parse("\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))T00:00:00Z")
  }

  /// The date that begins with the first of some folders.
  private static func date(_ folders: ArraySlice<String>) -> Date? {
    let folders = Array(folders.prefix(5))
    guard let first = folders.first else { return nil }
    if first.hasPrefix("timestamp=") { return timestamp(first.dropFirst("timestamp=".count)) }
    let styles = [["y", "m", "d", "h", "m"], ["year", "month", "day", "hour", "minute"]]
    for (index, names) in styles.enumerated() {
      var numbers: [Int] = []
      for (folder, name) in zip(folders, names) {
        guard folder.hasPrefix(name + "="), let number = number(folder.dropFirst(name.utf8.count + 1)) else { break }
        numbers.append(number)
      }
      guard numbers.count >= 3 else { continue }
      let hour = numbers.count > 3 ? numbers[3] : nil
      let minute = numbers.count > 4 ? numbers[4] : nil
      guard hour ?? 0 < 24, minute ?? 0 < 60 else { continue }
      return Date(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: hour, minute: minute, isByTime: index == 1)
    }
    return nil
  }

  /// Reads `2026-11-22T05`, which export jobs write.
  private static func timestamp(_ text: Substring) -> Date? {
    let parts = text.split(separator: "t", omittingEmptySubsequences: false)
    let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { number($0) }
    guard parts.count <= 2, numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2]
    else { return nil }
    var hour: Int?
    if parts.count == 2 {
      guard let found = number(parts[1].prefix(2)), found < 24 else { return nil }
      hour = found
    }
    return Date(year: year, month: month, day: day, hour: hour, minute: nil, isByTime: true)
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return Int(text)
  }

  /// The length that a blob's name gives: 5 for `PT05M.json` and `PT05M_3.json`, 60 for `PT1H.json`.
  private static func minutes(ofName name: String) -> Int? {
    guard name.hasPrefix("PT") else { return nil }
    let rest = name.dropFirst(2)
    let digits = rest.prefix { $0.isNumber }
    guard let count = number(digits), count > 0 else { return nil }
    switch rest.dropFirst(digits.count).first {
    case "M": return count
    case "H": return count * 60
    default: return nil
    }
  }
}
