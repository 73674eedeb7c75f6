import KQLColumnar
import KQLTypes

/// The groups that one thread has seen, with the place of each one's first row.
struct Grouping {
  private var encoder: KeyEncoder
  private var table: GroupTable
  private(set) var firstPositions: [RowPosition] = []

  init(_ types: [ScalarType]) {
    encoder = KeyEncoder(types)
    table = GroupTable(encoder.layout)
  }

  var groupCount: Int { table.groupCount }
  var byteCount: Int { table.byteCount + encoder.byteCount + groupCount * 16 }
}

extension Grouping {
  /// The group of each row; new groups get the next numbers.
  ///
  /// - Parameter position: Place of the first row; the others follow.
  mutating func groups(of columns: [Column], rowCount: Int, at position: RowPosition) -> [UInt32] {
    var newRows: [Int] = []
    let groups = groups(of: columns, rowCount: rowCount, newRows: &newRows)
    for row in newRows {
      firstPositions.append(RowPosition(ordinal: position.ordinal, row: position.row + Int64(row)))
    }
    return groups
  }

  /// As above for rows that stand anywhere.
  mutating func groups(of columns: [Column], rowCount: Int, at position: (Int) -> RowPosition) -> [UInt32] {
    var newRows: [Int] = []
    let groups = groups(of: columns, rowCount: rowCount, newRows: &newRows)
    for row in newRows { firstPositions.append(position(row)) }
    for (row, group) in groups.enumerated() {
      let own = position(row)
      if own < firstPositions[Int(group)] { firstPositions[Int(group)] = own }
    }
    return groups
  }

  private mutating func groups(of columns: [Column], rowCount: Int, newRows: inout [Int]) -> [UInt32] {
    let layout = encoder.layout
    let words = encoder.encode(columns, rowCount: rowCount)
    if encoder.layout != layout { table.rekey(encoder.layout.repacking(table.keys, from: layout), for: encoder.layout) }
    return table.groups(of: words, rowCount: rowCount, newRows: &newRows)
  }

  /// The key columns, one row a group.
  var keyColumns: [Column] { encoder.decode(table.keys) }

  /// Adds another thread's groups.
  ///
  /// - Returns: This grouping's group for each of the other's.
  mutating func merge(_ other: Grouping) -> [UInt32] {
    var newGroups: [Int] = []
    let mapping = groups(of: other.keyColumns, rowCount: other.groupCount, newRows: &newGroups)
    for group in newGroups { firstPositions.append(other.firstPositions[group]) }
    for (group, target) in mapping.enumerated() {
      let position = other.firstPositions[group]
      if position < firstPositions[Int(target)] { firstPositions[Int(target)] = position }
    }
    return mapping
  }

  /// Adds some of another one's groups.
  ///
  /// - Returns: This grouping's group for each of them.
  mutating func merge(_ members: [Int32], of other: Grouping) -> [UInt32] {
    var newGroups: [Int] = []
    // Keys would otherwise bring along the dictionary of all the other's groups.
    let keys = other.keyColumns.map { column -> Column in
      let picked = column.gathered(members)
      guard case .string(let strings) = picked.values else { return picked }
      return .string(.copied([strings]))
    }
    let mapping = groups(of: keys, rowCount: members.count, newRows: &newGroups)
    for index in newGroups { firstPositions.append(other.firstPositions[Int(members[index])]) }
    for (index, target) in mapping.enumerated() {
      let position = other.firstPositions[Int(members[index])]
      if position < firstPositions[Int(target)] { firstPositions[Int(target)] = position }
    }
    return mapping
  }

  /// The groups in the order of their first rows.
  var groupsInOrder: [Int32] {
    SortPermutation.make(firstPositions)
  }
}
