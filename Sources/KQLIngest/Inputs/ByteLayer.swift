import KQLTypes

/// What stands between the bytes of a file and the bytes of its records.
enum ByteLayer: Hashable, Sendable {
  case gzip
  /// The content of an entry of an archive, of which checksum and length are known.
  case entry(isDeflated: Bool, checksum: UInt32, byteCount: Int64)
  /// Records of an Avro file, which are read as JSON lines.
  case avro
  /// Text that is told by its byte order mark.
  case utf16(isBigEndian: Bool)
}

extension ByteLayer {
  /// What wraps content that begins with some bytes.
  init?(magic head: UnsafeBufferPointer<UInt8>) {
    if head.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if head.starts(with: AvroFile.magic) {
      self = .avro
    } else if head.starts(with: [0xff, 0xfe]), !head.dropFirst(2).starts(with: [0, 0]) {
      self = .utf16(isBigEndian: false)
    } else if head.starts(with: [0xfe, 0xff]) {
      self = .utf16(isBigEndian: true)
    } else {
      return nil
    }
  }

  func open(
    _ source: any ByteStream, of handle: InputHandle, isBrief: Bool
  ) throws(ExecutionError) -> any ByteStream {
    switch self {
    case .gzip:
      return InflateStream(
        source, name: handle.displayName, byteCount: isBrief ? 0 : handle.byteCount,
        inputCapacity: isBrief ? 16 << 10 : 64 << 10)
    case .entry(let isDeflated, let checksum, let byteCount):
      guard isDeflated else { return ChecksumStream(source, expected: checksum, name: handle.displayName) }
      return InflateStream(
        source, .raw(checksum: checksum, byteCount: UInt64(max(0, byteCount))), name: handle.displayName,
        byteCount: isBrief ? 0 : handle.byteCount, inputCapacity: isBrief ? 16 << 10 : 64 << 10)
    case .avro:
      return try AvroStream(source, name: handle.displayName, byteLimit: [ByteLayer.avro].longest(handle.byteCount))
    case .utf16(let isBigEndian):
      return UTF16Stream(source, isBigEndian: isBigEndian, displayName: handle.displayName)
    }
  }
}

/// The layers around the records of an input, the outermost first.
extension [ByteLayer] {
  private static let limit = 3

  /// Finds the layers of a file by the first bytes of each.
  init(of handle: InputHandle, _ file: InputFile) throws(ExecutionError) {
    self = []
    if case .archive(let entry) = file.origin {
      append(
        .entry(isDeflated: entry.method == .deflated, checksum: entry.checksum, byteCount: entry.byteCount))
    }
    let head = BlockBuffer(capacity: 8)
    while count < Self.limit {
      let got = try open(handle, isBrief: true).read(into: head.base, count: 8)
      guard let layer = ByteLayer(magic: UnsafeBufferPointer(start: head.base, count: got)) else { return }
      append(layer)
      if layer != .gzip { return }
    }
  }

  /// The bytes within all layers, from the very first one.
  ///
  /// - Parameter isBrief: Whether only the first bytes will be read.
  func open(_ handle: InputHandle, isBrief: Bool = false) throws(ExecutionError) -> any ByteStream {
    var stream: any ByteStream = FileStream(handle)
    for layer in self { stream = try layer.open(stream, of: handle, isBrief: isBrief) }
    return stream
  }

  /// The most bytes that a file of some size can hold within the layers.
  func longest(_ byteCount: Int64) -> Int64 {
    reduce(byteCount) { byteCount, layer in
      let factor: Int64
      switch layer {
      case .entry(_, _, let byteCount): return byteCount
      // Deflate makes nothing smaller than a thousandth.
      case .gzip: factor = 1040
      // Each record gets the names of its fields.
      case .avro: factor = 16 << 10
      // Two bytes make up to three.
      case .utf16: factor = 2
      }
      let (product, overflows) = byteCount.multipliedReportingOverflow(by: factor)
      return overflows ? .max >> 1 : product
    }
  }

  /// How the file is compressed; `nil` when it is not.
  var compression: String? {
    if contains(.gzip) { return "gzip" }
    if case .entry(isDeflated: true, _, _) = first { return "deflate" }
    return nil
  }
}
