/// Walks through the lines of a block; blank ones are passed over.
struct BlockLines {
  typealias Bytes = UnsafePointer<UInt8>

  let block: RecordBlock
  /// Where the next line begins.
  private(set) var position: Bytes

  init(_ block: RecordBlock) {
    self.block = block
    position = block.start
  }

  /// The next line, without what ends it.
  mutating func next() -> (start: Bytes, end: Bytes)? {
    while position < block.end {
      let start = position
      let end = ByteScan.first(0x0a, from: start, to: block.end) ?? block.end
      position = min(end + 1, block.end)
      let contentEnd = end > start && end[-1] == 0x0d ? end - 1 : end
      if contentEnd > start { return (start, contentEnd) }
    }
    return nil
  }

  /// Where a byte of the block stands in the input.
  func offset(of byte: Bytes) -> Int64 { block.offset + Int64(byte - block.start) }
}
