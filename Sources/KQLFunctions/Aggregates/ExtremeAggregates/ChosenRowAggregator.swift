import KQLColumnar
import KQLTypes

/// Decides which row stands for each group.
protocol RowChooser {
  /// A chooser of the same kind that has seen nothing.
  var emptied: Self { get }
  mutating func grow(to groupCount: Int)

  /// Considers the rows of a batch; reports each row that is better than the group's row so far, in row order.
  mutating func choose(
    among arguments: [Datum], _ groups: [UInt32], firstOrdinal: Int64, report: (_ row: Int, _ group: Int) -> Void)

  /// Considers another thread's rows; reports its groups whose row is better than this one's.
  mutating func merge(_ other: Self, mapping: [UInt32], report: (_ otherGroup: Int) -> Void)

  var byteCount: Int { get }
}

/// Returns the values of all arguments in the row that was chosen for a group: `arg_max`, `take_any`, …
///
/// Only the rows that were chosen are kept, so memory grows with groups and not with rows.
final class ChosenRowAggregator<Chooser: RowChooser>: GroupedAggregator {
  private var chooser: Chooser
  private let types: [ScalarType]
  private var rows: RowStore
  /// The place of each group's row in ``rows``; -1 for none.
  private var slots: [Int32] = []

  /// - Parameter types: The types of all arguments, which are those of the result's columns.
  init(_ chooser: Chooser, types: [ScalarType]) {
    self.chooser = chooser
    self.types = types
    rows = RowStore(types: types)
  }

  func makeEmpty() -> any GroupedAggregator { ChosenRowAggregator(chooser.emptied, types: types) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    grow(to: groupCount)
    // Of the rows that are reported for a group the last one is the best, so one slot a group is taken.
    var changed: [Int32] = []
    let firstSlot = rows.count
    var slots = self.slots
    self.slots = []
    chooser.choose(among: arguments, groups, firstOrdinal: firstOrdinal) { row, group in
      let slot = Int(slots[group]) - firstSlot
      if slot >= 0 {
        changed[slot] = Int32(truncatingIfNeeded: row)
      } else {
        slots[group] = Int32(truncatingIfNeeded: firstSlot + changed.count)
        changed.append(Int32(truncatingIfNeeded: row))
      }
    }
    self.slots = slots
    if changed.isEmpty { return }
    rows.append(arguments.map { $0.column(rowCount: groups.count).detached(changed) }, rowCount: changed.count)
    compact()
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    let other = sibling(other)
    grow(to: groupCount)
    var taken: [Int32] = []
    let firstSlot = rows.count
    chooser.merge(other.chooser, mapping: mapping) { group in
      slots[Int(mapping[group])] = Int32(truncatingIfNeeded: firstSlot + taken.count)
      taken.append(other.slots[group])
    }
    if taken.isEmpty { return }
    rows.append(other.rows.columns(taken), rowCount: taken.count)
    compact()
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column { try finishAll(groupCount: groupCount)[0] }

  func finishAll(groupCount: Int) throws(ExecutionError) -> [Column] {
    grow(to: groupCount)
    return rows.columns(slots)
  }

  var byteCount: Int { chooser.byteCount + rows.byteCount + slots.capacity * 4 }

  private func grow(to groupCount: Int) {
    chooser.grow(to: groupCount)
    slots.grow(to: groupCount) { -1 }
  }

  private func compact() {
    guard rows.count > 2 * slots.count + 1024 else { return }
    let live = slots.indices.filter { slots[$0] >= 0 }
    rows = rows.compacted(live.map { slots[$0] })
    for index in live.indices { slots[live[index]] = Int32(truncatingIfNeeded: index) }
  }
}

/// Rows that were picked out of batches, addressed by number.
struct RowStore {
  private let types: [ScalarType]
  private var chunks: [[Column]] = []
  private(set) var count = 0
  private(set) var byteCount = 0

  init(types: [ScalarType]) { self.types = types }
}

extension RowStore {
  mutating func append(_ columns: [Column], rowCount: Int) {
    chunks.append(columns)
    count += rowCount
    byteCount += columns.reduce(0) { $0 + $1.byteCount }
  }

  /// The columns of the rows with the given numbers; a negative one gives nulls.
  func columns(_ slots: [Int32]) -> [Column] {
    types.indices.map { index in
      if chunks.isEmpty { return .nulls(types[index], count: slots.count) }
      return Column.concatenated(chunks.map { $0[index] }, type: types[index]).gatheredWithNulls(slots)
    }
  }

  /// A store of these rows alone, numbered anew.
  func compacted(_ slots: [Int32]) -> RowStore {
    var result = RowStore(types: types)
    result.append(columns(slots).map { $0.detached() }, rowCount: slots.count)
    return result
  }
}

extension Column {
  /// The rows at the given positions, holding no memory of the batch they come from: strings are copied, unless
  /// they stand on a dictionary that outlives the batch.
  func detached(_ rows: [Int32]) -> Column {
    guard case .string(let strings) = values, !strings.heap.isDistinct else { return gathered(rows) }
    let heap = StringHeap(isDistinct: false, capacity: rows.count)
    for row in rows { heap.append(strings[Int(row)]) }
    return .string(StringColumn(heap: heap))
  }

  /// All rows, holding no memory but their own.
  func detached() -> Column {
    guard case .string(let strings) = values else { return self }
    if strings.codes == nil, !strings.heap.isDistinct { return self }
    let heap = StringHeap(isDistinct: false, capacity: count)
    for row in 0..<count { heap.append(strings[row]) }
    return .string(StringColumn(heap: heap))
  }
}
