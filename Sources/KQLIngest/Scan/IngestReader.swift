import KQLCatalog
import KQLColumnar
import KQLTypes

/// One thread's part in a scan of files: one buffer, one set of columns being built, one part at a time.
final class IngestReader: TableReader {
  private let scan: IngestScan
  private let collector: RowCollector
  private let buffer: BlockBuffer
  private var readers: RecordReaders<RowCollector>
  private var work: Work?
  private var lastUnit = -1
  private var lastHandle: (source: Int, handle: InputHandle)?

  private struct Work {
    var task: IngestScan.Task
    var reader: RecordReader<RowCollector>
    var tally: InputTally
    var hasBlock = false
    /// Rows that this reader delivered of the part.
    var deliveredRowCount = 0
  }

  init(_ scan: IngestScan) {
    self.scan = scan
    collector = scan.table.makeCollector(scan.request, scan.layout)
    buffer = BlockBuffer(capacity: scan.table.options.limits.chunkByteCount + 4096)
    let needs = scan.table.options.trustsSkipped && !scan.layout.collectsExtras ? collector.needs : nil
    readers = RecordReaders(
      RecordReaders<RowCollector>.Setting(
        map: scan.table.fieldMap(scan.layout), slotCount: scan.layout.slotCount,
        slotTypes: scan.layout.slotTypes,
        collectsExtras: scan.layout.collectsExtras, needs: needs, arena: collector.arena,
        learnsPaths: scan.table.options.learnsPaths))
  }

  deinit {
    if work != nil { leave(isAtEnd: false) }
  }
}

// MARK: - Batches

extension IngestReader {
  func next() throws(ExecutionError) -> ScannedBatch? {
    do throws(ExecutionError) {
      return try nextBatch()
    } catch {
      guard let work else { throw error }
      throw scan.firstError(error, in: work.task)
    }
  }

  private func nextBatch() throws(ExecutionError) -> ScannedBatch? {
    while true {
      try scan.control.checkpoint()
      if work == nil {
        if scan.isSatisfied { return nil }
        guard let task = try scan.nextTask(after: lastUnit, lastHandle: &lastHandle) else { return nil }
        begin(task)
      }
      guard var current = work else { return nil }
      if !current.hasBlock || !current.task.isShared && isEnough(current) {
        guard try beginBlock(&current) else {
          leave(isAtEnd: !isEnough(current))
          if let batch = takeBatch(of: current) { return batch }
          continue
        }
        work = current
      }
      let isUsedUp = try read(current)
      if isUsedUp { current.hasBlock = false }
      let isFull = !isUsedUp
      let batch = isFull || isUsedUp && current.task.isShared ? takeBatch(of: current) : nil
      current.deliveredRowCount += batch?.batch.physicalRowCount ?? 0
      work = current
      if let batch { return batch }
    }
  }

  /// Reads records of the current block.
  ///
  /// - Returns: Whether the block is used up.
  private func read(_ current: Work) throws(ExecutionError) -> Bool {
    var rowLimit = scan.request.batchRowCount
    if collector.isExact, let limit = scan.request.limit { rowLimit = max(1, min(rowLimit, limit)) }
    return try current.reader.read(into: collector, rowLimit: rowLimit, tally: current.tally)
  }

  /// Reads the next block of the current part.
  ///
  /// - Returns: Whether there is one.
  private func beginBlock(_ current: inout Work) throws(ExecutionError) -> Bool {
    // Waiting rows point into the buffer.
    collector.flush()
    scan.countScanned(rows: collector.flushCounts(to: current.tally))
    try scan.settleFingerprints(byteCount: collector.finishFingerprints())
    if isEnough(current) { return false }
    let block: RecordBlock?
    do throws(ExecutionError) {
      block = try current.task.feed.next(into: buffer, tally: current.tally)
    } catch {
      try current.tally.report(error)
      return false
    }
    guard let block else { return false }
    start(block, &current)
    return true
  }

  private func start(_ block: RecordBlock, _ current: inout Work) {
    current.tally.count(bytes: block.end - block.start)
    current.reader.begin(block)
    current.hasBlock = true
  }

  /// Whether the rest of a part need not be read, since rows that were delivered before it are enough.
  private func isEnough(_ current: Work) -> Bool {
    guard collector.isExact, let limit = scan.request.limit else { return false }
    return current.task.isShared ? scan.isSatisfied : current.deliveredRowCount + collector.rowCount >= limit
  }

  private func takeBatch(of current: Work) -> ScannedBatch? {
    guard let batch = collector.takeBatch() else { return nil }
    if collector.isExact { scan.countDelivered(batch.physicalRowCount) }
    let ordinal = scan.ordinal(collector.firstOffset, of: current.task.sourceIndex)
    return ScannedBatch(batch, ordinal: ordinal)
  }
}

// MARK: - Parts

extension IngestReader {
  private func begin(_ task: IngestScan.Task) {
    let input = task.source.input
    let reader = readers.reader(for: input.format)
    collector.begin(
      scan.table.router(task.source, scan.layout), isDelimited: input.format.isText,
      tracker: scan.tracker(of: task.sourceIndex), fingerprinter: scan.fingerprinter(of: task.sourceIndex))
    let tally = InputTally(input, table: scan.table.name, skipsBadRecords: scan.table.options.skipsBadRecords)
    if reader.passesOverBytes { tally.markUnchecked() }
    work = Work(task: task, reader: reader, tally: tally)
    lastUnit = task.unit
  }

  /// Reads a part on the side, for its first error alone.
  func firstError(inUnit index: Int) -> ExecutionError? {
    do throws(ExecutionError) {
      begin(try scan.privateTask(index))
      guard var current = work else { return nil }
      // Nobody counts what is read here.
      defer { work = nil }
      collector.flush()
      while let block = try current.task.feed.next(into: buffer, tally: current.tally) {
        start(block, &current)
        while try !read(current) { _ = collector.takeBatch() }
        collector.flush()
      }
      return nil
    } catch {
      return error
    }
  }

  private func leave(isAtEnd: Bool) {
    guard let current = work else { return }
    collector.flush()
    scan.countScanned(rows: collector.flushCounts(to: current.tally))
    _ = collector.finishFingerprints()
    scan.leave(current.task, current.tally.take(), isAtEnd: isAtEnd)
    work = nil
  }
}
