import KQLTypes

/// What was read of the inputs of a run.
///
/// Of each input, `recordCount` = the rows of all tables + `passedOverCount` + `malformedCount`.
package struct IngestAccount: Sendable {
  package struct Malformed: Hashable, Sendable {
    /// Line and column in bytes, from 1, in the decompressed input.
    package var line: Int
    package var column: Int
    package var reason: String
  }

  package struct Input: Sendable {
    package var path: String
    package var format: String
    package var isCompressed: Bool
    /// Size of the file.
    package var byteCount: Int64
    /// Bytes that were read, decompressed.
    package var readByteCount: Int64
    package var recordCount: Int
    /// Rows by table, in order of the tables' names.
    package var rowCounts: [(table: String, count: Int)]
    /// Records that were dropped for their time before it was known which table they belong to; only where bytes that a
    /// query cannot need go unchecked.
    package var passedOverCount: Int
    package var malformedCount: Int
    /// The first malformed records, by line.
    package var malformed: [Malformed]
    /// The times that the rows cover, in ticks; `nil` when no row has one.
    package var firstTime: Int64?
    package var lastTime: Int64?
    /// Rows without a time.
    package var timelessCount: Int
    /// Whether the input was read to its end; queries that have seen enough stop before.
    package var isComplete: Bool
    /// Whether bytes that the queries cannot need were passed over without a check.
    package var hasUncheckedBytes: Bool
    /// What kept the input from being read whole.
    package var problems: [String]
  }

  package var inputs: [Input]
  package var skipped: [SkippedFile]
}

// MARK: - Totals

extension IngestAccount {
  package var recordCount: Int { inputs.reduce(0) { $0 + $1.recordCount } }
  package var malformedCount: Int { inputs.reduce(0) { $0 + $1.malformedCount } }
  package var firstTime: Int64? { inputs.compactMap(\.firstTime).min() }
  package var lastTime: Int64? { inputs.compactMap(\.lastTime).max() }

  /// Whether something of the inputs is missing from the tables.
  package var hasLosses: Bool { inputs.contains { $0.malformedCount > 0 || !$0.problems.isEmpty } }
}

// MARK: - Account of a source

extension IngestSource {
  /// What the scans so far have read. Inputs that no scan has touched have counts of 0 and are not complete.
  ///
  /// Reads inputs again that have malformed records, to find their lines.
  package func account() -> IngestAccount {
    IngestAccount(inputs: inputs.map(account), skipped: skipped)
  }

  private func account(of input: DetectedInput) -> IngestAccount.Input {
    let entry = ledger[input]
    let counts = entry?.counts ?? InputTally.Counts()
    var times = InputTally.Times()
    for (_, some) in counts.times { times.add(some) }
    return IngestAccount.Input(
      path: input.file.displayName,
      format: input.format.name,
      isCompressed: input.compression == .gzip,
      byteCount: input.byteCount,
      readByteCount: counts.readByteCount,
      recordCount: counts.recordCount,
      rowCounts: counts.rowCounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      passedOverCount: counts.passedOverCount,
      malformedCount: counts.malformedCount,
      malformed: Self.locate(counts.malformed, in: input),
      firstTime: times.first == .max ? nil : times.first,
      lastTime: times.last == .min ? nil : times.last,
      timelessCount: times.timelessCount,
      isComplete: entry?.isComplete ?? false,
      hasUncheckedBytes: counts.hasUncheckedBytes,
      problems: counts.problems)
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
