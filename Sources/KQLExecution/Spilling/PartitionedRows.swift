import KQLCatalog
import KQLColumnar
import KQLTypes

/// Rows of one partition of keys, written by one thread: blocks of a temporary file, in the order of writing.
struct PartitionedRows: Sendable {
  let file: SpillFile
  let types: [ScalarType]
  fileprivate(set) var blocks: [SpillFile.Extent] = []
}

extension PartitionedRows {
  var isEmpty: Bool { blocks.isEmpty }

  func forEachBlock(_ body: (RecordBatch) throws(ExecutionError) -> Void) throws(ExecutionError) {
    for block in blocks { try body(try BlockDecoder.read(block, of: file, types: types)) }
  }
}

/// Spreads rows over the parts of a partition by the hashes of their keys; used by one thread.
final class PartitionWriter {
  private let partition: KeyPartition
  private var parts: [PartitionedRows]
  private var buffers: [HeldBatches]
  private var encoder = BlockEncoder()
  private let blockByteCount: Int
  private let reservation: MemoryReservation
  private let control: QueryControl

  /// - Parameter types: The types of the rows' columns.
  init(_ partition: KeyPartition, types: [ScalarType], to file: SpillFile, in context: ExecutionContext) {
    self.partition = partition
    parts = Array(repeating: PartitionedRows(file: file, types: types), count: KeyPartition.count)
    buffers = Array(repeating: HeldBatches(), count: KeyPartition.count)
    blockByteCount = context.spillBlockByteCount
    reservation = MemoryReservation(context.control)
    control = context.control
  }
}

extension PartitionWriter {
  /// - Parameters:
  ///   - batch: Rows without selection.
  ///   - hashes: The hash of each row's key.
  func add(_ batch: RecordBatch, hashes: [UInt64]) throws(ExecutionError) {
    try control.checkpoint()
    var rows = [[Int32]](repeating: [], count: KeyPartition.count)
    for (row, hash) in hashes.enumerated() { rows[partition.part(of: hash)].append(Int32(truncatingIfNeeded: row)) }
    for part in rows.indices where !rows[part].isEmpty {
      buffers[part].append(StreamBatch(batch.gathered(rows[part]), ordinal: 0))
      if buffers[part].byteCount >= blockByteCount { try flush(part) }
    }
    try reservation.set(to: buffers.reduce(0) { $0 + $1.byteCount })
  }

  /// The rows of each part; nothing is to be added any more.
  func finish() throws(ExecutionError) -> [PartitionedRows] {
    for part in buffers.indices { try flush(part) }
    try reservation.set(to: 0)
    return parts
  }

  private func flush(_ part: Int) throws(ExecutionError) {
    guard buffers[part].rowCount > 0 else { return }
    let rows = RecordBatch.joined(buffers[part].batches.map(\.batch), types: parts[part].types)
    buffers[part].removeAll()
    parts[part].blocks.append(try encoder.write(rows, to: parts[part].file))
  }
}
