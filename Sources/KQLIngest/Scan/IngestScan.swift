import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// A scan of a table in files. Readers take part after part; when no new one is left, they help with the inputs that
/// only one thread at a time can cut into blocks.
final class IngestScan: TableScan {
  let table: IngestedTable
  let request: ScanRequest
  let control: QueryControl
  let layout: RowLayout
  /// The sources that are read, opened, with those that the request's times rule out left out.
  private let sources: [TableSource]
  private let units: [ScanUnit]
  private let purpose: Purpose
  /// The offsets of each source's records that are left out, ascending; empty where none is.
  private let duplicates: [[Int64]]
  /// Memory that was asked for fingerprints, or for the places of duplicates.
  private let reservedBytes = Atomic<Int>(0)
  /// The ordinal of each source's first byte.
  private let ordinals: [Int64]
  private let nextUnit = Atomic<Int>(0)
  private let gate = OpeningGate()
  private let state: Mutex<State>
  /// Rows that all readers delivered.
  private let deliveredRowCount = Atomic<Int>(0)

  enum Purpose: Sendable {
    case rows
    /// Fingerprints are taken of all records, and nothing is counted.
    case fingerprints(FingerprintStore)
  }

  private struct State {
    /// Streams that some reader takes blocks from.
    var streams: [Stream] = []
    /// Parts of each source that are not read to their end.
    var openUnitCounts: [Int]
    var counts: [InputTally.Counts]
    /// Whether each unit was read to its end.
    var isUnitComplete: [Bool]
  }

  private struct Stream {
    var unit: Int
    var feed: any BlockFeed & Sendable
    var readerCount = 1
    var isAtEnd = false
  }

  /// A unit that a reader works on.
  struct Task {
    var unit: Int
    var source: TableSource
    var sourceIndex: Int
    var feed: any BlockFeed
    /// Whether other readers may take blocks from the same feed, so that a batch must not go beyond a block.
    var isShared: Bool
  }

  /// - Parameter sources: What to read; all that may hold rows of the request when `nil`.
  init(
    _ table: IngestedTable, _ request: ScanRequest, _ control: QueryControl, sources given: [TableSource]? = nil,
    purpose: Purpose = .rows
  ) throws(ExecutionError) {
    self.table = table
    self.request = request
    self.control = control
    self.purpose = purpose
    let isCounted = if case .rows = purpose { true } else { false }
    layout = isCounted ? table.makeLayout(request) : table.makeFingerprintLayout()
    let sources: [TableSource]
    if let given { sources = given } else { sources = try table.openSources(for: request) }
    if isCounted && table.options.deduplicates {
      duplicates = try table.duplicates(among: sources, ScanRequest(columns: []), control)
      let byteCount = duplicates.reduce(0) { $0 + $1.count } * MemoryLayout<Int64>.size
      try control.reserve(byteCount: byteCount)
      reservedBytes.store(byteCount, ordering: .relaxed)
    } else {
      duplicates = [[Int64]](repeating: [], count: sources.count)
    }
    var units: [ScanUnit] = []
    var openUnitCounts: [Int] = []
    var counts: [InputTally.Counts] = []
    var ordinals: [Int64] = []
    var ordinal: Int64 = 0
    for (index, source) in sources.enumerated() {
      ordinals.append(ordinal)
      ordinal += source.input.longestByteCount
      guard ordinal < ScannedBatch.ordinalLimit else {
        throw .badInput("the inputs of table '\(table.name)' are too large together")
      }
      var parts = ScanUnit.units(of: source.input, source: index, limits: table.options.limits)
      counts.append(Self.prune(&parts, of: source, table, request, layout))
      units += parts
      openUnitCounts.append(parts.count)
    }
    self.sources = sources
    self.units = units
    self.ordinals = ordinals
    let isUnitComplete = [Bool](repeating: false, count: units.count)
    state = Mutex(State(openUnitCounts: openUnitCounts, counts: counts, isUnitComplete: isUnitComplete))
    for (index, count) in openUnitCounts.enumerated() where count == 0 && isCounted {
      table.ledger.add(counts[index], of: sources[index].input, isComplete: true)
    }
  }

