import KQLTypes

/// What one reader found in a part of an input: counts, the times covered, and the records that are none.
///
/// Used by one thread at a time.
final class InputTally {
  /// A record that could not be read.
  struct Malformed: Sendable {
    /// Where in the input, decompressed, it was found to be wrong.
    var offset: Int64
    var fault: RecordFault
    /// The table that it belongs to, where only its values are wrong.
    var table: String?
  }

  let input: DetectedInput
  private let skipsBadRecords: Bool
  /// Whether only the start of the input is looked at, so that nothing is read just to get past a long record.
  private let isSample: Bool

  private(set) var counts: Counts
  /// The table that is scanned.
  private let table: String?

  /// How many malformed records are described; all are counted.
  static let malformedKept = 20

  /// - Parameter table: The table that is scanned.
  init(_ input: DetectedInput, table: String? = nil, skipsBadRecords: Bool, isSample: Bool = false) {
    self.table = table
    counts = Counts(table)
    self.isSample = isSample
    self.input = input
    self.skipsBadRecords = skipsBadRecords
  }

  /// What some rows of a table tell.
  struct TableRows: Sendable {
    var first: Int64 = .max
    var last: Int64 = .min
    /// Rows without a time.
    var timelessCount = 0
    /// The hours with rows, and rows outside the time of their blob; found only for runs that want to know.
    var hours = HourSet()
    var outsideCount = 0
    /// Rows that were left out as repetitions of others.
    var duplicateCount = 0
    /// Values that their columns cannot hold, by column.
    var unfitting: [String: UnfittingValues] = [:]

    mutating func add(_ other: TableRows) {
      first = min(first, other.first)
      last = max(last, other.last)
      timelessCount += other.timelessCount
      hours.formUnion(other.hours)
      outsideCount += other.outsideCount
      duplicateCount += other.duplicateCount
      for (column, values) in other.unfitting {
        unfitting[column] = unfitting[column].map { $0.adding(values) } ?? values
      }
    }
  }

  struct Counts: Sendable {
    var readByteCount: Int64 = 0
    var recordCount = 0
    /// Records by the table that they belong to.
    var rowCounts: [String: Int] = [:]
    /// Records that were dropped for their time before it was known which table they belong to.
    var passedOverCount = 0
    var malformedCount = 0
    /// Those of them of which only the values are wrong, by the table that they belong to.
    var misfitCounts: [String: Int] = [:]
    /// The tables that were scanned: only their scans find records whose values are wrong.
    var scannedTables: Set<String> = []
    /// The first ones by offset.
    var malformed: [Malformed] = []
    /// What rows tell by table, for the tables that were scanned.
    var rows: [String: TableRows] = [:]
    /// Whether bytes were passed over without a check, because the query cannot need them.
    var hasUncheckedBytes = false
    /// Whether the input ends within a record, or within its compressed data.
    var isCutOff = false
    /// Why the input itself says that it does not hold everything.
    var partialReasons: [String] = []
    var problems: [String] = []

    init(_ table: String? = nil) {
      if let table { scannedTables = [table] }
    }
  }
}

// MARK: - Counting

extension InputTally {
  /// Counts a malformed record.
  ///
  /// - Throws: An error with file and line unless bad records are skipped.
  func report(_ fault: RecordFault, at offset: Int64) throws(ExecutionError) {
    guard skipsBadRecords else {
      let place = try LineLocator(input).place(of: offset)
      throw .badInput("\(input.file.displayName):\(place.line):\(place.column): \(fault)")
    }
    if isSample, case .tooLong = fault { throw .badInput("\(input.file.displayName): \(fault)") }
    if fault == .cutOff { counts.isCutOff = true }
    counts.recordCount += 1
    counts.malformedCount += 1
    var owner: String?
    if case .wrongType = fault, let table {
      owner = table
      counts.misfitCounts[table, default: 0] += 1
    }
    counts.keep(Malformed(offset: offset, fault: fault, table: owner))
  }

  /// Counts what ends an input before its end, such as a cut-off gzip file.
  ///
  /// - Throws: The error itself unless bad records are skipped.
  func report(_ error: ExecutionError) throws(ExecutionError) {
    guard skipsBadRecords, error.kind == .badInput else { throw error }
    counts.problems.append(error.message)
  }

  /// Notes that the input itself says that it does not hold everything, as an answer with an error beside its rows
  /// does. Reading goes on.
  func notePartial(_ reason: String) {
    if !counts.partialReasons.contains(reason) { counts.partialReasons.append(reason) }
  }

  func count(bytes: Int) { counts.readByteCount += Int64(bytes) }

  func markUnchecked() { counts.hasUncheckedBytes = true }

  /// Counts records that were dropped for their time before it was known which table they belong to.
  func count(passedOver count: Int) {
    counts.recordCount += count
    counts.passedOverCount += count
  }

  @inline(__always)
  func count(records: Int, of table: String) {
    counts.recordCount += records
    counts.rowCounts[table, default: 0] += records
  }

  func cover(_ rows: TableRows, of table: String) {
    counts.rows[table, default: TableRows()].add(rows)
  }

  /// Hands the counts over and begins anew.
  func take() -> Counts {
    defer { counts = Counts(table) }
    return counts
  }
}

extension InputTally.Counts {
  fileprivate mutating func keep(_ record: InputTally.Malformed) {
    malformed.append(record)
    guard malformed.count > InputTally.malformedKept else { return }
    malformed.sort { $0.offset < $1.offset }
    malformed.removeLast()
  }

  /// Takes over what an earlier scan of the same input found out about the records of the tables that it scanned.
  mutating func keepTables(of other: Self) {
    let tables = other.scannedTables.subtracting(scannedTables)
    guard !tables.isEmpty else { return }
    for table in tables {
      rowCounts[table] = other.rowCounts[table]
      misfitCounts[table] = other.misfitCounts[table]
      malformedCount += other.misfitCounts[table] ?? 0
    }
    for record in other.malformed where record.table.map(tables.contains) == true { keep(record) }
    scannedTables.formUnion(tables)
    recordCount = rowCounts.values.reduce(passedOverCount + malformedCount, +)
  }

  /// Adds the problems that an earlier scan had.
  mutating func keepProblems(of other: Self) {
    partialReasons = other.partialReasons + partialReasons.filter { !other.partialReasons.contains($0) }
    problems = other.problems + problems.filter { !other.problems.contains($0) }
  }

  /// Counts records that were not looked at, since none of them can be what is asked for.
  mutating func add(passedOver count: Int) {
    recordCount += count
    passedOverCount += count
    hasUncheckedBytes = true
  }

  /// Adds what another reader found in another part of the same input.
  mutating func add(_ other: Self) {
    readByteCount += other.readByteCount
    recordCount += other.recordCount
    rowCounts.merge(other.rowCounts) { $0 + $1 }
    passedOverCount += other.passedOverCount
    malformedCount += other.malformedCount
    misfitCounts.merge(other.misfitCounts) { $0 + $1 }
    scannedTables.formUnion(other.scannedTables)
    for record in other.malformed { keep(record) }
    for (table, rows) in other.rows { self.rows[table, default: InputTally.TableRows()].add(rows) }
    hasUncheckedBytes = hasUncheckedBytes || other.hasUncheckedBytes
    isCutOff = isCutOff || other.isCutOff
    partialReasons += other.partialReasons.filter { !partialReasons.contains($0) }
    problems += other.problems.filter { !problems.contains($0) }
  }
}
