extension InputAccount {
  /// Columns that ``text()`` keeps to, but for paths that are longer.
  public static let textWidth = 80

  /// The account for people: totals, the tables, what is lost or worth knowing, and the files. Every line ends with a
  /// line feed. Control characters of paths are made visible.
  ///
  /// - Parameter fileLimit: Files that are listed at most; blobs of a series are not.
  public func text(fileLimit: Int = 20) -> String {
    var lines = [summary]
    for table in tables { lines += Self.lines(of: table) }
    for series in blobSeries { lines += Self.lines(of: series) }
    lines += findingLines
    lines += fileLines(limit: fileLimit)
    return lines.map { SafeText.escaped($0) + "\n" }.joined()
  }
}

// MARK: - Parts

extension InputAccount {
  private var summary: String {
    var parts = [Self.count(files.count, "file"), Self.count(recordCount, "record")]
    if rowCount != recordCount { parts.append(Self.count(rowCount, "row")) }
    if malformedCount > 0 { parts.append("\(malformedCount) malformed") }
    if duplicateCount > 0 { parts.append(Self.count(duplicateCount, "duplicate")) }
    return "Read: \(parts.joined(separator: ", ")) (\(isComplete ? "complete" : "NOT COMPLETE"))"
  }

  private static func lines(of table: Table) -> [String] {
    var lines = ["  \(table.name): \(count(table.rowCount, "row"))"]
    if let first = table.firstTime, let last = table.lastTime {
      lines.append("    from \(first.shortText) to \(last.shortText)")
    }
    if let gaps = table.emptyHours, gaps.count > 0 {
      lines += ["    \(count(gaps.count, "hour")) without events:"] + Self.lines(of: gaps)
    }
    return lines
  }

  private static func lines(of series: BlobSeries) -> [String] {
    let unit = series.minutesPerBlob == 60 ? "hourly" : "\(series.minutesPerBlob)-minute"
    var lines = wrapped("  \(series.path)", indent: 4)
    lines.append("    \(series.count) \(unit) blobs from \(series.firstTime.shortText) to \(series.endTime.shortText)")
    if series.missing.count > 0 {
      lines += ["    \(count(series.missing.count, "blob")) missing:"] + Self.lines(of: series.missing)
    }
    return lines
  }

  private static func lines(of gaps: Gaps) -> [String] {
    let shownCount = 5
    var lines = gaps.ranges.prefix(shownCount).map { gap in
      "      \(gap.start.shortText) to \(gap.end.shortText) (\(gap.count))"
    }
    let restCount = gaps.count - gaps.ranges.prefix(shownCount).reduce(0) { $0 + $1.count }
    if restCount > 0 { lines.append("      and \(restCount) more") }
    return lines
  }

  private var findingLines: [String] {
    // What the tables and series say above is not said twice.
    let told: Set<Finding.Kind> = [.emptyHours, .missingBlobs]
    let shown = findings.filter { !told.contains($0.kind) }
    let shownCount = 40
    var lines = shown.prefix(shownCount).flatMap { finding in
      let subject = (finding.path ?? finding.table).map { "\($0): " } ?? ""
      return Self.wrapped("\(finding.isLoss ? "! " : "- ")\(subject)\(finding.message)", indent: 4)
    }
    if shown.count > shownCount { lines.append("  and \(shown.count - shownCount) findings more") }
    return lines
  }

  private func fileLines(limit: Int) -> [String] {
    var lines: [String] = []
    // Blobs are many and alike; their series are listed above.
    let files = files.filter { file in !blobSeries.contains { file.path.hasPrefix($0.path + "/") } }
    for file in files.prefix(limit) {
      lines += Self.wrapped("  \(file.path)", indent: 4)
      let format = file.compression.map { "\(file.format), \($0)" } ?? file.format
      var facts = [format, Self.count(Int(file.byteCount), "byte"), Self.count(file.recordCount, "record")]
      if file.reading != .complete { facts.append(Self.text(file.reading)) }
      lines += Self.wrapped("    " + facts.joined(separator: ", "), indent: 4)
      if let digest = file.sha256 { lines.append("    \(digest)") }
    }
    if files.count > limit { lines.append("  and \(Self.count(files.count - limit, "file")) more") }
    return lines
  }

  private static func text(_ reading: Reading) -> String {
    switch reading {
    case .complete: "read completely"
    case .inPart: "read in part"
    case .none: "not read"
    case .pruned: "not opened, since its path rules it out"
    }
  }

  /// Breaks a line at spaces; words that are longer than a line stay whole, so that paths can be copied.
  private static func wrapped(_ text: String, indent: Int) -> [String] {
    let start = text.prefix { $0 == " " }
    var lines: [String] = []
    var line = String(start)
    var isStart = true
    for word in text.dropFirst(start.count).split(separator: " ", omittingEmptySubsequences: false) {
      if !isStart, line.count + 1 + word.count > textWidth {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isStart = true
      }
      line += (isStart ? "" : " ") + word
      isStart = false
    }
    return lines + [line]
  }
}