  deinit {
    guard isCounted else { return }
    control.release(byteCount: reservedByteCount)
    // What was read of inputs that were not read to their end.
    state.withLock { state in
      for (index, open) in state.openUnitCounts.enumerated() where open > 0 {
        table.ledger.add(state.counts[index], of: sources[index].input, isComplete: false)
      }
    }
  }

  var maximumReaderCount: Int {
    var count = 0
    for unit in units {
      switch unit.part {
      case .lines, .rowGroup: count += 1
      // Decompressing takes longer than parsing, so a third reader of one stream would only wait.
      case .stream: count += 2
      case .rows:
        count += DelimitedFileFeed.readerCount(of: sources[unit.source].input.byteCount, limits: table.options.limits)
      }
    }
    return max(1, count)
  }

  func makeReader() throws(ExecutionError) -> any TableReader {
    IngestReader(self)
  }
}

// MARK: - Parts

extension IngestScan {
  /// Whether enough rows were delivered.
  var isSatisfied: Bool {
    guard let limit = request.limit else { return false }
    return deliveredRowCount.load(ordering: .relaxed) >= limit
  }

  func countDelivered(_ rowCount: Int) {
    deliveredRowCount.add(rowCount, ordering: .relaxed)
  }

  /// Whether what is read shows in the account.
  private var isCounted: Bool {
    if case .rows = purpose { true } else { false }
  }

  /// Counts rows that were looked at.
  func countScanned(rows: Int) {
    if isCounted { control.countScanned(rows: rows) }
  }

  /// What takes fingerprints of a source's records, if that is the purpose.
  func fingerprinter(of source: Int) -> RowFingerprinter? {
    guard case .fingerprints(let store) = purpose else { return nil }
    return RowFingerprinter(store, firstOrdinal: ordinals[source], layout)
  }

  /// Asks for memory that fingerprints take, which who made the scan gives back, and moves them to a file when they are
  /// too many.
  func settleFingerprints(byteCount: Int) throws(ExecutionError) {
    guard case .fingerprints(let store) = purpose else { return }
    if byteCount > 0 {
      try control.reserve(byteCount: byteCount)
      reservedBytes.add(byteCount, ordering: .relaxed)
    }
    try store.relieve()
  }

  /// Sorts ascending ordinals into offsets of each source.
  func offsets(_ ordinals: [Int64]) -> [[Int64]] {
    var sorted = [[Int64]](repeating: [], count: sources.count)
    var source = 0
    for ordinal in ordinals {
      while source + 1 < sources.count, self.ordinals[source + 1] <= ordinal { source += 1 }
      sorted[source].append(ordinal - self.ordinals[source])
    }
    return sorted
  }

  var reservedByteCount: Int { reservedBytes.load(ordering: .relaxed) }

  /// What looks at every row of a source, if somebody wants to know.
  func tracker(of source: Int) -> RowTracker? {
    guard isCounted, table.options.tracksCoverage || table.options.deduplicates else { return nil }
    let input = sources[source].input
    // Where nobody knows what a folder stands for, nothing is outside of it.
    let blob = input.blob.flatMap { $0.order == .unknown ? nil : $0 }
    return RowTracker(
      timeSlot: layout.timeSlot ?? -1, blobTimes: blob.map { $0.start..<$0.end }, duplicates: duplicates[source])
  }

  /// The ordinal of a row whose record begins at an offset of a source.
  func ordinal(_ offset: Int64, of source: Int) -> Int64 { ordinals[source] + offset }

  /// The next part that a reader should work on; `nil` when nothing is left to do.
  ///
  /// - Parameter lastUnit: The part that the reader worked on last; it may not go back, since its rows come in order.
  func nextTask(
    after lastUnit: Int, lastHandle: inout (source: Int, handle: InputHandle)?
  ) throws(ExecutionError) -> Task? {
    if nextUnit.load(ordering: .acquiring) < units.count {
      let task = try gate.open { () throws(ExecutionError) -> Task? in
        let index = nextUnit.add(1, ordering: .acquiringAndReleasing).oldValue
        return index < units.count ? try begin(index, &lastHandle) : nil
      }
      if let task { return task }
    }
    gate.wait()
    return state.withLock { state in
      guard let index = state.streams.firstIndex(where: { !$0.isAtEnd && $0.unit > lastUnit }) else {
        return nil
      }
      state.streams[index].readerCount += 1
      let stream = state.streams[index]
      let source = units[stream.unit].source
      return Task(
        unit: stream.unit, source: sources[source], sourceIndex: source, feed: stream.feed, isShared: true)
    }
  }

