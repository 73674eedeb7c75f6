import KQLTypes

/// What was read of the inputs of a run.
///
/// Of each input, `recordCount` = the rows of all tables and their duplicates + `passedOverCount` + `malformedCount`.
package struct IngestAccount: Sendable {
  package struct Malformed: Hashable, Sendable {
    /// Line and column in bytes, from 1, in the decompressed input; 0 where they cannot be told any more.
    package var line: Int
    package var column: Int
    package var reason: String
  }

  /// How far an input was read.
  package enum Reading: Hashable, Sendable {
    case complete
    /// Queries that have seen enough stop before the end.
    case inPart
    /// No query needed it.
    case none
    /// Its path rules it out.
    case pruned
  }

  /// What the rows of one table in one input tell.
  package struct TableRows: Sendable {
    package var table: String
    package var count: Int
    /// The times that the rows cover, in ticks; `nil` when no row has one.
    package var firstTime: Int64?
    package var lastTime: Int64?
    /// Rows without a time.
    package var timelessCount: Int
    /// Rows whose time lies outside the hour of their blob; 0 unless coverage was tracked.
    package var outsideCount: Int
    /// Rows left out as repetitions of others; not in `count`.
    package var duplicateCount: Int
    /// Hours with rows, since the beginning of time; `nil` unless coverage was tracked while the table was read, and
    /// when there are too many.
    package var hours: Set<Int32>?
    /// Values that their columns cannot hold, in order of the columns' names.
    package var unfitting: [UnfittingValues] = []

    package init(
      table: String, count: Int, firstTime: Int64?, lastTime: Int64?, timelessCount: Int, outsideCount: Int = 0,
      duplicateCount: Int = 0, hours: Set<Int32>?, unfitting: [UnfittingValues] = []
    ) {
      self.table = table
      self.count = count
      self.firstTime = firstTime
      self.lastTime = lastTime
      self.timelessCount = timelessCount
      self.outsideCount = outsideCount
      self.duplicateCount = duplicateCount
      self.hours = hours
      self.unfitting = unfitting
    }
  }

  package struct Input: Sendable {
    package var path: String
    package var format: String
    package var compression: String?
    /// Bytes of the file that were there when it was opened.
    package var byteCount: Int64
    /// Digest of these bytes; `nil` unless it was asked for.
    package var sha256: String?
    /// Bytes that were read, decompressed.
    package var readByteCount: Int64
    package var recordCount: Int
    /// In order of the tables' names.
    package var rows: [TableRows]
    /// Records that were dropped for their time before it was known which table they belong to; only where bytes that a
    /// query cannot need go unchecked.
    package var passedOverCount: Int
    package var malformedCount: Int
    /// The first malformed records, by line.
    package var malformed: [Malformed]
    package var reading: Reading
    /// Whether bytes that the queries cannot need were passed over without a check.
    package var hasUncheckedBytes: Bool
    /// Whether it ends within a record.
    package var isCutOff: Bool
    /// Why it says itself that it does not hold everything.
    package var partialReasons: [String]
    /// What kept the input from being read whole.
    package var problems: [String]
    /// What its path says about the times of its events.
    package var blob: BlobPath?
  }

  package var inputs: [Input]
  package var skipped: [SkippedFile]
}

// MARK: - Totals

extension IngestAccount.Input {
  package var isComplete: Bool { reading == .complete }
  package var firstTime: Int64? { rows.compactMap(\.firstTime).min() }
  package var lastTime: Int64? { rows.compactMap(\.lastTime).max() }
  package var timelessCount: Int { rows.reduce(0) { $0 + $1.timelessCount } }
  package var rowCounts: [(table: String, count: Int)] { rows.map { ($0.table, $0.count) } }
}

extension IngestAccount {
  package var recordCount: Int { inputs.reduce(0) { $0 + $1.recordCount } }
  package var malformedCount: Int { inputs.reduce(0) { $0 + $1.malformedCount } }
  package var firstTime: Int64? { inputs.compactMap(\.firstTime).min() }
  package var lastTime: Int64? { inputs.compactMap(\.lastTime).max() }

  /// Whether something of the inputs is missing from the tables.
  package var hasLosses: Bool {
    inputs.contains { $0.malformedCount > 0 || !$0.problems.isEmpty || !$0.partialReasons.isEmpty }
  }
}

// MARK: - Account of a source

extension IngestSource {
  /// What the scans so far have read. Inputs that no scan has touched have counts of 0.
  ///
  /// Reads inputs again that have malformed records, to find their lines.
  ///
  /// - Parameter computesDigests: Whether every file that was read is read once more for its digest.
  package func account(computesDigests: Bool = false) -> IngestAccount {
    IngestAccount(inputs: inputs.map { account(of: $0, computesDigests) }, skipped: skipped)
  }

