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
    // Brackets and commas: one before each cell, and two more a row.
    var size = rowCount * (columns.count + 2)
    for column in cells { size += column.byteCount }
    let text = [UInt8](unsafeUninitializedCapacity: size) { target, initialized in
      guard let output = target.baseAddress else { return }
      var end = 0
      for row in 0..<rowCount {
        if row > 0 || !isFirst {
          output[end] = 0x2c
          end &+= 1
        }
        output[end] = 0x5b
        end &+= 1
        for (index, column) in cells.enumerated() {
          if index > 0 {
            output[end] = 0x2c
            end &+= 1
          }
          end = column.copy(row, to: output, at: end)
        }
        output[end] = 0x5d
        end &+= 1
      }
      precondition(end <= size)
      initialized = end
    }
    bytes.append(contentsOf: text)
  }
}

/// The written cells of a column.
private struct CellColumn {
  private var bytes: [UInt8] = []
  /// Where each written cell begins; one more at the end.
  private var starts: [Int] = [0]
  /// The written cell of each row; `nil` when row *i* has cell *i*.
  private var cellOfRow: [UInt32]?
  /// Bytes of all rows' cells.
  private(set) var byteCount = 0

  init(_ column: Column, rowCount: Int) {
    switch column.values {
    case .string(let strings): write(strings)
    case .int64(let values): write(values, column)
    default: for row in 0..<rowCount { write { JSONCell.append(column[row], to: &$0) } }
    }
    if let cellOfRow {
      for cell in cellOfRow { byteCount += starts[Int(cell) + 1] - starts[Int(cell)] }
    } else {
      byteCount = bytes.count
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
    for row in values.indices {
      let isValid = column.validity.isValid(row)
      if row == 0 || values[row] != values[row - 1] || isValid != column.validity.isValid(row - 1) {
        let value: ScalarValue = isValid ? ScalarValue(int64: values[row], as: column.type) : .null(column.type)
        write { JSONCell.append(value, to: &$0) }
      }
      cellOfRow.append(UInt32(truncatingIfNeeded: starts.count - 2))
    }
    self.cellOfRow = cellOfRow
  }

  @inline(__always)
  func copy(_ row: Int, to output: UnsafeMutablePointer<UInt8>, at end: Int) -> Int {
    let cell = cellOfRow.map { Int($0[row]) } ?? row
    let start = starts[cell]
    let count = starts[cell + 1] - start
    bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { (output + end).update(from: base + start, count: count) }
    }
    return end &+ count
  }
}