  private func begin(
    _ index: Int, _ lastHandle: inout (source: Int, handle: InputHandle)?
  ) throws(ExecutionError) -> Task {
    let unit = units[index]
    let source = sources[unit.source]
    let limits = table.options.limits
    switch unit.part {
    case .lines, .rowGroup:
      let handle: InputHandle
      if let last = lastHandle, last.source == unit.source {
        handle = last.handle
      } else {
        handle = try source.input.openUnpacked()
        lastHandle = (unit.source, handle)
      }
      let feed = try feed(of: unit, handle)
      return Task(unit: index, source: source, sourceIndex: unit.source, feed: feed, isShared: false)
    case .stream, .rows:
      let feed = try source.input.openSharedFeed(limits)
      state.withLock { $0.streams.append(Stream(unit: index, feed: feed)) }
      return Task(unit: index, source: source, sourceIndex: unit.source, feed: feed, isShared: true)
    }
  }

  private func feed(of unit: ScanUnit, _ handle: InputHandle) throws(ExecutionError) -> any BlockFeed {
    let input = sources[unit.source].input
    switch (unit.part, input.format) {
    case (.lines(let range, let isFirst), _):
      return LineFeed(handle, range, isLineStart: isFirst, limits: table.options.limits)
    case (.rowGroup(let group), .parquet(let file)): return ParquetFeed(handle, file, group..<(group + 1))
    case (.stream, _), (.rows, _), (.rowGroup, _): return try input.openFeed(table.options.limits)
    }
  }

  /// Notes that a reader is done with a part, and adds what it counted there.
  ///
  /// - Parameter isAtEnd: Whether the part is read to its end; the reader gives up before it otherwise.
  func leave(_ task: Task, _ counts: InputTally.Counts, isAtEnd: Bool) {
    let complete: InputTally.Counts? = state.withLock { state in
      let source = task.sourceIndex
      state.counts[source].add(counts)
      var isComplete = isAtEnd
      if task.isShared, let index = state.streams.firstIndex(where: { $0.unit == task.unit }) {
        // Other readers may still be busy with blocks of a stream that has ended.
        state.streams[index].readerCount -= 1
        if isAtEnd { state.streams[index].isAtEnd = true }
        isComplete = state.streams[index].isAtEnd && state.streams[index].readerCount == 0
        if isComplete { state.streams.remove(at: index) }
      }
      guard isComplete else { return nil }
      state.isUnitComplete[task.unit] = true
      state.openUnitCounts[source] -= 1
      return state.openUnitCounts[source] == 0 ? state.counts[source] : nil
    }
    if let complete, isCounted { table.ledger.add(complete, of: task.source.input, isComplete: true) }
  }
}

// MARK: - Errors

extension IngestScan {
  /// The first error of the inputs in table order, given one that a reader came upon.
  ///
  /// Readers are at different places, so the one that fails first need not have found the first error: the parts
  /// before it that are not read to their end are checked here, so that every run reports the same.
  func firstError(_ error: ExecutionError, in task: Task) -> ExecutionError {
    guard error.kind == .badInput, !control.isCancelled else { return error }
    let earlier = state.withLock { state in
      (0...task.unit).filter { !state.isUnitComplete[$0] && ($0 < task.unit || task.isShared) }
    }
    for index in earlier {
      if let found = IngestReader(self).firstError(inUnit: index) { return found }
    }
    return error
  }

  /// A feed over a unit that no other reader takes part in.
  func privateTask(_ index: Int) throws(ExecutionError) -> Task {
    let unit = units[index]
    let source = sources[unit.source]
    let feed = try feed(of: unit, try source.input.openUnpacked())
    return Task(unit: index, source: source, sourceIndex: unit.source, feed: feed, isShared: false)
  }
}
