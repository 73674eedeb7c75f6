import KQLTypes

/// A file together with what its first bytes say about it.
struct DetectedInput: Sendable {
  enum Compression: Sendable {
    case none
    case gzip
  }

  /// Position among the inputs of the run.
  var index: Int
  var file: InputFile
  var compression: Compression
  var format: InputFormat
  /// Bytes in the file, compressed if it is.
  var byteCount: Int64
  /// Length of the byte order mark.
  var markByteCount: Int
  /// Keeps what was read from a pipe; other files are opened anew for each scan.
  var spooled: InputHandle?
}

extension DetectedInput {
  /// The most bytes that the input can hold when it is decompressed, and a line end.
  var longestByteCount: Int64 {
    // Deflate makes nothing smaller than a thousandth.
    (compression == .gzip ? byteCount * 1040 : byteCount) + 64
  }
}

// MARK: - Opening

extension DetectedInput {
  func openHandle() throws(ExecutionError) -> InputHandle {
    if let spooled { return spooled }
    return try InputHandle.open(file)
  }

  /// The decompressed bytes from the very first one.
  func openStream() throws(ExecutionError) -> any ByteStream {
    let handle = try openHandle()
    switch compression {
    case .none: return FileStream(handle)
    case .gzip: return InflateStream(FileStream(handle), name: handle.displayName, byteCount: handle.byteCount)
    }
  }
}

extension DetectedInput {
  /// The records of the whole input.
  func openFeed(_ limits: FramingLimits) throws(ExecutionError) -> any BlockFeed {
    let start: Int64
    if case .delimited(let layout) = format { start = layout.firstRowOffset } else { start = Int64(markByteCount) }
    let stream = try openStream()
    try stream.skip(start)
    switch format {
    case .delimited(let layout):
      return DelimitedFeed(stream, offset: start, delimiter: layout.delimiter, limits: limits)
    case .jsonDocuments: return DocumentFeed(stream, offset: start, limits: limits)
    case .jsonLines, .empty: return LineFeed(stream, offset: start, limits: limits)
    }
  }
}
