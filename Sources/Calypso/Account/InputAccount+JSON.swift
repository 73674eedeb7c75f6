import KQLTypes

extension InputAccount {
  /// The version of the form that ``json()`` writes; it changes when a member changes its meaning or goes away.
  public static let jsonVersion = 1

  /// The account as JSON (UTF-8 text, an object laid out in lines, a line end at its end). The same inputs read by the
  /// same queries give the same bytes.
  ///
  /// Members that are `nil` are left out, all others are always there; times are ISO 8601 in UTC.
  ///
  ///     {"calypsoAccount": 1, "isComplete": …,
  ///      "findings": [{"kind", "isLoss", "path"?, "table"?, "message"}],
  ///      "tables": [{"name", "rows", "duplicates", "firstTime"?, "lastTime"?, "timelessRows",
  ///                  "emptyHours"?: {"count", "ranges": [{"start", "end", "count"}]}}],
  ///      "blobSeries": [{"path", "minutesPerBlob", "count", "firstTime", "endTime", "missing": {"count", "ranges"}}],
  ///      "files": [{"path", "format", "compression"?, "bytes", "sha256"?, "reading", "records",
  ///                 "rows": {TABLE: number}, "duplicates", "passedOver", "malformed",
  ///                 "firstMalformed": [{"line", "column", "reason"}], "firstTime"?, "lastTime"?, "timelessRows",
  ///                 "rowsOutsideBlob", "isCutOff", "partialReasons": […], "unfittingValues": […], "problems": […], "hasUncheckedBytes"}],
  ///      "skipped": [{"path", "reason", "mayHoldRecords"}]}
  public func json() -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("calypsoAccount", Self.jsonVersion)
      writer.member("isComplete", isComplete)
      writer.list("findings", findings) { $0.finding($1) }
      writer.list("tables", tables) { $0.table($1) }
      writer.list("blobSeries", blobSeries) { $0.series($1) }
      writer.list("files", files) { $0.file($1) }
      writer.list("skipped", skipped) { writer, file in
        writer.member("path", file.path)
        writer.member("reason", file.reason)
        writer.member("mayHoldRecords", file.mayHoldRecords)
      }
    }
    return writer.text + "\n"
  }
}

// MARK: - Parts

extension JSONWriter {
  fileprivate mutating func finding(_ finding: InputAccount.Finding) {
    member("kind", finding.kind.rawValue)
    member("isLoss", finding.isLoss)
    member("path", finding.path)
    member("table", finding.table)
    member("message", finding.message)
  }

  fileprivate mutating func table(_ table: InputAccount.Table) {
    member("name", table.name)
    member("rows", table.rowCount)
    member("duplicates", table.duplicateCount)
    member("firstTime", table.firstTime)
    member("lastTime", table.lastTime)
    member("timelessRows", table.timelessCount)
    if let gaps = table.emptyHours { member("emptyHours") { $0.gaps(gaps) } }
  }

  fileprivate mutating func series(_ series: InputAccount.BlobSeries) {
    member("path", series.path)
    member("minutesPerBlob", series.minutesPerBlob)
    member("count", series.count)
    member("firstTime", series.firstTime)
    member("endTime", series.endTime)
    member("missing") { $0.gaps(series.missing) }
  }

  private mutating func gaps(_ gaps: InputAccount.Gaps) {
    member("count", gaps.count)
    list("ranges", gaps.ranges) { writer, gap in
      writer.member("start", gap.start)
      writer.member("end", gap.end)
      writer.member("count", gap.count)
    }
  }

  fileprivate mutating func file(_ file: InputAccount.File) {
    member("path", file.path)
    member("format", file.format)
    member("compression", file.compression)
    member("bytes", Int(file.byteCount))
    member("sha256", file.sha256)
    member("reading", file.reading.rawValue)
    member("records", file.recordCount)
    member("rows") { writer in for rows in file.rows { writer.member(rows.table, rows.count) } }
    member("duplicates", file.duplicateCount)
    member("passedOver", file.passedOverCount)
    member("malformed", file.malformedCount)
    list("firstMalformed", file.malformed) { writer, record in
      writer.member("line", record.line)
      writer.member("column", record.column)
      writer.member("reason", record.reason)
    }
    member("firstTime", file.firstTime)
    member("lastTime", file.lastTime)
    member("timelessRows", file.timelessCount)
    member("rowsOutsideBlob", file.outsideBlobCount)
    member("isCutOff", file.isCutOff)
    member("partialReasons", file.partialReasons)
    member("unfittingValues", file.unfittingValues)
    member("problems", file.problems)
    member("hasUncheckedBytes", file.hasUncheckedBytes)
  }
}
