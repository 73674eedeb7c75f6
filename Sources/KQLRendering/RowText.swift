import KQLColumnar
import KQLTypes

/// How the cells of a format are written.
package protocol CellForm {
  func append(_ value: ScalarValue, to bytes: inout [UInt8])
  func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8])
}

/// Writes rows in which every cell has the same text in front of it: JSON, CSV.
///
/// Cells are written column by column first, those of a dictionary entry once and together with what stands around
/// them, and then copied row by row: most of the time of a query with a large answer would otherwise go into telling
/// apart types and escaping the same strings again.
package struct RowText<Form: CellForm> {
  private let form: Form
  /// What stands before the cells of each column, that of the first one at the start of rows.
  private let leads: [[UInt8]]
  private let tail: [UInt8]

  /// - Parameters:
  ///   - leads: One for each column, or one for the whole row where there are no columns.
  ///   - tail: What ends a row.
  package init(_ form: Form, leads: [[UInt8]], tail: [UInt8]) {
    self.form = form
    self.leads = leads
    self.tail = tail
  }
}

extension RowText {
  /// Writes a batch to an output, some rows at a time.
  ///
  /// - Parameter dropped: Bytes of the first row to leave out.
  func write(_ batch: RecordBatch, droppingFirst dropped: Int = 0, to output: inout OutputBuffer) throws(OutputError) {
    let batch = batch.compacted()
    var dropped = dropped
    var start = 0
    while start < batch.physicalRowCount {
      let end = min(start + 4096, batch.physicalRowCount)
      let rows = batch.slice(start..<end)
      append(rows.columns, rowCount: end - start, droppingFirst: dropped, to: &output.bytes)
      try output.flushIfLarge()
      dropped = 0
      start = end
    }
  }

  /// Appends rows.
  ///
  /// - Parameters:
  ///   - columns: Columns of `rowCount` rows.
  ///   - dropped: Bytes of the first row to leave out.
  package func append(_ columns: [Column], rowCount: Int, droppingFirst dropped: Int, to bytes: inout [UInt8]) {
    guard rowCount > 0 else { return }
    let cells =
      columns.isEmpty
      ? [CellColumn<Form>(repeating: leads[0] + tail, rowCount: rowCount)]
      : columns.enumerated().map { index, column in
        CellColumn(
          column, rowCount: rowCount, form, lead: leads[index], tail: index == columns.count - 1 ? tail : [])
      }
    // Bytes of each row's cells, then where its next byte goes.
    var places = [Int](repeating: 0, count: rowCount)
    for column in cells { column.addByteCounts(to: &places) }
    var size = 0
    for row in places.indices {
      let count = places[row]
      places[row] = size
      size += count
    }
    let text = [UInt8](unsafeUninitializedCapacity: size) { target, initialized in
      initialized = size
      guard let output = target.baseAddress else { return }
      for column in cells { column.append(to: output, &places) }
      precondition(places.last ?? 0 == size)
    }
    bytes.append(contentsOf: text[dropped...])
  }
}

/// The written cells of a column, with what stands around them.
private struct CellColumn<Form: CellForm> {
  private let lead: [UInt8]
  private let tail: [UInt8]
  private var bytes: [UInt8] = []
  /// Where each written cell begins; one more at the end.
  private var starts: [Int] = [0]
  /// The written cell of each row; `nil` when row *i* has cell *i*.
  private var cellOfRow: [UInt32]?

  /// The same text in every row.
  init(repeating text: [UInt8], rowCount: Int) {
    (lead, tail) = (text, [])
    write { _ in }
    cellOfRow = [UInt32](repeating: 0, count: rowCount)
  }

  init(_ column: Column, rowCount: Int, _ form: Form, lead: [UInt8], tail: [UInt8]) {
    (self.lead, self.tail) = (lead, tail)
    switch column.values {
    case .string(let strings): write(strings, form)
    case .int64(let values): write(values, column, form)
    default: for row in 0..<rowCount { write { form.append(column[row], to: &$0) } }
    }
  }

  private mutating func write(_ append: (inout [UInt8]) -> Void) {
    bytes.append(contentsOf: lead)
    append(&bytes)
    bytes.append(contentsOf: tail)
    starts.append(bytes.count)
  }

  private mutating func write(_ strings: StringColumn, _ form: Form) {
    guard let codes = strings.codes, let highest = codes.max(), Int(highest) < 4 * codes.count + 1024 else {
      for row in 0..<strings.count { write { form.appendString(strings[row], to: &$0) } }
      return
    }
    var cells = [UInt32](repeating: .max, count: Int(highest) + 1)
    cellOfRow = codes.map { code in
      if cells[Int(code)] == .max {
        cells[Int(code)] = UInt32(truncatingIfNeeded: starts.count - 1)
        write { form.appendString(strings.heap[Int(code)], to: &$0) }
      }
      return cells[Int(code)]
    }
  }

  /// Times and numbers often follow one another unchanged, as bins do.
  private mutating func write(_ values: [Int64], _ column: Column, _ form: Form) {
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
          write { form.append(value, to: &$0) }
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
