import KQLIngest
import KQLTypes

extension InputAccount.File {
  init(_ input: IngestAccount.Input) {
    self.init(
      path: input.path, format: input.format, compression: input.compression, byteCount: input.byteCount,
      sha256: input.sha256, reading: InputAccount.Reading(input.reading), recordCount: input.recordCount,
      rows: input.rows.filter { $0.count > 0 }.map { InputAccount.TableRows(table: $0.table, count: $0.count) },
      duplicateCount: input.rows.reduce(0) { $0 + $1.duplicateCount }, passedOverCount: input.passedOverCount,
      malformedCount: input.malformedCount,
      malformed: input.malformed.map {
        InputAccount.MalformedRecord(line: $0.line, column: $0.column, reason: $0.reason)
      },
      firstTime: input.firstTime.map(Timestamp.init(ticks:)), lastTime: input.lastTime.map(Timestamp.init(ticks:)),
      timelessCount: input.timelessCount, outsideBlobCount: input.rows.reduce(0) { $0 + $1.outsideCount },
      isCutOff: input.isCutOff, partialReasons: input.partialReasons,
      unfittingValues: input.rows.flatMap { rows in rows.unfitting.map { $0.message(table: rows.table) } },
      problems: input.problems,
      hasUncheckedBytes: input.hasUncheckedBytes)
  }
}

extension InputAccount.Reading {
  init(_ reading: IngestAccount.Reading) {
    switch reading {
    case .complete: self = .complete
    case .inPart: self = .inPart
    case .none: self = .none
    case .pruned: self = .pruned
    }
  }
}

extension InputAccount.SkippedFile {
  init(_ file: KQLIngest.SkippedFile) {
    self.init(path: file.path, reason: file.reason, mayHoldRecords: file.mayHoldRecords)
  }
}
