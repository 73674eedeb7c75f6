import KQLTypes

/// What a file of delimited fields looks like.
package struct DelimitedLayout: Hashable, Sendable {
  package var delimiter: UInt8
  /// Whether fields may be quoted.
  var hasQuotes: Bool
  /// The columns' names by position, each once, without the zone that the portal adds to columns of times.
  package let header: [String]
  /// Where the first row begins, in the decompressed input.
  var firstRowOffset: Int64
  /// The zones of columns whose names tell one.
  let zones: [Int: Zone]
  /// How to read the times of columns that are not written as ISO 8601 in UTC; empty or one for each column.
  var times: [LocalTime?] = []

  enum Zone: Hashable, Sendable {
    case utc
    case local
  }

  init(delimiter: UInt8, hasQuotes: Bool, header names: [String], firstRowOffset: Int64) {
    self.delimiter = delimiter
    self.hasQuotes = hasQuotes
    self.firstRowOffset = firstRowOffset
    var zones: [Int: Zone] = [:]
    for (index, name) in names.enumerated() {
      if name.hasSuffix(" [UTC]") { zones[index] = .utc }
      if name.hasSuffix(" [Local Time]") { zones[index] = .local }
    }
    self.zones = zones
    header = Self.unique(names.map(Self.name))
  }
}

extension DelimitedLayout {
  var scanner: DelimitedScanner { DelimitedScanner(delimiter: delimiter, hasQuotes: hasQuotes) }

  /// A name without the zone behind it.
  static func name(of header: String) -> String {
    for suffix in [" [UTC]", " [Local Time]"] where header.hasSuffix(suffix) {
      return String(header.dropLast(suffix.count))
    }
    return header
  }

  /// Whether the portal wrote the file: nothing else puts zones into headers.
  var isPortal: Bool { !zones.isEmpty }

  /// Gives every column a name of its own.
  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.enumerated().map { index, name in
      let base = name.isEmpty ? "Column\(index + 1)" : name
      var candidate = base
      var number = 1
      while !seen.insert(candidate).inserted {
        candidate = "\(base)\(number)"
        number += 1
      }
      return candidate
    }
  }
}

/// How times of a column are written that are not ISO 8601 in UTC.
struct LocalTime: Hashable, Sendable {
  /// The order of the date's parts; `nil` where it shows in each date.
  var order: DateOrder?
  /// What to take away to get UTC, from times without a zone.
  var offsetTicks: Int64
}

extension LocalTime {
  /// - Returns: Ticks; `nil` when the text is no time, or could be several.
  func ticks(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let time = PortalDatetime(text) { return time.ticks(order).map { $0 &- offsetTicks } }
    guard let ticks = DatetimeText.parse(text) else { return nil }
    return Self.hasZone(text) ? ticks : ticks &- offsetTicks
  }

  /// Whether a time in ISO 8601 ends with a zone.
  private static func hasZone(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let last = text.last else { return false }
    if last | 0x20 == UInt8(ascii: "z") { return true }
    // The sign of an offset stands behind the time of day, never behind the date.
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return text[colon...].contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || ($0 | 0x20) &- 0x61 < 26 }
  }
}
