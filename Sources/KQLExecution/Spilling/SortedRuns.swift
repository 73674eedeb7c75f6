import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// Sorted pieces of a result that does not fit memory, in a temporary file; they are merged when rows are asked for.
///
/// Rows have the columns of the result, then whatever else the order needs. No two rows are equal in all keys of the
/// order, so the merged rows do not depend on how they were split.
final class SortedRuns: Sendable {
  /// Columns of the rows.
  let types: [ScalarType]
  /// How many of them, from the first on, make up the result.
  let resultCount: Int
  let order: RowOrder
  private let context: ExecutionContext
  private let space: SpillSpace
  private let runs = Mutex<[Run]>([])

  struct Run: Sendable {
    var file: SpillFile
    var blocks: [SpillFile.Extent] = []
    var rowCount = 0
  }

  init(types: [ScalarType], resultCount: Int, order: RowOrder, in context: ExecutionContext) {
    space = SpillSpace(context)
    self.types = types
    self.resultCount = resultCount
    self.order = order
    self.context = context
  }
}

// MARK: - Writing

extension SortedRuns {
  var isEmpty: Bool { runs.withLock { $0.isEmpty } }

  /// Writes rows of a batch as a run.
  ///
  /// - Parameter rows: The rows in order.
  func add(_ batch: RecordBatch, rows: [Int32]) throws(ExecutionError) {
    guard !rows.isEmpty else { return }
    var writer = try makeRun()
    try write(batch, rows: rows, with: &writer)
    add(writer.run)
  }

  /// Writes rows of a batch, in blocks that are small enough to be merged.
  func write(_ batch: RecordBatch, rows: [Int32], with writer: inout RunWriter) throws(ExecutionError) {
    let size = max(1, context.spillBlockByteCount / (1 + batch.writtenByteCount / max(1, batch.physicalRowCount)))
    for start in stride(from: 0, to: rows.count, by: size) {
      try context.control.checkpoint()
      try writer.write(batch.gathered(Array(rows[start..<min(rows.count, start + size)])))
    }
  }

  /// A writer of another run, to be added when all its rows are written.
  func makeRun() throws(ExecutionError) -> RunWriter { RunWriter(try space.file()) }

  func add(_ run: Run) {
    if run.rowCount > 0 { runs.withLock { $0.append(run) } }
  }
}

/// Writes the blocks of one run.
struct RunWriter {
  private(set) var run: SortedRuns.Run
  private var encoder = BlockEncoder()

  init(_ file: SpillFile) {
    run = SortedRuns.Run(file: file)
  }

  mutating func write(_ batch: RecordBatch) throws(ExecutionError) {
    run.blocks.append(try encoder.write(batch, to: run.file))
    run.rowCount += batch.physicalRowCount
  }
}

// MARK: - Reading

extension SortedRuns {
  /// All rows in order. Runs that are too many to be read side by side are merged into fewer before.
  func merged() throws(ExecutionError) -> any BatchStream {
    var runs = self.runs.withLock { $0 }
    // Equal rows do not exist, so it does not matter which runs are merged first; the short ones cost least.
    runs.sort { $0.rowCount < $1.rowCount }
    let width = context.spillMergeWidth
    while runs.count > width {
      let merge = try RunMerge(Array(runs[..<width]), of: self, keepsAllColumns: true, context)
      var writer = try makeRun()
      while let batch = try merge.next(rowCount: context.options.batchRowCount) {
        let rows = Array(0..<Int32(truncatingIfNeeded: batch.physicalRowCount))
        try write(batch, rows: rows, with: &writer)
      }
      runs.removeSubrange(..<width)
      let place = runs.firstIndex { $0.rowCount > writer.run.rowCount } ?? runs.endIndex
      runs.insert(writer.run, at: place)
    }
    return Stream(runs: self, parts: runs, context: context)
  }

  private struct Stream: BatchStream {
    let runs: SortedRuns
    let parts: [Run]
    let context: ExecutionContext

    var maximumReaderCount: Int { 1 }
    var ordinalBound: Int64 { parts.reduce(1) { $0 + Int64($1.rowCount) } }

    func makeReader() throws(ExecutionError) -> any BatchReader {
      Reader(try RunMerge(parts, of: runs, keepsAllColumns: false, context), context.options.batchRowCount)
    }
  }

  private final class Reader: BatchReader {
    private let merge: RunMerge
    private let rowCount: Int
    private var ordinal: Int64 = 0

    init(_ merge: RunMerge, _ rowCount: Int) {
      self.merge = merge
      self.rowCount = rowCount
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      guard let batch = try merge.next(rowCount: rowCount) else { return nil }
      defer { ordinal += Int64(batch.physicalRowCount) }
      return StreamBatch(batch, ordinal: ordinal)
    }
  }
}

extension RecordBatch {
  /// Bytes that the rows take in a file, strings in full, estimated.
  fileprivate var writtenByteCount: Int {
    columns.reduce(0) { sum, column in
      guard case .string(let strings) = column.values, strings.codes != nil else { return sum + column.byteCount }
      return sum + column.byteCount + strings.heap.byteCount / max(1, strings.heap.count) * strings.count
    }
  }
}
