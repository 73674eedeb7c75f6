import KQLCatalog
import KQLColumnar
import KQLTypes

/// The rows of one side of a join, findable by key; immutable.
final class JoinTable: Sendable {
  /// Columns that are given, and after their rows one without values for those that find no match.
  private let columns: [Column?]
  /// Rows without the last one.
  let rowCount: Int
  fileprivate enum Keys: Sendable {
    /// A single key of type `string`.
    case strings(StringKeyIndex)
    case packed(KeyEncoder, GroupTable)
  }
  fileprivate let keys: Keys
  /// Whether the group of each key is its only row; there is no `rowsByGroup` then.
  let isUnique: Bool
  /// Where the rows of each key begin in `rowsByGroup`; one more at the end.
  private let starts: [Int32]
  private let rowsByGroup: [Int32]
  /// What scans can be told of the keys that were asked for, by position.
  let narrowings: [Int: KeyNarrowing]
  private let reservation: MemoryReservation

  /// - Parameters:
  ///   - batches: The rows, without selection.
  ///   - kept: Positions of the columns that ``column(_:)`` gives.
  ///   - keys: Computes the key of each row; without expressions all rows have one key.
  ///   - narrowingKeys: Positions of keys that scans are told of.
  ///   - keepsFirstOnly: Whether only the first row of each key is findable.
  ///   - keepsUnmatched: Whether there is a row without values.
  ///   - reservation: Holds the bytes of the rows.
  init(
    _ batches: [RecordBatch], types: [ScalarType], keeping kept: Set<Int>, keys: ExpressionProgram,
    narrowingKeys: [Int] = [], keepsFirstOnly: Bool = false, keepsUnmatched: Bool = false, threadCount: Int,
    reservation: MemoryReservation
  ) throws(ExecutionError) {
    let rowCount = batches.reduce(0) { $0 + $1.physicalRowCount }
    self.rowCount = rowCount
    self.reservation = reservation
    try reservation.add(rowCount * 8)
    let evaluator = try ExpressionEvaluator(keys)
    let groupCount: Int
    var groupOfRow: [UInt32] = []
    var columns = [Column?](repeating: nil, count: types.count)
    var narrowings: [Int: KeyNarrowing] = [:]
    if keys.types == [.string] {
      var strings: [StringColumn] = []
      for batch in batches { strings.append(try evaluator.evaluateColumns(batch)[0].strings) }
      let index = StringKeyIndex(strings, threadCount: threadCount, groups: &groupOfRow)
      try reservation.add(index.byteCount)
      groupCount = rowCount
      self.keys = .strings(index)
      // Keys that are not given need not be copied.
      for position in kept {
        let rows = RecordBatch.joined(batches.map { $0.projected([position]) }, types: [types[position]])
        columns[position] = keepsUnmatched ? rows.withNullRow([types[position]]).columns[0] : rows.columns[0]
      }
      isUnique = keepsFirstOnly || !index.hasRepeats
      for key in narrowingKeys { narrowings[key] = KeyNarrowing(index, groups: groupOfRow) }
    } else {
      let held = RecordBatch.joined(batches, types: types)
      let keyColumns = try evaluator.evaluateColumns(held)
      var encoder = KeyEncoder(keys.types)
      let words = encoder.encode(keyColumns, rowCount: rowCount)
      var groups = GroupTable(encoder.layout)
      var newRows: [Int] = []
      groupOfRow = groups.groups(of: words, rowCount: rowCount, newRows: &newRows)
      encoder.prepareForLookup()
      try reservation.add(groups.byteCount + encoder.byteCount)
      groupCount = groups.groupCount
      self.keys = .packed(encoder, groups)
      columns = (keepsUnmatched ? held.withNullRow(types) : held).columns
      isUnique = false
      for key in narrowingKeys { narrowings[key] = KeyNarrowing(keyColumns[key], rows: newRows) }
    }
    self.narrowings = narrowings
    self.columns = columns
    guard !isUnique else {
      starts = []
      rowsByGroup = []
      return
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
    self.starts = starts
    self.rowsByGroup = rowsByGroup
  }
}

extension JoinTable {
  /// A column that is given.
  func column(_ position: Int) -> Column {
    guard let column = columns[position] else { preconditionFailure("column \(position) was not kept") }
    return column
  }

  /// The rows that have a key, ascending; none for a negative group. Not for a table whose keys are unique.
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
