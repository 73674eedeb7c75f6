import KQLCatalog
import KQLColumnar
import KQLTypes

/// Reads sorted runs side by side and gives their rows in order; used by one thread.
final class RunMerge {
  /// The next row of a run.
  private struct Cursor {
    var blocks: ArraySlice<SpillFile.Extent>
    let file: SpillFile
    var batch: RecordBatch
    var prefixes: [UInt64]
    var row = 0
    /// The first row of the batch that is not given yet, and the number of the part that it begins.
    var firstRow = 0
    var part = -1
  }

  private let order: RowOrder
  private let types: [ScalarType]
  private let givenCount: Int
  private var cursors: [Cursor] = []
  /// Cursors as a heap: each comes before those at twice its place plus 1 and 2.
  private var heap: [Int] = []
  private let reservation: MemoryReservation

  /// - Parameter keepsAllColumns: Whether the columns beside those of the result are given too.
  init(
    _ runs: [SortedRuns.Run], of all: SortedRuns, keepsAllColumns: Bool, _ context: ExecutionContext
  ) throws(ExecutionError) {
    order = all.order
    types = all.types
    givenCount = keepsAllColumns ? all.types.count : all.resultCount
    reservation = MemoryReservation(context.control)
    try reservation.add(runs.count * context.spillBlockByteCount * 2)
    for run in runs where run.rowCount > 0 {
      var cursor = Cursor(
        blocks: run.blocks[...], file: run.file, batch: RecordBatch(columns: [], rowCount: 0), prefixes: [])
      _ = try advance(&cursor)
      cursors.append(cursor)
    }
    heap = cursors.indices.sorted { isBefore($0, $1) }
  }
}

extension RunMerge {
  /// - Returns: At most so many rows, `nil` at the end.
  func next(rowCount: Int) throws(ExecutionError) -> RecordBatch? {
    guard !heap.isEmpty else { return nil }
    var parts: [RecordBatch] = []
    // The part of each row, and its place in the part.
    var picks: [(part: Int, row: Int)] = []
    for index in cursors.indices { cursors[index].part = -1 }
    while picks.count < rowCount, let first = heap.first {
      if cursors[first].part < 0 {
        cursors[first].part = parts.count
        parts.append(RecordBatch(columns: [], rowCount: 0))
      }
      picks.append((cursors[first].part, cursors[first].row - cursors[first].firstRow))
      cursors[first].row += 1
      if cursors[first].row == cursors[first].batch.physicalRowCount {
        take(first, into: &parts)
        if try !advance(&cursors[first]) {
          heap[0] = heap[heap.count - 1]
          heap.removeLast()
        }
      }
      sift()
    }
    for index in cursors.indices where cursors[index].part >= 0 { take(index, into: &parts) }
    var bases: [Int] = []
    var base = 0
    for part in parts {
      bases.append(base)
      base += part.physicalRowCount
    }
    let joined = RecordBatch.joined(parts, types: Array(types[..<givenCount]))
    return joined.gathered(picks.map { Int32(truncatingIfNeeded: bases[$0.part] + $0.row) })
  }

  /// Moves the rows of a cursor that were picked into their part.
  private func take(_ index: Int, into parts: inout [RecordBatch]) {
    let cursor = cursors[index]
    let batch = cursor.batch.projected(Array(0..<givenCount))
    parts[cursor.part] = batch.slice(cursor.firstRow..<cursor.row)
    cursors[index].firstRow = cursor.row
    cursors[index].part = -1
  }

  /// Reads the next block.
  private func advance(_ cursor: inout Cursor) throws(ExecutionError) -> Bool {
    while let block = cursor.blocks.popFirst() {
      cursor.batch = try BlockDecoder.read(block, of: cursor.file, types: types)
      cursor.prefixes = order.prefixes(of: cursor.batch)
      cursor.row = 0
      cursor.firstRow = 0
      cursor.part = -1
      if cursor.batch.physicalRowCount > 0 { return true }
    }
    return false
  }

  // MARK: - Order

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (leftRow, rightRow) = (cursors[left].row, cursors[right].row)
    let (leftPrefix, rightPrefix) = (cursors[left].prefixes[leftRow], cursors[right].prefixes[rightRow])
    if leftPrefix != rightPrefix { return leftPrefix < rightPrefix }
    return order.compare(cursors[left].batch, leftRow, cursors[right].batch, rightRow) < 0
  }

  /// Restores the heap after its first cursor moved on.
  private func sift() {
    guard !heap.isEmpty else { return }
    var place = 0
    while true {
      var best = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(heap[child], heap[best]) {
        best = child
      }
      if best == place { return }
      heap.swapAt(place, best)
      place = best
    }
  }
}
