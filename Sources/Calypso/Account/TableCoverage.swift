import KQLIngest
import KQLTypes

/// Brings together what files tell of each table.
struct TableCoverage {
  private var found: [String: Entry] = [:]

  private struct Entry {
    var table: InputAccount.Table
    var hours: Set<Int32> = []
    /// Whether the hours of some rows are known, and of all.
    var tracksHours: (some: Bool, all: Bool) = (false, true)
  }

  private subscript(name: String) -> Entry {
    get { found[name] ?? Entry(table: InputAccount.Table(name: name, rowCount: 0)) }
    set { found[name] = newValue }
  }
}

extension TableCoverage {
  /// Notes a table that is there even without rows.
  mutating func expect(_ name: String) { self[name] = self[name] }

  mutating func add(_ rows: IngestAccount.TableRows) {
    var entry = self[rows.table]
    entry.table.rowCount += rows.count
    entry.table.duplicateCount += rows.duplicateCount
    entry.table.timelessCount += rows.timelessCount
    if let first = rows.firstTime.map(Timestamp.init(ticks:)) {
      entry.table.firstTime = min(entry.table.firstTime ?? first, first)
    }
    if let last = rows.lastTime.map(Timestamp.init(ticks:)) {
      entry.table.lastTime = max(entry.table.lastTime ?? last, last)
    }
    entry.hours.formUnion(rows.hours ?? [])
    entry.tracksHours = (true, entry.tracksHours.all && rows.hours != nil)
    self[rows.table] = entry
  }

  /// In order of their names.
  var tables: [InputAccount.Table] {
    found.values.sorted { $0.table.name < $1.table.name }.map { entry in
      var table = entry.table
      guard entry.tracksHours.some, entry.tracksHours.all else { return table }
      let hours = entry.hours.sorted().map { Int64($0) * Ticks.perHour }
      table.emptyHours = InputAccount.Gaps(between: hours, step: Ticks.perHour)
      return table
    }
  }
}

extension InputAccount.Gaps {
  /// The gaps between the first and the last of some points that should follow one another in equal steps.
  ///
  /// - Parameter points: Ascending ticks, each once.
  init(between points: [Int64], step: Int64) {
    self.init()
    for (before, after) in zip(points, points.dropFirst()) where after - before > step {
      let missing = Int((after - before) / step - 1)
      count += missing
      guard ranges.count < Self.listedCount else { continue }
      ranges.append(
        InputAccount.Gap(start: Timestamp(ticks: before + step), end: Timestamp(ticks: after), count: missing))
    }
  }
}

extension InputAccount.BlobSeries {
  /// The series that the blobs of a run make, in order of their paths.
  static func series(of blobs: [BlobPath]) -> [Self] {
    struct Key: Hashable {
      var path: String
      var ticks: Int64
    }
    var starts: [Key: Set<Int64>] = [:]
    for blob in blobs where blob.ticks <= Ticks.perHour {
      starts[Key(path: blob.series, ticks: blob.ticks), default: []].insert(blob.start)
    }
    let keys = starts.keys.sorted { ($0.path, $0.ticks) < ($1.path, $1.ticks) }
    return keys.compactMap { key in
      let points = (starts[key] ?? []).sorted()
      guard let first = points.first, let last = points.last else { return nil }
      return Self(
        path: key.path, minutesPerBlob: Int(key.ticks / Ticks.perMinute), count: points.count,
        firstTime: Timestamp(ticks: first), endTime: Timestamp(ticks: last + key.ticks),
        missing: InputAccount.Gaps(between: points, step: key.ticks))
    }
  }
}
