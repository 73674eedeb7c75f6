import KQLTypes

/// Finds the delimiter and the names of the fields of delimited text.
struct DelimitedDetector {
  /// Bytes at the start of the decompressed input, and whether they are all of it.
  let head: [UInt8]
  let isWhole: Bool
  let file: InputFile
  let options: FormatOptions

  private typealias Refusal = FormatDetector.Refusal
}

extension DelimitedDetector {
  /// - Parameters:
  ///   - delimiter: `nil` when it is not known.
  ///   - isForced: Whether the user says that the text is delimited.
  /// - Returns: `nil` when the head is too short to tell.
  func layout(
    from mark: Int, delimiter known: UInt8?, isForced: Bool
  ) throws(FormatDetector.Refusal) -> DelimitedLayout? {
    var start = mark
    var known = known
    // PowerShell puts a line with a type in front, spreadsheets one with the delimiter.
    if head[start...].starts(with: "#TYPE".utf8), let end = head[start...].firstIndex(of: 0x0a) { start = end + 1 }
    if head[start...].starts(with: "sep=".utf8), head.count > start + 5, [0x0a, 0x0d].contains(head[start + 5]),
      let end = head[start...].firstIndex(of: 0x0a)
    {
      known = known ?? head[start + 4]
      start = end + 1
    }
    while start < head.count, head[start] == 0x0a || head[start] == 0x0d { start += 1 }
    let firstLine = head[start...].prefix { $0 != 0x0a }
    if firstLine.contains(0) { throw Refusal(reason: "the format is not recognised: the file is not text") }
    let delimiter = known ?? self.delimiter(of: firstLine)
    let scanner = DelimitedScanner(delimiter: delimiter, hasQuotes: hasQuotes(from: start, delimiter: delimiter))
    guard let (names, end) = fields(from: start, scanner) else {
      if !isWhole, head.count < FormatDetector.enough { return nil }
      throw Refusal(reason: "the format is not recognised")
    }
    if let declared = declaredNames(for: names) {
      // Names that are declared may stand in the file all the same.
      let isHeader = names.map { $0.lowercased() } == declared.map { $0.lowercased() }
      // What az prints is not quoted.
      return DelimitedLayout(
        delimiter: delimiter, hasQuotes: isHeader ? scanner.hasQuotes : delimiter != Self.tab, header: declared,
        firstRowOffset: Int64(isHeader ? end : start))
    }
    try check(names, start: start, end: end, scanner, isForced: isForced)
    return DelimitedLayout(
      delimiter: delimiter, hasQuotes: scanner.hasQuotes, header: names, firstRowOffset: Int64(end))
  }

  /// The names that the user gave for rows without a header; `nil` when the first row is a header.
  private func declaredNames(for first: [String]) -> [String]? {
    let tables = [file.declaredTable, InputShape.registryTable(ofPath: file.displayName)?.name, file.tableName]
    let own = options.columns.first { list in
      guard let table = list.table?.lowercased() else { return false }
      return tables.contains { $0?.lowercased() == table }
    }
    if let own { return own.names }
    guard let list = options.columns.first(where: { $0.table == nil }) else { return nil }
    let isHeader = first.allSatisfy(Self.isNameLike)
    let known = Set(list.names.map { $0.lowercased() })
    // A file that has a header of its own needs no names.
    return isHeader && first.count > 1 && first.contains { known.contains($0.lowercased()) } ? nil : list.names
  }

  private func check(
    _ names: [String], start: Int, end: Int, _ scanner: DelimitedScanner, isForced: Bool
  ) throws(FormatDetector.Refusal) {
    let name = file.displayName.lowercased()
    let saysDelimited = isForced || name.contains(".csv") || name.contains(".tsv")
    let hasNames = names.allSatisfy(Self.isNameLike)
    guard saysDelimited || names.count > 1 && hasNames && isLikelyHeader(names, end: end, scanner) else {
      let isRows = scanner.delimiter == Self.tab && names.count > 2
      throw Refusal(
        reason: isRows
          ? "the first line is no header: give the names of the columns with --columns a,b,c"
          : "the format is not recognised: neither JSON nor delimited text with a header (see --input-format)")
    }
    // Tab-separated text is mostly written without a header, whose place a row then takes.
    if scanner.delimiter == Self.tab, !hasNames {
      throw Refusal(
        reason: "the first line is no header: give the names of the \(names.count) columns with --columns a,b,c; "
          + "those of az -o tsv are in alphabetical order",
        isExport: true)
    }
  }

