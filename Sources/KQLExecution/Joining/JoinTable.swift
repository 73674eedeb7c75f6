import KQLCatalog
import KQLColumnar
import KQLTypes

/// The rows of one side of a join, findable by key; immutable.
final class JoinTable: Sendable {
  /// The rows, and after them one without values for those that find no match.
  let rows: RecordBatch
  /// Rows without the last one.
  let rowCount: Int
  fileprivate enum Keys: Sendable {
    /// A single key of type `string`.
    case strings(StringKeyIndex)
    case packed(KeyEncoder, GroupTable)
  }
  fileprivate let keys: Keys
  /// Where the rows of each key begin in `rowsByGroup`; one more at the end.
  private let starts: [Int32]
  private let rowsByGroup: [Int32]
  private let reservation: MemoryReservation

  /// - Parameters:
  ///   - held: The rows, without selection.
  ///   - keys: Computes the key of each row; without expressions all rows have one key.
  ///   - keepsFirstOnly: Whether only the first row of each key is findable.
  ///   - keepsUnmatched: Whether there is a row without values.
  ///   - reservation: Holds the bytes of the rows.
  init(
    _ held: RecordBatch, types: [ScalarType], keys: ExpressionProgram, keepsFirstOnly: Bool = false,
    keepsUnmatched: Bool = false, reservation: MemoryReservation
  ) throws(ExecutionError) {
    let rowCount = held.physicalRowCount
    self.rowCount = rowCount
    self.reservation = reservation
    try reservation.add(rowCount * 8)
    let columns = try ExpressionEvaluator(keys).evaluateColumns(held)
    let groupCount: Int
    var groupOfRow: [UInt32] = []
    if columns.count == 1, case .string(let strings) = columns[0].values {
      let index = StringKeyIndex(strings, groups: &groupOfRow)
      try reservation.add(index.byteCount)
      groupCount = index.groupCount
      self.keys = .strings(index)
    } else {
      var encoder = KeyEncoder(keys.types)
      let words = encoder.encode(columns, rowCount: rowCount)
      var groups = GroupTable(encoder.layout)
      var newRows: [Int] = []
      groupOfRow = groups.groups(of: words, rowCount: rowCount, newRows: &newRows)
      encoder.prepareForLookup()
      try reservation.add(groups.byteCount + encoder.byteCount)
      groupCount = groups.groupCount
      self.keys = .packed(encoder, groups)
    }

    var counts = [Int32](repeating: 0, count: groupCount + 1)
    for row in 0..<rowCount {
      let group = Int(groupOfRow[row])
      if keepsFirstOnly, counts[group] > 0 { continue }
      counts[group] += 1
    }
    var starts = [Int32](repeating: 0, count: groupCount + 1)
    for group in 0..<groupCount { starts[group + 1] = starts[group] + counts[group] }
    var filled = [Int32](repeating: 0, count: groupCount)
    var rowsByGroup = [Int32](repeating: 0, count: Int(starts[groupCount]))
    for row in 0..<rowCount {
      let group = Int(groupOfRow[row])
      guard filled[group] < counts[group] else { continue }
      rowsByGroup[Int(starts[group] + filled[group])] = Int32(truncatingIfNeeded: row)
      filled[group] += 1
    }
    rows = keepsUnmatched ? held.withNullRow(types) : held
    self.starts = starts
    self.rowsByGroup = rowsByGroup
  }
}

extension JoinTable {
  /// The rows that have a key, ascending; none for a negative group.
  func rows(ofGroup group: Int32) -> ArraySlice<Int32> {
    guard group >= 0 else { return [] }
    return rowsByGroup[Int(starts[Int(group)])..<Int(starts[Int(group) + 1])]
  }
}

extension RecordBatch {
  fileprivate func withNullRow(_ types: [ScalarType]) -> RecordBatch {
    .joined([self, RecordBatch(columns: types.map { .nulls($0, count: 1) }, rowCount: 1)], types: types)
  }
}

/// Finds rows of the other side in a ``JoinTable``; used by one thread.
final class JoinProbe {
  private let table: JoinTable
  private let keys: ExpressionEvaluator
  private var known: [StringKeyCoder.KnownEntries]
  private var knownStrings = StringKeyIndex.KnownEntries()

  init(_ table: JoinTable, keys: ExpressionProgram) throws(ExecutionError) {
    self.table = table
    self.keys = try ExpressionEvaluator(keys)
    known = keys.types.map { _ in StringKeyCoder.KnownEntries() }
  }

  /// The group of each live row, -1 for rows that match nothing. A null key matches null keys.
  func groups(of batch: RecordBatch) throws(ExecutionError) -> [Int32] {
    let rowCount = batch.rowCount
    let columns = try keys.evaluateColumns(batch)
    switch table.keys {
    case .strings(let index): return index.groups(of: columns[0].strings, &knownStrings)
    case .packed(let encoder, let groups):
      let (words, isFindable) = encoder.encodeForLookup(columns, rowCount: rowCount, &known)
      return groups.existingGroups(of: words, isFindable: isFindable)
    }
  }
}
