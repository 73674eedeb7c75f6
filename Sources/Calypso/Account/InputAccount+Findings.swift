extension InputAccount {
  /// Something that a reader of an answer should know about the files that it stands on.
  public struct Finding: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      // What is lost.
      case malformedRecords
      case cutOffFile
      case partialResult
      case unreadableFile
      case unfinishedFile
      case unreadFile
      // What may be missing from the export itself, or is worth knowing.
      case prunedFiles
      case uncheckedBytes
      case duplicates
      case timelessRows
      case unfittingValues
      case rowsOutsideBlob
      case missingBlobs
      case emptyHours
      case emptyTable

      /// Whether the inputs are not read completely because of it.
      public var isLoss: Bool {
        switch self {
        case .malformedRecords, .cutOffFile, .partialResult, .unreadableFile, .unfinishedFile, .unreadFile: true
        case .prunedFiles, .uncheckedBytes, .duplicates, .timelessRows, .unfittingValues, .rowsOutsideBlob,
          .missingBlobs,
          .emptyHours, .emptyTable:
          false
        }
      }
    }

    public var kind: Kind
    /// The file or folder, where it is about one.
    public var path: String?
    /// The table, where it is about one.
    public var table: String?
    /// One line, lower case, without path and table.
    public var message: String

    public init(_ kind: Kind, path: String? = nil, table: String? = nil, _ message: String) {
      self.kind = kind
      self.path = path
      self.table = table
      self.message = message
    }

    public var isLoss: Bool { kind.isLoss }
  }

  /// Whether every input was read to its end and nothing of it was lost. What the export itself may lack, such as an
  /// hour without events, does not count: the findings tell it.
  public var isComplete: Bool { !findings.contains { $0.isLoss } }

  /// What is lost, and then what else is worth knowing; in the order of files, tables and folders.
  public var findings: [Finding] {
    let all =
      files.flatMap(Self.findings) + skippedFindings + tables.flatMap(Self.findings)
      + blobSeries.flatMap(Self.findings) + prunedFindings
    return all.filter(\.isLoss) + all.filter { !$0.isLoss }
  }

  public var recordCount: Int { files.reduce(0) { $0 + $1.recordCount } }
  public var rowCount: Int { files.reduce(0) { $0 + $1.rowCount } }
  public var malformedCount: Int { files.reduce(0) { $0 + $1.malformedCount } }
  public var duplicateCount: Int { files.reduce(0) { $0 + $1.duplicateCount } }
  public var byteCount: Int64 { files.reduce(0) { $0 + $1.byteCount } }
}

// MARK: - Findings

extension InputAccount {
  private static func findings(of file: File) -> [Finding] {
    var found: [Finding] = []
    func add(_ kind: Finding.Kind, _ message: String) { found.append(Finding(kind, path: file.path, message)) }
    for problem in file.problems { add(.unreadableFile, problem) }
    for reason in file.partialReasons { add(.partialResult, "the export is not complete: \(reason)") }
    if file.isCutOff { add(.cutOffFile, "the file is cut off within its last record: is it still being written?") }
    let otherCount = file.malformedCount - (file.isCutOff ? 1 : 0)
    if otherCount > 0 {
      let first = file.malformed.first.map { "; the first at line \($0.line), column \($0.column): \($0.reason)" } ?? ""
      add(.malformedRecords, Self.count(otherCount, "malformed record") + first)
    }
    switch file.reading {
    case .inPart where file.problems.isEmpty: add(.unfinishedFile, "was not read to its end: the query had enough")
    case .none: add(.unreadFile, "was not read: no query needed it")
    case .complete, .inPart, .pruned: break
    }
    for values in file.unfittingValues { add(.unfittingValues, values) }
    if file.hasUncheckedBytes { add(.uncheckedBytes, "bytes that the query cannot need were not checked") }
    if file.duplicateCount > 0 { add(.duplicates, Self.count(file.duplicateCount, "duplicate") + " left out") }
    if file.outsideBlobCount > 0 {
      add(.rowsOutsideBlob, Self.count(file.outsideBlobCount, "row") + " outside the time that the path gives")
    }
    return found
  }

  private var skippedFindings: [Finding] {
    skipped.filter(\.mayHoldRecords).map { Finding(.unreadableFile, path: $0.path, "was not read: \($0.reason)") }
  }

  private static func findings(of table: Table) -> [Finding] {
    var found: [Finding] = []
    func add(_ kind: Finding.Kind, _ message: String) { found.append(Finding(kind, table: table.name, message)) }
    if table.rowCount == 0 { add(.emptyTable, "has no rows") }
    if table.timelessCount > 0 { add(.timelessRows, Self.count(table.timelessCount, "row") + " without TimeGenerated") }
    if let gaps = table.emptyHours, gaps.count > 0 {
      add(.emptyHours, Self.count(gaps.count, "hour") + " without events, " + Self.text(gaps))
    }
    return found
  }

  private static func findings(of series: BlobSeries) -> [Finding] {
    guard series.missing.count > 0 else { return [] }
    let message = Self.count(series.missing.count, "blob") + " missing, " + Self.text(series.missing)
    return [Finding(.missingBlobs, path: series.path, message)]
  }

  private var prunedFindings: [Finding] {
    let count = files.count { $0.reading == .pruned }
    guard count > 0 else { return [] }
    return [
      Finding(
        .prunedFiles,
        "\(count) of \(Self.count(files.count, "file")) not opened: by their paths they cannot hold what was asked for")
    ]
  }

  static func count(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

  /// Such as `the first from 2026-11-22T10:00:00Z to 2026-11-22T15:00:00Z`.
  private static func text(_ gaps: Gaps) -> String {
    guard let first = gaps.ranges.first else { return "" }
    return (gaps.ranges.count > 1 ? "the first " : "") + "from \(first.start.shortText) to \(first.end.shortText)"
  }
}

extension Timestamp {
  /// The text without a fraction of zeros: `2026-11-22T10:00:00Z`.
  var shortText: String {
    let text = description
    return text.hasSuffix(".0000000Z") ? text.dropLast(9) + "Z" : text
  }
}
