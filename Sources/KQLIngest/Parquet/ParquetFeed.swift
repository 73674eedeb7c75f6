import KQLTypes

/// Hands out the row groups of a Parquet file, each as a block.
final class ParquetFeed: BlockFeed {
  private let file: ParquetFile
  private let handle: InputHandle
  private var groups: Range<Int>

  init(_ handle: InputHandle, _ file: ParquetFile, _ groups: Range<Int>) {
    self.handle = handle
    self.file = file
    self.groups = groups
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    guard let group = groups.popFirst() else { return nil }
    let base = UnsafePointer(buffer.base)
    return RecordBlock(
      start: base, end: base, offset: file.rowGroups[group].firstRow,
      rowGroup: ParquetRowGroup(file: file, handle: handle, index: group))
  }
}

/// A row group to be read.
struct ParquetRowGroup {
  var file: ParquetFile
  var handle: InputHandle
  var index: Int
}
