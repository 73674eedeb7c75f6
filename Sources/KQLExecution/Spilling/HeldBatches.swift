import KQLColumnar
import KQLTypes

/// Batches that an operator holds on to, and the memory that they keep from being freed.
///
/// A heap of strings counts once, however many batches stand on it; one that belongs to a table in memory does not
/// count. Strings of few rows that would keep a large heap alive are copied out of it.
struct HeldBatches {
  /// Without selection, in the order in which they came.
  private(set) var batches: [StreamBatch] = []
  private(set) var rowCount = 0
  private(set) var byteCount = 0
  /// Bytes counted of each heap; heaps grow while batches come.
  private var heaps: [ObjectIdentifier: Int] = [:]
}

extension HeldBatches {
  mutating func append(_ scanned: StreamBatch) {
    let batch = scanned.batch.compacted().detached()
    batches.append(StreamBatch(batch, ordinal: scanned.ordinal, firstRow: scanned.firstRow))
    rowCount += batch.physicalRowCount
    for column in batch.columns { count(column) }
  }

  /// The batches, each with two columns that say where its rows stood.
  var batchesWithPositions: [(batch: RecordBatch, positions: [Column])] {
    batches.map { held in
      let count = held.batch.physicalRowCount
      let ordinals = [Int64](repeating: held.ordinal, count: count)
      let places = Array(held.firstRow..<held.firstRow + Int64(count))
      return (held.batch, [.int64(ordinals, as: .long), .int64(places, as: .long)])
    }
  }

  /// Two columns that say where each row stood, batch by batch.
  var positions: [Column] {
    let parts = batchesWithPositions.map(\.positions)
    return [0, 1].map { index in Column.concatenated(parts.map { $0[index] }, type: .long) }
  }

  mutating func removeAll() { self = HeldBatches() }

  private mutating func count(_ column: Column) {
    if let validity = column.validity { byteCount += validity.words.count * 8 }
    switch column.values {
    case .string(let strings):
      byteCount += (strings.codes?.count ?? 0) * 4
      if strings.heap.isResident { return }
      let size = strings.heap.byteCount
      let known = heaps.updateValue(size, forKey: ObjectIdentifier(strings.heap)) ?? 0
      byteCount += size - known
    case .dynamic(let values): byteCount += values.reduce(0) { $0 + $1.heldByteCount }
    default: byteCount += column.byteCount
    }
  }
}

extension RecordBatch {
  /// The batch with strings of its own where it uses little of a heap that nobody shares.
  fileprivate func detached() -> RecordBatch {
    let rowCount = physicalRowCount
    func isWasteful(_ column: Column) -> Bool {
      guard case .string(let strings) = column.values, strings.codes != nil else { return false }
      return !strings.heap.isDistinct && !strings.heap.isResident && strings.heap.count > rowCount * 4
    }
    guard columns.contains(where: isWasteful) else { return self }
    return RecordBatch(
      columns: columns.map { column in
        guard isWasteful(column) else { return column }
        return .string(StringColumn.copied([column.strings]))
      }, rowCount: rowCount)
  }
}

extension RecordBatch {
  /// As ``concatenated(_:types:)``, but hashes no strings that hardly repeat.
  static func joined(_ batches: [RecordBatch], types: [ScalarType]) -> RecordBatch {
    guard batches.count > 1 else { return batches.first ?? .empty(types) }
    let rowCount = batches.reduce(0) { $0 + $1.physicalRowCount }
    let columns = types.indices.map { index -> Column in
      let parts = batches.map { $0.columns[index] }
      guard types[index] == .string else { return .concatenated(parts, type: types[index]) }
      let strings = parts.map(\.strings)
      let first = strings[0].heap
      if strings.allSatisfy({ $0.heap === first }) { return .concatenated(parts, type: .string) }
      let entryCount = strings.reduce(0) { $0 + ($1.codes == nil ? rowCount : $1.heap.count) }
      return .string(entryCount * 2 <= rowCount ? StringColumn.concatenated(strings) : StringColumn.copied(strings))
    }
    return RecordBatch(columns: columns, rowCount: rowCount)
  }
}

extension DynamicValue {
  /// Bytes that the value takes in a column, estimated.
  fileprivate var heldByteCount: Int {
    let own = MemoryLayout<DynamicValue>.stride
    switch self {
    case .null, .bool, .long, .real, .datetime, .timespan: return own
    case .decimal, .guid: return own + 48
    case .string(let text): return own + (text.utf8.count < 16 ? 0 : 32 + text.utf8.count)
    case .array(let elements): return elements.reduce(own + 32) { $0 + $1.heldByteCount }
    case .bag(let bag):
      let keys = bag.keys.reduce(64) { $0 + 16 + ($1.utf8.count < 16 ? 0 : 32 + $1.utf8.count) }
      return bag.values.reduce(own + keys) { $0 + $1.heldByteCount }
    }
  }
}
