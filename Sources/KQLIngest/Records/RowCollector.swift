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
  private let filter: RowFilter
  private let assemblers: [any ColumnAssembler]
  private var router: RecordRouter
  private var converter = ValueConverter()
  private var isDelimited = false

  /// Rows that wait: `capacity` of them and one being written.
  private let rows: UnsafeMutablePointer<RawValue>
  private var pendingCount = 0
  private var extras: [DynamicValue] = []
  /// Rows in the assemblers.
  private var assembledCount = 0
  /// Where the record of the batch's first row stands in its input.
  private(set) var firstOffset: Int64 = 0

  private var times = InputTally.Times()
  private var scannedCount = 0

  private static let capacity = 256

  init(_ layout: RowLayout, filter: RowFilter, router: RecordRouter, assemblers: [any ColumnAssembler]) {
    self.layout = layout
    self.filter = filter
    self.router = router
    self.assemblers = assemblers
    let count = (Self.capacity + 1) * max(layout.slotCount, 1)
    rows = .allocate(capacity: count)
    rows.initialize(repeating: .absent, count: count)
  }

  deinit { rows.deallocate() }
}

// MARK: - Records

extension RowCollector {
  /// Where the fields of the next record go; all absent when a record begins.
  var current: UnsafeMutablePointer<RawValue> { rows + pendingCount &* layout.slotCount }

  /// Turns to another input; the batch goes on.
  func begin(_ router: RecordRouter, isDelimited: Bool) {
    flush()
    self.router = router
    self.isDelimited = isDelimited
  }

  func clearCurrent() {
    current.update(repeating: .absent, count: layout.slotCount)
  }

  /// Offers the record that was written to ``current``.
  ///
  /// - Parameter offset: Where it stands in the input.
  /// - Returns: What makes it malformed, `nil` when nothing does.
  @inline(__always)
  func offer(at offset: Int64, extras: [ExtraField]) -> RecordFault? {
    let row = current
    for typed in layout.typedSlots {
      switch converter.convert(row[typed.slot], to: typed.field.type) {
      case .converted(let value): row[typed.slot] = value
      case .misfit:
        if typed.isStrict { return misfit(row[typed.slot], typed.field) }
        row[typed.slot] = .absent
      }
    }
    scannedCount &+= 1
    guard router.take(row) else { return nil }
    if let timeSlot = layout.timeSlot {
      if row[timeSlot].kind == .converted {
        let ticks = Int64(bitPattern: row[timeSlot].word)
        times.first = min(times.first, ticks)
        times.last = max(times.last, ticks)
      } else {
        times.timelessCount &+= 1
      }
    }
    guard filter.passes(row) else { return nil }
    if pendingCount &+ assembledCount == 0 { firstOffset = offset }
    if layout.collectsExtras { self.extras.append(Self.bag(extras)) }
    pendingCount &+= 1
    if pendingCount == Self.capacity { flush() }
    return nil
  }

  private func misfit(_ value: RawValue, _ field: Field) -> RecordFault {
    let text = RawText.string(value)
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    return .wrongType(column: field.name, type: field.type.name, text: String(shown))
  }

  private static func bag(_ fields: [ExtraField]) -> DynamicValue {
    if fields.isEmpty { return .null }
    var bag = DynamicBag()
    var nested = DynamicBag()
    for field in fields {
      let name = field.isEscaped ? JSONUnescaping.string(field.name) : String(decoding: field.name, as: UTF8.self)
      let value = RawText.dynamic(field.value, readsText: false)
      if field.context == .nested { nested[name] = value } else { bag[name] = value }
    }
    if !nested.isEmpty { bag["properties"] = .bag(nested) }
    return .bag(bag)
  }
}

// MARK: - Batches

extension RowCollector {
  var rowCount: Int { assembledCount + pendingCount }

  /// Whether every row is one that the query keeps.
  var isExact: Bool { filter.isExact }

  /// Appends the waiting rows to the columns, after which nothing points into the input's buffer.
  func flush() {
    guard pendingCount > 0 else {
      arena.removeAll()
      return
    }
    let raw = RawRows(
      start: UnsafePointer(rows), stride: layout.slotCount, count: pendingCount, extras: extras,
      isDelimited: isDelimited)
    for assembler in assemblers { assembler.append(raw) }
    assembledCount += pendingCount
    pendingCount = 0
    extras.removeAll(keepingCapacity: true)
    arena.removeAll()
  }

  /// The rows collected so far as a batch; `nil` when there are none.
  func takeBatch() -> RecordBatch? {
    flush()
    guard assembledCount > 0 else { return nil }
    let batch = RecordBatch(columns: assemblers.map { $0.finish() }, rowCount: assembledCount)
    assembledCount = 0
    return batch
  }

  /// Hands over what was counted.
  ///
  /// - Returns: Records looked at since the last call.
  func flushCounts(to tally: InputTally) -> Int {
    router.flush(to: tally)
    if layout.timeSlot != nil { tally.cover(times, of: router.table) }
    times = InputTally.Times()
    defer { scannedCount = 0 }
    return scannedCount
  }
}
