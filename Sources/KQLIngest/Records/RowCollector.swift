import KQLColumnar
import KQLTypes

/// Takes records, keeps the rows that a scan wants and builds its batches.
///
/// A parser writes the fields of a record into ``current`` and then offers them. Rows wait as raw values until a
/// handful has come together, and are then appended column by column; whoever reuses or moves the input's buffer
/// calls ``flush()`` before.
final class RowCollector: RecordSink {
  typealias Bytes = UnsafePointer<UInt8>

  let layout: RowLayout
  let arena = TextArena()
  /// Drop rows that wait before they are built.
  private let lookups: [KeyLookup]
  private let assemblers: [any ColumnAssembler]
  private var isDelimited = false

  /// Rows that wait: `capacity` of them and one being written.
  private let rows: UnsafeMutablePointer<RawValue>
  private let slotCount: Int
  /// From row to row: the slots and one for what is not wanted.
  private let stride: Int
  /// What is looked at or changes with every record; behind a pointer, so that it takes no bookkeeping.
  private let state: UnsafeMutablePointer<State>

  private struct State {
    let typedSlots: UnsafeMutablePointer<RowLayout.TypedSlot>
    let typedSlotCount: Int
    /// The slot of the time; -1 for none, -2 where somebody else looks at the rows.
    var timeSlot: Int
    var tracker: RowTracker?
    var fingerprinter: RowFingerprinter?
    let filter: RowFilter
    var router: RecordRouter
    var converter = ValueConverter()
    /// Rows that wait.
    var pendingCount = 0
    /// Rows in the assemblers.
    var assembledCount = 0
    /// Where the record of the batch's first row stands in its input.
    var firstOffset: Int64 = 0
    /// The bags of the rows that wait; empty unless they are collected.
    var extras: [DynamicValue] = []
    var bags = ExtraBags()
    var times = InputTally.TableRows()
    /// Values that their columns cannot hold, by column.
    var unfitting: [String: UnfittingValues] = [:]
    var scannedCount = 0
    /// Records that were dropped before it was known which table they belong to.
    var passedOverCount = 0

    mutating func note(_ values: UnfittingValues) {
      unfitting[values.column] = unfitting[values.column].map { $0.adding(values) } ?? values
    }
  }

  private static let capacity = 256

  init(
    _ layout: RowLayout, filter: RowFilter, lookups: [KeyLookup] = [], router: RecordRouter,
    assemblers: [any ColumnAssembler]
  ) {
    self.layout = layout
    self.lookups = lookups
    self.assemblers = assemblers
    slotCount = layout.slotCount
    stride = layout.slotCount + 1
    let typedSlots = UnsafeMutablePointer<RowLayout.TypedSlot>.allocate(capacity: max(layout.typedSlots.count, 1))
    for (index, slot) in layout.typedSlots.enumerated() { (typedSlots + index).initialize(to: slot) }
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        typedSlots: typedSlots, typedSlotCount: layout.typedSlots.count, timeSlot: layout.timeSlot ?? -1,
        filter: filter, router: router))
    let count = (Self.capacity + 1) * stride
    rows = .allocate(capacity: count)
    rows.initialize(repeating: .absent, count: count)
  }

  deinit {
    rows.deallocate()
    state.pointee.typedSlots.deinitialize(count: state.pointee.typedSlotCount)
    state.pointee.typedSlots.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }
}

// MARK: - Records

extension RowCollector {
  /// Where the fields of the next record go; all absent when a record begins.
  @inline(__always)
  var current: UnsafeMutablePointer<RawValue> { rows + state.pointee.pendingCount &* stride }

  /// Turns to another input; the batch goes on.
  func begin(
    _ router: RecordRouter, isDelimited: Bool, tracker: RowTracker? = nil, fingerprinter: RowFingerprinter? = nil
  ) {
    flush()
    _ = finishFingerprints()
    state.pointee.router = router
    state.pointee.tracker = tracker
    state.pointee.fingerprinter = fingerprinter
    state.pointee.timeSlot = tracker == nil && fingerprinter == nil ? layout.timeSlot ?? -1 : -2
    self.isDelimited = isDelimited
  }

  @inline(__always)
  func clearCurrent() {
    var slot = current
    let end = slot + slotCount
    while slot < end {
      slot.pointee = .absent
      slot += 1
    }
  }

  /// Offers the record that was written to ``current``.
  ///
  /// - Parameter offset: Where it stands in the input.
  /// - Returns: What makes it malformed, `nil` when nothing does.
  @inline(__always)
  func offer(at offset: Int64, extras: ExtraFields) -> RecordFault? {
    let row = current
    // Whose record it is comes first: what its fields hold is another table's business.
    guard state.pointee.router.admits(row) else {
      state.pointee.scannedCount &+= 1
      return nil
    }
    var index = 0
    while index < state.pointee.typedSlotCount {
      let typed = state.pointee.typedSlots + index
      let slot = row + typed.pointee.slot
      if !state.pointee.converter.convert(slot, to: typed.pointee.type) {
        if typed.pointee.isStrict { return misfit(slot.pointee, typed.pointee.field) }
        noteUnfitting(slot.pointee, typed.pointee.field)
        slot.pointee = .absent
      }
      index &+= 1
    }
    state.pointee.scannedCount &+= 1
    state.pointee.router.countOwn()
    let timeSlot = state.pointee.timeSlot
    if timeSlot >= 0 {
      if row[timeSlot].kind == .converted {
        cover(Int64(bitPattern: row[timeSlot].word))
      } else {
        state.pointee.times.timelessCount &+= 1
      }
    } else if timeSlot < -1, !isTracked(row, extras, at: offset) {
      return nil
    }
    guard state.pointee.filter.passes(row) else { return nil }
    if state.pointee.pendingCount &+ state.pointee.assembledCount == 0 { state.pointee.firstOffset = offset }
    if layout.collectsExtras { state.pointee.extras.append(state.pointee.bags.bag(extras.fields)) }
    state.pointee.pendingCount &+= 1
    if state.pointee.pendingCount == Self.capacity { flush() }
    return nil
  }

