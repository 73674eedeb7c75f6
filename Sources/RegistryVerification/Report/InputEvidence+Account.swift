import Calypso

extension InputEvidence {
  init(_ account: InputAccount, stores information: [StoreInformation]) {
    stores = information.map { Store(path: $0.path, digest: $0.digest) }
    inputs = account.files.filter { $0.reading != .pruned }.map { Input($0) }
    skipped = account.skipped.map { Skipped(path: $0.path, reason: $0.reason) }
    prunedCount = account.files.count { $0.reading == .pruned }
  }
}

extension InputEvidence.Input {
  init(_ file: InputAccount.File) {
    self.init(
      path: file.path, format: file.compression.map { "\(file.format), \($0)" } ?? file.format,
      byteCount: file.path == "-" ? nil : Int(clamping: file.byteCount), sha256: file.sha256,
      recordCount: file.recordCount, keptCount: file.rowCount, malformedCount: file.malformedCount,
      duplicateCount: file.duplicateCount, timelessCount: file.timelessCount, firstTime: file.firstTime,
      lastTime: file.lastTime, isComplete: file.reading == .complete && file.problems.isEmpty,
      malformed: file.malformed.map {
        InputEvidence.MalformedRecord(line: $0.line, column: $0.column, reason: $0.reason)
      },
      problems: file.losses, tables: file.rows.map { InputEvidence.TableCount(table: $0.table, count: $0.count) },
      outsideBlobCount: file.outsideBlobCount)
  }
}

extension InputAccount.File {
  /// What of the file is missing, but for malformed records.
  var losses: [String] {
    var found = problems
    found += partialReasons.map { "says itself that it is not complete: \($0)" }
    if isCutOff { found.append("is cut off within its last record; it may still be written") }
    if reading == .inPart || reading == .none, problems.isEmpty { found.append("was not read to its end") }
    if let limit = reachedRowLimit { found.append("holds exactly \(limit) records, where such exports are cut") }
    return found
  }

  /// The number of rows at which the program that exports in this format stops without a word, when the file has as
  /// many; the portal's limit was 10,000 once and is 30,000, that of the query interface is 500,000.
  private var reachedRowLimit: Int? {
    let limits = format.uppercased().contains("CSV") ? [10_000, 30_000] : format.contains("lines") ? [] : [500_000]
    return limits.contains(recordCount) ? recordCount : nil
  }
}
