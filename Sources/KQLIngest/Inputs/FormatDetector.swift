import KQLTypes

/// Tells from the first bytes of an input how its records are written.
struct FormatDetector {
  /// Bytes at the start of the decompressed input, and whether they are all of it.
  let head: [UInt8]
  let isWhole: Bool
  let name: String

  /// An input in a format that is known and not read.
  struct Refusal: Error {
    var reason: String
  }

  /// What the head says.
  enum Verdict {
    case format(InputFormat, markByteCount: Int)
    /// The head is too short to tell.
    case needsMore
  }

  /// Bytes that a line may have before it is taken for granted.
  static let enough = 1 << 20
}

// MARK: - Detection

extension FormatDetector {
  func detect() throws(Refusal) -> Verdict {
    try refuseBinary()
    let mark = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard let start = head[mark...].firstIndex(where: { $0 > 0x20 || $0 == 0 }) else {
      return isWhole ? .format(.empty, markByteCount: mark) : .needsMore
    }
    switch head[start] {
    case UInt8(ascii: "{"): return try detectJSON(from: start, mark)
    case UInt8(ascii: "["):
      try refuseFrames(from: start)
      return .format(.jsonDocuments, markByteCount: mark)
    default: return try detectDelimited(from: mark)
    }
  }

  private func refuseBinary() throws(Refusal) {
    let known: [([UInt8], String)] = [
      (Array("PAR1".utf8), "Parquet files are not supported"),
      ([0x4f, 0x62, 0x6a, 0x01], "Avro files are not supported"),
      ([0x50, 0x4b, 0x03, 0x04], "ZIP archives are not supported; unpack it first"),
      ([0x28, 0xb5, 0x2f, 0xfd], "Zstandard compression is not supported; decompress it first"),
      ([0x42, 0x5a, 0x68], "bzip2 compression is not supported; decompress it first"),
      ([0xff, 0xfe], "UTF-16 text is not supported; convert it to UTF-8 first"),
      ([0xfe, 0xff], "UTF-16 text is not supported; convert it to UTF-8 first"),
    ]
    for (magic, reason) in known where head.starts(with: magic) { throw Refusal(reason: reason) }
  }

  /// Answers of query interfaces look like JSON documents and hold rows instead of records.
  private func refuseFrames(from start: Int) throws(Refusal) {
    let text = head[start...].prefix(256).filter { $0 > 0x20 }
    for opening in ["{\"tables\":[", "{\"Tables\":[", "[{\"FrameType\":"] where text.starts(with: opening.utf8) {
      throw Refusal(reason: "answers of the query interface (tables of rows) are not supported")
    }
  }

  private func detectJSON(from start: Int, _ mark: Int) throws(Refusal) -> Verdict {
    try refuseFrames(from: start)
    var line = Array(head[start...].prefix { $0 != 0x0a })
    let isTerminated = start + line.count < head.count
    if !isTerminated, !isWhole {
      guard head.count >= Self.enough else { return .needsMore }
      // A first line this long is most likely one document with many records.
      let text = line.prefix(256).filter { $0 > 0x20 }
      return .format(
        text.starts(with: "{\"records\":[".utf8) ? .jsonDocuments : .jsonLines, markByteCount: mark)
    }
    line.append(0x0a)
    line.append(contentsOf: repeatElement(0, count: BlockBuffer.slack))
    let isLines = line.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(spansLines: false)
      var value = RawValue.absent
      let end = scanner.scanValue(bytes.baseAddress!, depth: 0, into: &value)
      // A first line that only lacks its rest is one of a document; one that is wrong is a line.
      return end != nil || scanner.fault != .unexpectedEnd
    }
    return .format(isLines ? .jsonLines : .jsonDocuments, markByteCount: mark)
  }

  private func detectDelimited(from mark: Int) throws(Refusal) -> Verdict {
    var start = mark
    // PowerShell puts a line with a type in front.
    if head[start...].starts(with: "#TYPE".utf8), let end = head[start...].firstIndex(of: 0x0a) { start = end + 1 }
    while start < head.count, head[start] == 0x0a || head[start] == 0x0d { start += 1 }
    let firstLine = head[start...].prefix { $0 != 0x0a }
    if firstLine.contains(0) { throw Refusal(reason: "the format is not recognised: the file is not text") }
    let delimiter: UInt8 = firstLine.contains(0x09) && !firstLine.contains(0x2c) ? 0x09 : 0x2c
    guard let (names, end) = header(from: start, delimiter: delimiter) else {
      if !isWhole, head.count < Self.enough { return .needsMore }
      throw Refusal(reason: "the format is not recognised")
    }
    let lowercasedName = name.lowercased()
    let saysDelimited = lowercasedName.contains(".csv") || lowercasedName.contains(".tsv")
    let hasNames = names.allSatisfy(Self.isNameLike)
    guard saysDelimited || names.count > 1 && hasNames else {
      throw Refusal(reason: "the format is not recognised: neither JSON nor delimited text with a header")
    }
    // Tab-separated text is mostly written without a header, whose place a row then takes.
    if delimiter == 0x09, !hasNames { throw Refusal(reason: "the first line is no header: it must name the columns") }
    if let local = names.first(where: { $0.hasSuffix("[Local Time]") }) {
      throw Refusal(reason: "column '\(local)' holds local times, which cannot be compared; export the times as UTC")
    }
    let layout = DelimitedLayout(delimiter: delimiter, header: Self.unique(names), firstRowOffset: Int64(end))
    return .format(.delimited(layout), markByteCount: mark)
  }
}

// MARK: - Headers

extension FormatDetector {
  /// The fields of the row that begins at an index; `nil` when it is not whole or not valid.
  private func header(from start: Int, delimiter: UInt8) -> (names: [String], end: Int)? {
    var text = Array(head[start...])
    if isWhole, text.last != 0x0a { text.append(0x0a) }
    let count = text.count
    text.append(contentsOf: repeatElement(0, count: BlockBuffer.slack))
    return text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let scanner = DelimitedScanner(delimiter: delimiter)
      guard case .found(let rowEnd) = scanner.endOfRow(base, base + count, isFieldStart: true) else { return nil }
      var names: [String] = []
      var position = base
      while true {
        var value = RawValue.absent
        var fault = RecordFault.unexpectedEnd
        let (end, isValid) = scanner.scanField(position, into: &value, fault: &fault)
        guard isValid else { return nil }
        names.append(RawText.string(value))
        guard end.pointee == delimiter else { break }
        position = end + 1
      }
      return (names, min(head.count, start + (rowEnd - base)))
    }
  }

  private static func isNameLike(_ name: String) -> Bool {
    guard let first = name.utf8.first, (first | 0x20) &- 0x61 < 26 || first == 0x5f || first >= 0x80 else { return false }
    return name.utf8.count <= 128 && !name.utf8.contains { $0 < 0x20 || "{}<>=;\"".utf8.contains($0) }
  }

  /// Gives every column a name of its own.
  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.enumerated().map { index, name in
      let base = name.isEmpty ? "Column\(index + 1)" : name
      var candidate = base
      var number = 1
      while !seen.insert(candidate).inserted {
        candidate = "\(base)\(number)"
        number += 1
      }
      return candidate
    }
  }
}
