import KQLColumnar
import KQLTypes

/// Numbers rows by their values in some columns, in order of first appearance. Null is a value like others.
struct RowGroups {
  /// The group of each row.
  let codes: [UInt32]
  /// The first row of each group.
  let firstRows: [Int32]

  /// Without columns, all rows are one group.
  init(_ columns: [Column], rowCount: Int) {
    var codes = [UInt32](repeating: 0, count: rowCount)
    for column in columns {
      var interner = ValueInterner(column.type)
      var pairs = WordInterner()
      let values = interner.codes(of: column)
      for row in codes.indices {
        let value = column.isNull(row) ? 0 : UInt64(values[row]) + 1
        codes[row] = pairs.code(of: UInt64(codes[row]) << 33 | value)
      }
    }
    self.codes = codes
    var firstRows: [Int32] = []
    for row in codes.indices where Int(codes[row]) == firstRows.count {
      firstRows.append(Int32(truncatingIfNeeded: row))
    }
    self.firstRows = firstRows
  }

  var count: Int { firstRows.count }
}
