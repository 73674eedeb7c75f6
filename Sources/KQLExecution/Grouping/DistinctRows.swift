import KQLColumnar
import KQLTypes

/// One row of each combination of values, and for each the first of its rows in an order; used by one thread.
final class DistinctRows {
  private let types: [ScalarType]
  private let order: [SortDirection]
  private var grouping: Grouping
  /// For each word of the order the lowest one of each group's rows, and where that row stands.
  private var bestWords: [[UInt64]]
  private var bestPositions: [RowPosition] = []

  /// - Parameters:
  ///   - order: Empty for the order in which rows stand.
  ///   - orderTypes: Types of the order's keys, all of which have sort words.
  init(_ types: [ScalarType], order: [SortDirection], orderTypes: [ScalarType]) {
    self.types = types
    self.order = order
    grouping = Grouping(types)
    bestWords = Array(repeating: [], count: orderTypes.reduce(0) { $0 + (SortWords.wordCount(of: $1) ?? 0) })
  }

  var byteCount: Int { grouping.byteCount + grouping.groupCount * (16 + 8 * bestWords.count) }
}

// MARK: - Adding rows

extension DistinctRows {
  /// - Parameter columns: The columns, then the keys of the order.
  func add(_ columns: [Column], rowCount: Int, at position: RowPosition) {
    let groups = grouping.groups(of: Array(columns[..<types.count]), rowCount: rowCount, at: position)
    addNewGroups()
    let words = zip(columns[types.count...], order).flatMap { SortWords.words(of: $0, $1) }
    switch words.count {
    case 0: break  // The first row of a thread's rows is the one that came first.
    case 1: keepLowest(words[0], groups, position)
    default: keepLowest(words, groups, position)
    }
  }

  /// A new group begins above every word; the first of its rows to be lower takes it.
  private func addNewGroups() {
    let newGroups = grouping.firstPositions[bestPositions.count...]
    for index in bestWords.indices {
      bestWords[index].append(contentsOf: repeatElement(.max, count: newGroups.count))
    }
    bestPositions.append(contentsOf: newGroups)
  }

  private func keepLowest(_ words: [UInt64], _ groups: [UInt32], _ position: RowPosition) {
    var best = bestWords[0]
    var positions = bestPositions
    bestWords[0] = []
    bestPositions = []
    for row in groups.indices {
      let group = Int(groups[row])
      if words[row] < best[group] {
        best[group] = words[row]
        positions[group] = RowPosition(ordinal: position.ordinal, row: position.row &+ Int64(row))
      }
    }
    bestWords[0] = best
    bestPositions = positions
  }

  private func keepLowest(_ words: [[UInt64]], _ groups: [UInt32], _ position: RowPosition) {
    for row in groups.indices {
      let group = Int(groups[row])
      for (index, word) in words.enumerated() {
        if word[row] > bestWords[index][group] { break }
        if word[row] < bestWords[index][group] {
          for index in words.indices { bestWords[index][group] = words[index][row] }
          bestPositions[group] = RowPosition(ordinal: position.ordinal, row: position.row &+ Int64(row))
          break
        }
      }
    }
  }

  /// Adds another thread's rows.
  func merge(_ other: DistinctRows) {
    keep(grouping.merge(other.grouping), other.bestWords, other.bestPositions)
  }

  /// Keeps the better row of each group.
  private func keep(_ groups: [UInt32], _ words: [[UInt64]], _ positions: [RowPosition]) {
    for (row, group) in groups.enumerated() {
      let group = Int(group)
      if group == bestPositions.count {
        for index in words.indices { bestWords[index].append(words[index][row]) }
        bestPositions.append(positions[row])
        continue
      }
      guard isBefore(words, positions, row, group) else { continue }
      for index in words.indices { bestWords[index][group] = words[index][row] }
      bestPositions[group] = positions[row]
    }
  }

  private func isBefore(_ words: [[UInt64]], _ positions: [RowPosition], _ row: Int, _ group: Int) -> Bool {
    for index in words.indices where words[index][row] != bestWords[index][group] {
      return words[index][row] < bestWords[index][group]
    }
    return positions[row] < bestPositions[group]
  }
}

// MARK: - Results

extension DistinctRows {
  /// All rows, in the wanted order.
  func inOrder() -> RecordBatch {
    RecordBatch(columns: grouping.keyColumns, rowCount: grouping.groupCount).gathered(groupsInOrder)
  }

  private var groupsInOrder: [Int32] {
    SortPermutation.make(bestWords, SortPermutation.make(bestPositions))
  }
}

// MARK: - Files

extension DistinctRows {
  /// Types of the rows in files: the columns, the words of the order, and where the row stood.
  var writtenTypes: [ScalarType] { types + [ScalarType](repeating: .long, count: bestWords.count + 2) }

  /// All rows as they stand in files, and their order.
  func written() -> (rows: RecordBatch, order: [Int32]) {
    let words = bestWords.map { words in
      Column.int64(words.map { Int64(bitPattern: $0 ^ (1 << 63)) }, as: .long)
    }
    let positions: [Column] = [
      .int64(bestPositions.map(\.ordinal), as: .long), .int64(bestPositions.map(\.row), as: .long),
    ]
    let rows = RecordBatch(columns: grouping.keyColumns + words + positions, rowCount: grouping.groupCount)
    return (rows, groupsInOrder)
  }

  func write(to writer: PartitionWriter) throws(ExecutionError) {
    let rows = written().rows
    guard rows.physicalRowCount > 0 else { return }
    let hashes = KeyHash.make(Array(rows.columns[..<types.count]), rowCount: rows.physicalRowCount)
    try writer.add(rows, hashes: hashes)
  }

  /// Adds rows of a file.
  func add(written rows: RecordBatch) {
    let rowCount = rows.physicalRowCount
    let start = RowPosition(ordinal: 0, row: 0)
    let groups = grouping.groups(of: Array(rows.columns[..<types.count]), rowCount: rowCount, at: start)
    let words = rows.columns[types.count..<types.count + bestWords.count].map { column in
      column.int64s.map { UInt64(bitPattern: $0) ^ (1 << 63) }
    }
    let (ordinals, places) = (rows.columns[rows.columns.count - 2].int64s, rows.columns[rows.columns.count - 1].int64s)
    keep(groups, words, (0..<rowCount).map { RowPosition(ordinal: ordinals[$0], row: places[$0]) })
  }
}
