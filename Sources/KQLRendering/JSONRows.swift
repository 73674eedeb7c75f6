import KQLColumnar
import KQLTypes

/// Writes rows as JSON arrays, with the cells of ``JSONCell``.
///
/// Cells are written column by column first, those of a dictionary entry once, and then copied together: most of the
/// time of a query with a large answer would otherwise go into telling apart types and escaping the same strings
/// again.
package enum JSONRows {
  /// Appends `[…],[…]`, with a comma in front unless the rows are the first.
  ///
  /// - Parameter columns: Columns of `rowCount` rows.
  package static func append(_ columns: [Column], rowCount: Int, isFirst: Bool, to bytes: inout [UInt8]) {
    let cells = columns.map { CellColumn($0, rowCount: rowCount) }
    // Bytes of each row's cells, then where its next byte goes.
    var places = [Int](repeating: 0, count: rowCount)
    for column in cells { column.addByteCounts(to: &places) }
    // Besides its cells a row has a comma in front, brackets, and commas between cells.
    let separatorCount = 3 + max(0, columns.count - 1)
    var size = 0
    for row in places.indices {
      let count = places[row] + separatorCount
      places[row] = size
      size += count
    }
    let text = [UInt8](unsafeUninitializedCapacity: size) { target, initialized in
      initialized = size
      guard let output = target.baseAddress else { return }
      append(0x2c, to: output, &places)
      append(0x5b, to: output, &places)
      for (index, column) in cells.enumerated() {
        if index > 0 { append(0x2c, to: output, &places) }
        column.append(to: output, &places)
      }
      append(0x5d, to: output, &places)
      precondition(places.last ?? 0 == size)
    }
    bytes.append(contentsOf: isFirst ? text.dropFirst() : text[...])
  }

  /// Appends one byte to each row.
  private static func append(_ byte: UInt8, to output: UnsafeMutablePointer<UInt8>, _ places: inout [Int]) {
    for row in places.indices {
      output[places[row]] = byte
      places[row] &+= 1
    }
  }
}

/// The written cells of a column.
private struct CellColumn {
  private var bytes: [UInt8] = []
  /// Where each written cell begins; one more at the end.
  private var starts: [Int] = [0]
  /// The written cell of each row; `nil` when row *i* has cell *i*.
  private var cellOfRow: [UInt32]?

  init(_ column: Column, rowCount: Int) {
    switch column.values {
    case .string(let strings): write(strings)
    case .int64(let values): write(values, column)
    default: for row in 0..<rowCount { write { JSONCell.append(column[row], to: &$0) } }
    }
  }

  private mutating func write(_ append: (inout [UInt8]) -> Void) {
    append(&bytes)
    starts.append(bytes.count)
  }

  private mutating func write(_ strings: StringColumn) {
    guard let codes = strings.codes, let highest = codes.max(), Int(highest) < 4 * codes.count + 1024 else {
      for row in 0..<strings.count { write { JSONCell.appendString(strings[row], to: &$0) } }
      return
    }
    var cells = [UInt32](repeating: .max, count: Int(highest) + 1)
    cellOfRow = codes.map { code in
      if cells[Int(code)] == .max {
        cells[Int(code)] = UInt32(truncatingIfNeeded: starts.count - 1)
        write { JSONCell.appendString(strings.heap[Int(code)], to: &$0) }
      }
      return cells[Int(code)]
    }
  }

  /// Times and numbers often follow one another unchanged, as bins do.
  private mutating func write(_ values: [Int64], _ column: Column) {
    var cellOfRow: [UInt32] = []
    cellOfRow.reserveCapacity(values.count)
    let isPlain = column.type == .long || column.type == .int
    for row in values.indices {
      let isValid = column.validity.isValid(row)
      if row == 0 || values[row] != values[row - 1] || isValid != column.validity.isValid(row - 1) {
        if isPlain, isValid {
          write { IntegerText.append(values[row], to: &$0) }
        } else {
          let value: ScalarValue = isValid ? ScalarValue(int64: values[row], as: column.type) : .null(column.type)
          write { JSONCell.append(value, to: &$0) }
        }
      }
      cellOfRow.append(UInt32(truncatingIfNeeded: starts.count - 2))
    }
    self.cellOfRow = cellOfRow
  }

  /// Adds the length of each row's cell.
  func addByteCounts(to counts: inout [Int]) {
    for row in counts.indices {
      let cell = cell(of: row)
      counts[row] &+= starts[cell + 1] - starts[cell]
    }
  }

  /// Appends each row's cell to what was written of the row.
  func append(to output: UnsafeMutablePointer<UInt8>, _ places: inout [Int]) {
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for row in places.indices {
        let cell = cell(of: row)
        let count = starts[cell + 1] - starts[cell]
        (output + places[row]).update(from: base + starts[cell], count: count)
        places[row] &+= count
      }
    }
  }

  @inline(__always)
  private func cell(of row: Int) -> Int {
    guard let cellOfRow else { return row }
    return Int(cellOfRow[row])
  }
}
