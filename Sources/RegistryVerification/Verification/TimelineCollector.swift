import Calypso

/// Keeps the first records of some callers, out of all records of their addresses.
///
/// Holds no more than twice the records that are shown, however many there are.
final class TimelineCollector: ResultHandler {
  private let recordLimit: Int
  private let callers: Set<CallerKey>
  private let registries: RegistryNames
  private var kept: [CallerKey: Kept] = [:]
  private var columns: [String] = []

  private struct Kept {
    var records: [EvidenceRecord] = []
    var count = 0
  }

  init(_ callers: [CallerKey], registries: RegistryNames, recordLimit: Int) {
    self.callers = Set(callers)
    self.registries = registries
    self.recordLimit = recordLimit
  }

  /// Columns that the query adds.
  private static let ownColumns: Set<String> = ["SourceTable", "Address", "Registry"]
}

// MARK: - Receiving

extension TimelineCollector {
  func begin(_ table: ResultDescription) { columns = table.columns.map(\.name) }

  func end() {}

  func receive(_ batch: ResultBatch) {
    func index(_ name: String) -> Int? { columns.firstIndex(of: name) }
    guard let source = index("SourceTable"), let address = index("Address"), let identity = index("Identity"),
      let userAgent = index("UserAgent"), let time = index("TimeGenerated"), let registry = index("Registry")
    else { return }
    for row in 0..<batch.rowCount {
      let key = CallerKey(
        address: "\(batch.columns[address][row])", identity: "\(batch.columns[identity][row])",
        userAgent: "\(batch.columns[userAgent][row])")
      guard callers.contains(key), registries.index(of: "\(batch.columns[registry][row])") != nil,
        case .datetime(let seen) = batch.columns[time][row]
      else { continue }
      let table = "\(batch.columns[source][row])"
      add(EvidenceRecord(table: table, time: seen, fields: fields(batch, row)), of: key)
    }
  }

  private func fields(_ batch: ResultBatch, _ row: Int) -> [EvidenceRecord.Field] {
    columns.indices.compactMap { column in
      if Self.ownColumns.contains(columns[column]) { return nil }
      let text = "\(batch.columns[column][row])"
      return text.isEmpty ? nil : EvidenceRecord.Field(columns[column], text)
    }
  }

  private func add(_ record: EvidenceRecord, of key: CallerKey) {
    var entry = kept.removeValue(forKey: key) ?? Kept()
    entry.count += 1
    entry.records.append(record)
    if entry.records.count >= 2 * recordLimit { entry.records = shown(entry) }
    kept[key] = entry
  }

  private func shown(_ entry: Kept?) -> [EvidenceRecord] {
    Array((entry?.records ?? []).sorted { $0.precedes($1) }.prefix(recordLimit))
  }
}

// MARK: - Result

extension TimelineCollector {
  func timeline(of caller: CallerFinding, _ key: CallerKey) -> CallerTimeline {
    let records = shown(kept[key])
    return CallerTimeline(
      address: caller.address, identity: caller.identity, userAgent: caller.userAgent, records: records,
      leftOutCount: (kept[key]?.count ?? 0) - records.count)
  }
}

extension EvidenceRecord {
  /// Whether the record is the earlier one, or to be shown first among records of one time.
  fileprivate func precedes(_ other: EvidenceRecord) -> Bool {
    if time != other.time { return time < other.time }
    if table != other.table { return table < other.table }
    for (left, right) in zip(fields, other.fields) where left != right {
      return left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return fields.count < other.fields.count
  }
}
