import KQLCatalog
import KQLColumnar
import KQLTypes

/// One thread's part in a scan of files: one buffer, one set of columns being built, one part at a time.
final class IngestReader: TableReader {
  private let scan: IngestScan
  private let collector: RowCollector
  private let buffer: BlockBuffer
  private let map: any FieldMap
  private var work: Work?
  private var lastUnit = -1
  private var lastHandle: (source: Int, handle: InputHandle)?
  private var jsonReaders: [Bool: JSONBlockReader<RowCollector>] = [:]
  private var delimitedReader: (layout: DelimitedLayout, reader: DelimitedBlockReader<RowCollector>)?

  /// Named types rather than a protocol, so that the calls are made straight and compiled for rows.
  private enum Reader {
    case json(JSONBlockReader<RowCollector>)
    case delimited(DelimitedBlockReader<RowCollector>)
  }

  private struct Work {
    var task: IngestScan.Task
    var reader: Reader
    var tally: InputTally
    var hasBlock = false
    /// Rows that this reader delivered of the part.
    var deliveredRowCount = 0
  }

  init(_ scan: IngestScan) {
    self.scan = scan
    collector = scan.table.makeCollector(scan.request, scan.layout)
    buffer = BlockBuffer(capacity: scan.table.options.limits.chunkByteCount + 4096)
    map = scan.table.fieldMap(scan.layout)
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
    switch current.reader {
    case .json(let reader): return try reader.read(into: collector, rowLimit: rowLimit, tally: current.tally)
    case .delimited(let reader): return try reader.read(into: collector, rowLimit: rowLimit, tally: current.tally)
    }
  }

  /// Reads the next block of the current part.
  ///
  /// - Returns: Whether there is one.
  private func beginBlock(_ current: inout Work) throws(ExecutionError) -> Bool {
    // Waiting rows point into the buffer.
    collector.flush()
    scan.control.countScanned(rows: collector.flushCounts(to: current.tally))
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
    switch current.reader {
    case .json(let reader): reader.begin(block)
    case .delimited(let reader): reader.begin(block)
    }
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
    let reader: Reader
    if case .delimited(let layout) = input.format {
      reader = .delimited(self.reader(for: layout))
    } else {
      reader = .json(self.reader(isLines: input.format == .jsonLines))
    }
    collector.begin(
      scan.table.router(task.source, scan.layout), isDelimited: input.format.isDelimited,
      tracker: scan.tracker(of: input))
    let tally = InputTally(input, skipsBadRecords: scan.table.options.skipsBadRecords)
    if needs != nil, input.format != .jsonDocuments { tally.markUnchecked() }
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
    scan.control.countScanned(rows: collector.flushCounts(to: current.tally))
    scan.leave(current.task, current.tally.take(), isAtEnd: isAtEnd)
    work = nil
  }

  /// What is needed of records, if the rest may go unchecked. Extra fields may stand anywhere.
  private var needs: RecordNeeds? {
    scan.table.options.trustsSkipped && !scan.layout.collectsExtras ? collector.needs : nil
  }

  private func reader(isLines: Bool) -> JSONBlockReader<RowCollector> {
    if let reader = jsonReaders[isLines] { return reader }
    let parser = JSONRecordParser(
      map, slotCount: scan.layout.slotCount, spansLines: !isLines, collectsExtras: scan.layout.collectsExtras,
      needs: needs, arena: collector.arena, learnsPaths: scan.table.options.learnsPaths)
    let reader = JSONBlockReader<RowCollector>(parser, isLines: isLines)
    jsonReaders[isLines] = reader
    return reader
  }

  private func reader(for layout: DelimitedLayout) -> DelimitedBlockReader<RowCollector> {
    if let last = delimitedReader, last.layout == layout { return last.reader }
    let reader = DelimitedBlockReader<RowCollector>(
      map, layout: layout, collectsExtras: scan.layout.collectsExtras, needs: needs)
    delimitedReader = (layout, reader)
    return reader
  }
}
