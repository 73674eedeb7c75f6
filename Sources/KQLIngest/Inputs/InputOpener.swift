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
  }

  private static let firstLook = 16 << 10

  static func open(
    _ file: InputFile, index: Int
  ) throws(ExecutionError) -> Result<Opened, Unrecognised> {
    let handle = try InputHandle.open(file)
    let compression = try compression(of: handle)
    var count = firstLook
    while true {
      let (head, isWhole) = try readHead(handle, compression, count)
      let detector = FormatDetector(head: head, isWhole: isWhole, name: file.displayName)
      do throws(FormatDetector.Refusal) {
        switch try detector.detect() {
        case .needsMore: count *= 8
        case .format(let format, let markByteCount):
          let input = DetectedInput(
            index: index, file: file, compression: compression, format: format, byteCount: handle.byteCount,
            markByteCount: markByteCount, spooled: handle.isSpooled ? handle : nil)
          return .success(Opened(input: input, head: head, isWhole: isWhole))
        }
      } catch {
        return .failure(Unrecognised(reason: error.reason))
      }
    }
  }

  private static func compression(of handle: InputHandle) throws(ExecutionError) -> DetectedInput.Compression {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 3)
    defer { buffer.deallocate() }
    let count = try handle.read(into: buffer, count: 3, at: 0)
    return count >= 2 && buffer[0] == 0x1f && buffer[1] == 0x8b ? .gzip : .none
  }

  /// - Returns: The first bytes, and whether they are all.
  private static func readHead(
    _ handle: InputHandle, _ compression: DetectedInput.Compression, _ count: Int
  ) throws(ExecutionError) -> ([UInt8], Bool) {
    let stream: any ByteStream
    switch compression {
    case .none: stream = FileStream(handle)
    case .gzip:
      stream = InflateStream(FileStream(handle), name: handle.displayName, byteCount: 0, inputCapacity: 16 << 10)
    }
    let buffer = BlockBuffer(capacity: count + 1)
    let got = try stream.read(into: buffer.base, count: count + 1)
    return (Array(UnsafeBufferPointer(start: buffer.base, count: min(got, count))), got <= count)
  }
}