  /// Counts a record that was dropped for its time alone.
  func passOver(time ticks: Int64) {
    if let tracker = state.pointee.tracker { tracker.note(time: ticks) } else { cover(ticks) }
    state.pointee.scannedCount &+= 1
    state.pointee.passedOverCount &+= 1
  }

  @inline(__always)
  private func cover(_ ticks: Int64) {
    if ticks < state.pointee.times.first { state.pointee.times.first = ticks }
    if ticks > state.pointee.times.last { state.pointee.times.last = ticks }
  }

  /// Shows a row to who wants to look at it.
  ///
  /// - Returns: Whether it counts.
  @inline(never)
  private func isTracked(_ row: UnsafePointer<RawValue>, _ extras: ExtraFields, at offset: Int64) -> Bool {
    if let fingerprinter = state.pointee.fingerprinter {
      fingerprinter.take(row, extras, at: offset)
      return false
    }
    return state.pointee.tracker?.take(row, at: offset) ?? true
  }

  /// Hands fingerprints over.
  ///
  /// - Returns: Bytes of memory that were not needed before.
  func finishFingerprints() -> Int { state.pointee.fingerprinter?.finish() ?? 0 }

  @inline(never)
  private func misfit(_ value: RawValue, _ field: Field) -> RecordFault {
    .wrongType(column: field.name, type: field.type.name, text: Self.shown(value), isInferred: layout.isInferred)
  }

  private static func shown(_ value: RawValue) -> String {
    let text = RawText.string(value)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }

  @inline(never)
  private func noteUnfitting(_ value: RawValue, _ field: Field) {
    let text = Self.shown(value)
    guard !UnfittingValues.isMissing(text) else { return }
    let values = UnfittingValues(column: field.name, type: field.type, count: 1, example: text)
    state.pointee.note(values)
  }
}

// MARK: - Batches

extension RowCollector {
  @inline(__always)
  var rowCount: Int { state.pointee.assembledCount &+ state.pointee.pendingCount }

  /// Where the record of the batch's first row stands in its input.
  var firstOffset: Int64 { state.pointee.firstOffset }

  /// What is needed of records, if the rest may go unchecked.
  var needs: RecordNeeds { RecordNeeds(slotCount: slotCount, gate: state.pointee.filter.gate) }

  /// Whether every row is one that the query keeps.
  var isExact: Bool { state.pointee.filter.isExact }

  /// Appends the waiting rows to the columns, after which nothing points into the input's buffer.
  func flush() {
    if !lookups.isEmpty { narrow() }
    if state.pointee.pendingCount > 0 {
      let raw = waitingRows
      for assembler in assemblers { assembler.append(raw) }
      state.pointee.assembledCount += state.pointee.pendingCount
      state.pointee.pendingCount = 0
      state.pointee.extras.removeAll(keepingCapacity: true)
    }
    arena.removeAll()
  }

  private var waitingRows: RawRows {
    RawRows(
      start: UnsafePointer(rows), stride: stride, count: state.pointee.pendingCount, extras: state.pointee.extras,
      isDelimited: isDelimited)
  }

  /// Drops waiting rows that are of no use to a join.
  private func narrow() {
    for lookup in lookups where state.pointee.pendingCount > 0 {
      let verdicts = lookup.verdicts(on: waitingRows)
      var kept = 0
      for row in 0..<state.pointee.pendingCount where verdicts[row] {
        if kept < row {
          (rows + kept &* stride).update(from: rows + row &* stride, count: slotCount)
          if layout.collectsExtras { state.pointee.extras[kept] = state.pointee.extras[row] }
        }
        kept += 1
      }
      if layout.collectsExtras { state.pointee.extras.removeSubrange(kept...) }
      state.pointee.pendingCount = kept
    }
  }

  /// The rows collected so far as a batch; `nil` when there are none.
  func takeBatch() -> RecordBatch? {
    flush()
    guard state.pointee.assembledCount > 0 else { return nil }
    let batch = RecordBatch(columns: assemblers.map { $0.finish() }, rowCount: state.pointee.assembledCount)
    state.pointee.assembledCount = 0
    return batch
  }

  /// Hands over what was counted.
  ///
  /// - Returns: Records looked at since the last call.
  func flushCounts(to tally: InputTally) -> Int {
    state.pointee.router.flush(to: tally)
    if let tracker = state.pointee.tracker {
      tally.cover(tracker.take(), of: state.pointee.router.table)
    } else if state.pointee.timeSlot >= 0 {
      tally.cover(state.pointee.times, of: state.pointee.router.table)
    }
    for assembler in assemblers {
      guard let values = assembler.takeUnfitting() else { continue }
      state.pointee.note(values)
    }
    if !state.pointee.unfitting.isEmpty {
      var rows = InputTally.TableRows()
      rows.unfitting = state.pointee.unfitting
      tally.cover(rows, of: state.pointee.router.table)
      state.pointee.unfitting = [:]
    }
    tally.count(passedOver: state.pointee.passedOverCount)
    state.pointee.times = InputTally.TableRows()
    state.pointee.passedOverCount = 0
    defer { state.pointee.scannedCount = 0 }
    return state.pointee.scannedCount
  }
}