  /// Whether names in a file that does not say that it is delimited are a header, rather than a sentence with a comma.
  private func isLikelyHeader(_ names: [String], end: Int, _ scanner: DelimitedScanner) -> Bool {
    let name = file.displayName.lowercased()
    guard name.contains(".log") || name.contains(".txt") else { return true }
    if names.contains(where: { DelimitedLayout.name(of: $0).contains(" ") }) { return false }
    guard end < head.count, let (second, _) = fields(from: end, scanner) else { return true }
    return second.count == names.count
  }

  private static let tab: UInt8 = 0x09

  /// The delimiter of a first line: a tab where the name says so, else the likeliest that stands outside of quotes.
  private func delimiter(of line: ArraySlice<UInt8>) -> UInt8 {
    let name = file.displayName.lowercased()
    if line.contains(Self.tab), name.hasSuffix(".tsv") || name.hasSuffix(".tsv.gz") { return Self.tab }
    var isQuoted = false
    let plain = line.filter { byte in
      if byte == 0x22 { isQuoted.toggle() }
      return !isQuoted
    }
    return [0x2c, Self.tab, UInt8(ascii: ";"), UInt8(ascii: "|")].first { plain.contains($0) } ?? 0x2c
  }

  /// Whether quotes mean anything. In tab-separated text they do for some writers and not for others, so it is tried
  /// whether the first rows can be read with them, each with as many fields as the first.
  private func hasQuotes(from start: Int, delimiter: UInt8) -> Bool {
    guard delimiter == Self.tab else { return true }
    let scanner = DelimitedScanner(delimiter: delimiter, hasQuotes: true)
    return withText(from: start) { base, end in
      var position = base
      var fieldCount: Int?
      for _ in 0..<256 {
        while position < end, position.pointee == 0x0a || position.pointee == 0x0d { position += 1 }
        switch scanner.endOfRow(position, end, isFieldStart: true) {
        case .missing: return true
        case .unclosed: return !isWhole
        case .found(let rowEnd):
          guard let names = Self.fields(position, scanner), names.count == fieldCount ?? names.count else {
            return false
          }
          fieldCount = names.count
          position = rowEnd
        }
      }
      return true
    }
  }

  /// The fields of the row that begins at an index; `nil` when it is not whole or not valid.
  private func fields(from start: Int, _ scanner: DelimitedScanner) -> (names: [String], end: Int)? {
    withText(from: start) { base, end in
      guard case .found(let rowEnd) = scanner.endOfRow(base, end, isFieldStart: true),
        let names = Self.fields(base, scanner)
      else { return nil }
      return (names, min(head.count, start + (rowEnd - base)))
    }
  }

  /// Lends the head's bytes from an index on, with the slack behind them that searches need.
  private func withText<Result>(
    from start: Int, _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Result
  ) -> Result {
    var text = Array(head[start...])
    if isWhole, text.last != 0x0a { text.append(0x0a) }
    let count = text.count
    text.append(contentsOf: repeatElement(0, count: BlockBuffer.slack))
    return text.withUnsafeBufferPointer { bytes in
      // The slack is never empty.
      let base = bytes.baseAddress!
      return body(base, base + count)
    }
  }

  /// The fields of a whole row; `nil` when it is not valid.
  private static func fields(_ start: UnsafePointer<UInt8>, _ scanner: DelimitedScanner) -> [String]? {
    var names: [String] = []
    var position = start
    while true {
      var value = RawValue.absent
      var fault = RecordFault.unexpectedEnd
      let (end, isValid) = scanner.scanField(position, into: &value, fault: &fault)
      guard isValid else { return nil }
      names.append(RawText.string(value))
      guard end.pointee == scanner.delimiter else { return names }
      position = end + 1
    }
  }

  private static func isNameLike(_ name: String) -> Bool {
    guard let first = name.utf8.first, (first | 0x20) &- 0x61 < 26 || first == 0x5f || first >= 0x80 else {
      return false
    }
    return name.utf8.count <= 128 && !name.utf8.contains { $0 < 0x20 || "{}<>=;\"".utf8.contains($0) }
  }
}
