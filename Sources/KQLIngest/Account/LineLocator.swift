import KQLTypes

/// Finds the line and column of a place in an input, by reading the input again up to there.
///
/// Blocks are read by several threads and in any order, so none knows its line numbers; only mistakes need them.
struct LineLocator {
  struct Place: Hashable, Sendable {
    /// From 1.
    var line: Int
    /// In bytes, from 1.
    var column: Int
  }

  private let input: DetectedInput

  init(_ input: DetectedInput) { self.input = input }

  func place(of offset: Int64) throws(ExecutionError) -> Place {
    try places(of: [offset])[0]
  }

  /// - Parameter offsets: Ascending.
  func places(of offsets: [Int64]) throws(ExecutionError) -> [Place] {
    // Rows of columns are numbered where records of text have an offset.
    if case .parquet = input.format { return offsets.map { Place(line: Int(clamping: $0) &+ 1, column: 1) } }
    let stream = try input.openStream()
    let buffer = BlockBuffer(capacity: 256 << 10)
    var places: [Place] = []
    var line = 1
    var lineStart: Int64 = 0
    var position: Int64 = 0
    while places.count < offsets.count {
      let count = try stream.read(into: buffer.base, count: buffer.capacity)
      let base = UnsafePointer(buffer.base)
      var from = 0
      while places.count < offsets.count {
        let offset = offsets[places.count]
        guard offset < position + Int64(count) || count == 0 else { break }
        let upTo = max(from, min(count, Int(offset - position)))
        advance(base, from, upTo, position, &line, &lineStart)
        from = upTo
        places.append(Place(line: line, column: Int(offset - lineStart) + 1))
      }
      advance(base, from, count, position, &line, &lineStart)
      position += Int64(count)
    }
    return places
  }

  private func advance(
    _ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ position: Int64, _ line: inout Int,
    _ lineStart: inout Int64
  ) {
    var start = base + from
    while let lineEnd = ByteScan.first(0x0a, from: start, to: base + to) {
      line += 1
      start = lineEnd + 1
      lineStart = position + Int64(start - base)
    }
  }
}
