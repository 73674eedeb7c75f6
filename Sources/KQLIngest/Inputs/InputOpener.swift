import KQLTypes

/// Opens inputs to look at their first bytes.
struct InputOpener {
  /// An input and its first bytes, decompressed.
  struct Opened {
    var input: DetectedInput
    var head: [UInt8]
    var isWhole: Bool
  }

  /// An input that is no export at all.
  struct Unrecognised: Error {
    var reason: String
    /// Set when the input is an archive, whose files are inputs.
    var archive: InputHandle?
  }

  private static let firstLook = 16 << 10

  static func open(
    _ file: InputFile, index: Int, _ options: IngestOptions
  ) throws(ExecutionError) -> Result<Opened, Unrecognised> {
    let handle = try InputHandle.open(file)
    var input = DetectedInput(
      index: index, file: file, layers: try [ByteLayer](of: handle, file), format: .empty, byteCount: handle.byteCount,
      markByteCount: 0, spooled: handle.isSpooled ? handle : nil)
    var count = firstLook
    while true {
      let (head, isWhole) = try readHead(input, count)
      if input.layers.last == .avro {
        // Records are lines whatever they hold.
        input.format = head.isEmpty && isWhole ? .empty : .jsonLines
        return .success(Opened(input: input, head: head, isWhole: isWhole))
      }
      if head.starts(with: ParquetFile.magic) {
        input.format = .parquet(try parquetFile(&input, handle))
        return .success(Opened(input: input, head: head, isWhole: isWhole))
      }
      if ZipDirectory.magics.contains(where: { head.starts(with: $0) }) {
        let isPlain = input.layers.isEmpty
        return .failure(
          Unrecognised(
            reason: isPlain ? "is a ZIP archive" : "is a ZIP archive within another one or compressed; unpack it first",
            archive: isPlain ? handle : nil))
      }
      let detector = FormatDetector(head: head, isWhole: isWhole, file: file, options: options.format)
      let verdict: FormatDetector.Verdict
      do throws(FormatDetector.Refusal) {
        verdict = try detector.detect()
      } catch {
        if error.isExport { throw .badInput("\(file.displayName): \(error.reason)") }
        return .failure(Unrecognised(reason: error.reason))
      }
      switch verdict {
      case .needsMore:
        count *= 8
        continue
      case .format(let format, let markByteCount):
        input.format = format
        input.markByteCount = markByteCount
        try DateSurvey.settle(&input, options)
      case .answer(let kind, let markByteCount):
        input.markByteCount = markByteCount
        let stream = try input.openStream()
        try stream.skip(Int64(markByteCount))
        input.format = .answer(try AnswerSurvey.layout(of: stream, offset: Int64(markByteCount), kind: kind))
      }
      return .success(Opened(input: input, head: head, isWhole: isWhole))
    }
  }

  /// Reads the footer, which stands at the end of the file.
  private static func parquetFile(
    _ input: inout DetectedInput, _ handle: InputHandle
  ) throws(ExecutionError) -> ParquetFile {
    guard !input.layers.isEmpty else { return try ParquetFile(handle) }
    // The parts of a Parquet file are read in any order, so it must be there whole.
    let unpacked = try InputHandle.spool(try input.openStream(), name: handle.displayName)
    input.unpacked = unpacked
    return try ParquetFile(unpacked)
  }

  /// - Returns: The first bytes, and whether they are all.
  private static func readHead(
    _ input: DetectedInput, _ count: Int
  ) throws(ExecutionError) -> ([UInt8], Bool) {
    let stream = try input.openStream(isBrief: true)
    // Streams that decode need room for a whole character.
    let buffer = BlockBuffer(capacity: count + 8)
    var got = 0
    while got <= count {
      let step: Int
      do throws(ExecutionError) {
        step = try stream.read(into: buffer.base + got, count: count + 8 - got)
      } catch {
        // What stands before damage is all there is to look at; the scan meets the same error.
        guard got > 0, error.kind == .badInput else { throw error }
        break
      }
      if step == 0 { break }
      got += step
    }
    return (Array(UnsafeBufferPointer(start: buffer.base, count: min(got, count))), got <= count)
  }
}