  func account(of input: DetectedInput, _ computesDigests: Bool) -> IngestAccount.Input {
    let known = ledger.detected(input)
    let input = known ?? input
    let entry = ledger[input]
    let counts = entry?.counts ?? InputTally.Counts()
    let prefix = "\(input.file.displayName): "
    var problems = counts.problems.map { String($0.trimmingPrefix(prefix)) }
    var sha256: String?
    // A file that no query needed is not opened for its digest either.
    if computesDigests, entry != nil {
      do throws(ExecutionError) { sha256 = try input.digest() } catch {
        let message = String(error.message.trimmingPrefix(prefix))
        if !problems.contains(message) { problems.append(message) }
      }
    }
    let isComplete = entry?.isComplete ?? false
    let partialReasons =
      counts.partialReasons + input.partialReasons(recordCount: counts.recordCount, isComplete: isComplete)
    problems += strayProblems(of: input, counts)
    if let byteCount = growth(of: input), entry != nil {
      problems.append("\(byteCount) bytes were appended while it was read; they are not in the answer")
    }
    let names = Set(counts.rowCounts.keys).union(counts.rows.keys).sorted()
    return IngestAccount.Input(
      path: input.file.displayName,
      format: known == nil || !input.isReadable ? "unknown" : input.formatName,
      compression: input.layers.compression,
      byteCount: input.byteCount,
      sha256: sha256,
      readByteCount: counts.readByteCount,
      recordCount: counts.recordCount,
      rows: names.map { rows(of: $0, counts) },
      passedOverCount: counts.passedOverCount,
      malformedCount: counts.malformedCount,
      malformed: Self.locate(counts.malformed, in: input),
      reading: entry.map { $0.isComplete ? .complete : .inPart } ?? (ledger.isPruned(input) ? .pruned : .none),
      hasUncheckedBytes: counts.hasUncheckedBytes,
      isCutOff: counts.isCutOff,
      partialReasons: partialReasons,
      problems: problems,
      blob: input.blob)
  }

  /// Rows of tables that the input was not known to hold, so that no query sees them.
  private func strayProblems(of input: DetectedInput, _ counts: InputTally.Counts) -> [String] {
    let names = counts.rowCounts.filter { $0.value > 0 && !holds(input, $0.key) }.keys.sorted()
    return names.map { name in
      "\(counts.rowCounts[name] ?? 0) records belong to table '\(name)', which neither its "
        + "first records nor its path name; they are in no table"
    }
  }

  private func holds(_ input: DetectedInput, _ table: String) -> Bool {
    self[table: table]?.sources.contains { $0.input.index == input.index } ?? false
  }

  /// Bytes that a file has now and had not when it was opened first.
  private func growth(of input: DetectedInput) -> Int64? {
    guard input.isDetected, input.spooled == nil, case .path(let path) = input.file.origin,
      let attributes = FileSystem.attributes(of: path), attributes.kind == .file, attributes.byteCount > input.byteCount
    else { return nil }
    return attributes.byteCount - input.byteCount
  }

  private func rows(of table: String, _ counts: InputTally.Counts) -> IngestAccount.TableRows {
    let looked = counts.rows[table]
    let found = looked ?? InputTally.TableRows()
    return IngestAccount.TableRows(
      table: table, count: (counts.rowCounts[table] ?? 0) - found.duplicateCount,
      firstTime: found.first == .max ? nil : found.first,
      lastTime: found.last == .min ? nil : found.last, timelessCount: found.timelessCount,
      outsideCount: found.outsideCount, duplicateCount: found.duplicateCount,
      hours: options.tracksCoverage && looked != nil && !found.hours.isOverflowing ? found.hours.hours : nil,
      unfitting: found.unfitting.values.sorted { $0.column < $1.column })
  }

  private static func locate(
    _ records: [InputTally.Malformed], in input: DetectedInput
  ) -> [IngestAccount.Malformed] {
    if records.isEmpty { return [] }
    let sorted = records.sorted { $0.offset < $1.offset }
    guard let places = try? LineLocator(input).places(of: sorted.map(\.offset)) else {
      return sorted.map { IngestAccount.Malformed(line: 0, column: 0, reason: "\($0.fault)") }
    }
    return zip(places, sorted).map { place, record in
      IngestAccount.Malformed(line: place.line, column: place.column, reason: "\(record.fault)")
    }
  }
}

extension IngestSource {
  /// The tables of which records were seen when the inputs were opened.
  package var observedTableNames: [String] { tables.filter(\.isObserved).map(\.name) }

  /// Whether a scan so far has come upon records of a table.
  package func hasRows(ofTable name: String) -> Bool {
    inputs.contains { (ledger[$0]?.counts.rowCounts[name] ?? 0) > 0 }
  }
}
