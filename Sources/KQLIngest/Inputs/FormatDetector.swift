import KQLTypes

/// Tells from the first bytes of an input how its records are written.
struct FormatDetector {
  /// Bytes at the start of the decompressed input, and whether they are all of it.
  let head: [UInt8]
  let isWhole: Bool
  let file: InputFile
  let options: FormatOptions

  /// An input in a format that is known and not read, or not known.
  struct Refusal: Error {
    var reason: String
    /// Whether the input surely is an export, so that it may not be passed over among others.
    var isExport = false
  }

  /// What the head says.
  enum Verdict {
    case format(InputFormat, markByteCount: Int)
    /// An answer, which must be walked through to know what it holds.
    case answer(AnswerLayout.Kind, markByteCount: Int)
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
      return isWhole || head.count >= Self.enough ? .format(.empty, markByteCount: mark) : .needsMore
    }
    if let name = options.format { return try verdict(for: name, from: start, mark) }
    switch head[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if looksLikeText(from: start) { return .format(.textLines, markByteCount: mark) }
      if let kind = answerDetector.kind(from: start) { return .answer(kind, markByteCount: mark) }
      if head[start] == UInt8(ascii: "[") { return .format(.jsonDocuments, markByteCount: mark) }
      return detectJSON(from: start, mark)
    default: return try detectText(from: mark)
    }
  }

  private var answerDetector: AnswerDetector { AnswerDetector(head: head, isWhole: isWhole) }

  private func refuseBinary() throws(Refusal) {
    let known: [([UInt8], String)] = [
      ([0x28, 0xb5, 0x2f, 0xfd], "Zstandard compression is not supported; decompress it first"),
      ([0x42, 0x5a, 0x68], "bzip2 compression is not supported; decompress it first"),
    ]
    for (magic, reason) in known where head.starts(with: magic) { throw Refusal(reason: reason) }
  }

  /// What an input is when the user says so.
  private func verdict(for name: InputFormatName, from start: Int, _ mark: Int) throws(Refusal) -> Verdict {
    switch name {
    case .json: return .format(.jsonDocuments, markByteCount: mark)
    case .ndjson: return .format(.jsonLines, markByteCount: mark)
    case .text: return .format(.textLines, markByteCount: mark)
    case .rest: return .answer(.rest, markByteCount: mark)
    case .kustoV1: return .answer(.kustoV1, markByteCount: mark)
    case .kustoV2: return .answer(.kustoV2, markByteCount: mark)
    // Files of these forms begin with their own marks and do not come here.
    case .avro: throw Refusal(reason: "is no Avro file", isExport: true)
    case .parquet: throw Refusal(reason: "is no Parquet file", isExport: true)
    case .csv, .tsv:
      let layout = try delimitedDetector.layout(from: mark, delimiter: name == .tsv ? 0x09 : nil, isForced: true)
      return layout.map { .format(.delimited($0), markByteCount: mark) } ?? .needsMore
    case .table:
      if let layout = FixedWidthLayout(head, from: mark) { return .format(.fixedWidth(layout), markByteCount: mark) }
      if !isWhole, head.count < Self.enough { return .needsMore }
      throw Refusal(
        reason: "is no table as az prints it with -o table: a line of names and a line of dashes are expected",
        isExport: true)
    }
  }

  private func detectJSON(from start: Int, _ mark: Int) -> Verdict {
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
      // A first line that only lacks its rest is one of a document; one that is wrong is a line.
      guard let end = scanner.scanValue(bytes.baseAddress!, depth: 0, into: &value) else {
        return scanner.fault != .unexpectedEnd
      }
      // Lines hold one record each.
      return scanner.skipSpace(end).pointee != UInt8(ascii: "{")
    }
    let lineEnd = start + line.count - BlockBuffer.slack - 1
    let isBroken = !isLines && isBrokenLine(start, lineEnd)
    return .format(isLines || isBroken ? .jsonLines : .jsonDocuments, markByteCount: mark)
  }

  /// Whether a first line that lacks its rest is a broken record before others, rather than the beginning of a
  /// document: what follows cannot go on with it, and one of the next lines begins as a record does.
  private func isBrokenLine(_ start: Int, _ end: Int) -> Bool {
    let last = head[start..<end].last { $0 > 0x20 }
    // Documents that are laid out over lines begin so.
    if last == UInt8(ascii: "{") || last == UInt8(ascii: "[") || isContinued(from: start) { return false }
    return head[end...].split(separator: 0x0a, maxSplits: 16).prefix(16).contains { line in
      line.first { $0 > 0x20 } == UInt8(ascii: "{")
    }
  }

  /// Whether the text from an index on is JSON as far as it goes, over the ends of lines.
  private func isContinued(from start: Int) -> Bool {
    let text = Array(head[start...]) + [UInt8](repeating: 0, count: BlockBuffer.slack)
    return text.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(spansLines: true)
      var value = RawValue.absent
      guard let base = bytes.baseAddress, scanner.scanValue(base, depth: 0, into: &value) == nil else { return true }
      // The head may end within a character, an escape or a number, which is a fault where that begins.
      let end = head.count - start - (isWhole ? 0 : 13)
      return scanner.faultPosition.map { $0 - base >= end } ?? true
    }
  }
}

// MARK: - Text

extension FormatDetector {
  /// Whether the name says that the input is text of some kind.
  private var isNamedText: Bool {
    let name = file.displayName.lowercased()
    return [".log", ".txt", ".log.gz", ".txt.gz"].contains { name.hasSuffix($0) }
  }

  private var delimitedDetector: DelimitedDetector {
    DelimitedDetector(head: head, isWhole: isWhole, file: file, options: options)
  }

  /// Whether text that begins with a bracket is no JSON: `[2026-11-22 05:10] started`.
  private func looksLikeText(from start: Int) -> Bool {
    guard isNamedText else { return false }
    var bytes = Array(head[start...])
    bytes.append(contentsOf: repeatElement(0, count: BlockBuffer.slack))
    return bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(spansLines: true)
      var value = RawValue.absent
      guard let base = buffer.baseAddress, scanner.scanValue(base, depth: 0, into: &value) == nil else { return false }
      // Only what is wrong at once: a later mistake is one of JSON.
      guard let place = scanner.faultPosition, place - base < bytes.count - BlockBuffer.slack else { return false }
      return !UnsafeBufferPointer(start: base, count: place - base).contains(0x22)
    }
  }

  private func detectText(from mark: Int) throws(Refusal) -> Verdict {
    if let layout = FixedWidthLayout(head, from: mark) { return .format(.fixedWidth(layout), markByteCount: mark) }
    do throws(Refusal) {
      let layout = try delimitedDetector.layout(from: mark, delimiter: nil, isForced: false)
      return layout.map { .format(.delimited($0), markByteCount: mark) } ?? .needsMore
    } catch {
      guard isNamedText, !error.isExport, !head.prefix(4096).contains(0) else { throw error }
      return .format(.textLines, markByteCount: mark)
    }
  }
}
