import KQLTypes

/// A file together with what its first bytes say about it.
struct DetectedInput: Sendable {
  /// Position among the inputs of the run.
  var index: Int
  var file: InputFile
  /// What is around the records.
  var layers: [ByteLayer]
  var format: InputFormat
  /// Bytes in the file, compressed if it is.
  var byteCount: Int64
  /// Length of the byte order mark.
  var markByteCount: Int
  /// Keeps what was read from a pipe; other files are opened anew for each scan.
  var spooled: InputHandle?
  /// What a compressed file holds, where it must be read in any order.
  var unpacked: InputHandle?
  /// What the path says about the times of the events.
  var blob: BlobPath?
  /// Whether the file was looked at; what compression and format say is not known before.
  var isDetected = true
  /// Whether it could be opened and recognised; it has no records else.
  var isReadable = true
}

extension DetectedInput {
  /// A file that is not opened before a scan needs it.
  init(unopened file: InputFile, index: Int, blob: BlobPath?) {
    self.init(
      index: index, file: file, layers: [], format: .empty, byteCount: file.byteCount, markByteCount: 0,
      spooled: nil, blob: blob, isDetected: false)
  }
}

extension DetectedInput {
  /// The most bytes that the input can hold when it is decompressed, and a line end.
  var longestByteCount: Int64 {
    // Rows are numbered instead.
    if case .parquet(let file) = format { return file.rowCount &+ 64 }
    // A line end may have to be added.
    return layers.longest(byteCount) &+ 64
  }

  /// Whether records are lines, so that a plain file can be read from any place.
  var hasLines: Bool {
    switch format {
    case .jsonLines, .textLines, .fixedWidth: true
    case .empty, .jsonDocuments, .delimited, .answer, .parquet: false
    }
  }

  /// Whether the bytes of the file are those that records are made of.
  var isPlain: Bool { layers.isEmpty }

  /// What messages and the account call the format.
  var formatName: String { layers.contains(.avro) ? "Avro" : format.name }
}

// MARK: - Opening

extension DetectedInput {
  func openHandle() throws(ExecutionError) -> InputHandle {
    if let spooled { return spooled }
    let handle = try InputHandle.open(file, byteLimit: byteCount)
    guard handle.byteCount == byteCount else {
      throw .badInput("\(file.displayName): the file became shorter after it was first looked at")
    }
    return handle
  }

  /// A file whose bytes are those of the records, for formats that are read in any order.
  func openUnpacked() throws(ExecutionError) -> InputHandle {
    if let unpacked { return unpacked }
    return try openHandle()
  }

  /// The decoded bytes from the very first one.
  ///
  /// - Parameter isBrief: Whether only the first ones will be read.
  func openStream(isBrief: Bool = false) throws(ExecutionError) -> any ByteStream {
    try layers.open(try openHandle(), isBrief: isBrief)
  }
}

extension DetectedInput {
  /// The records of the whole input.
  func openFeed(_ limits: FramingLimits) throws(ExecutionError) -> any BlockFeed {
    if case .parquet(let file) = format { return ParquetFeed(try openUnpacked(), file, file.rowGroups.indices) }
    let start = firstRecordOffset
    let stream = try openStream()
    try stream.skip(start)
    switch format {
    case .delimited(let layout):
      return DelimitedFeed(stream, offset: start, scanner: layout.scanner, limits: limits)
    case .answer(let layout): return AnswerFeed(stream, offset: start, layout: layout, limits: limits)
    case .jsonDocuments: return DocumentFeed(stream, offset: start, limits: limits)
    case .jsonLines, .fixedWidth, .textLines, .empty, .parquet: return LineFeed(stream, offset: start, limits: limits)
    }
  }

  /// The records of the whole input, of which several threads may take blocks.
  func openSharedFeed(_ limits: FramingLimits) throws(ExecutionError) -> any BlockFeed & Sendable {
    guard case .delimited(let layout) = format, isPlain else { return SharedFeed(try openFeed(limits)) }
    return DelimitedFileFeed(
      try openHandle(), offset: firstRecordOffset, scanner: layout.scanner, limits: limits)
  }

  /// Where records may begin, behind a byte order mark and a header.
  var firstRecordOffset: Int64 {
    switch format {
    case .delimited(let layout): layout.firstRowOffset
    case .fixedWidth(let layout): layout.firstRowOffset
    default: Int64(markByteCount)
    }
  }
}
