import KQLColumnar
import KQLTypes

/// Cells as text, for formats without types. A null is an empty cell.
enum CellText {
  static func append(_ column: Column, row: Int, to bytes: inout [UInt8]) {
    if case .string(let strings) = column.values {
      bytes.append(contentsOf: strings[row])
    } else if !column.isNull(row) {
      column[row].appendText(to: &bytes)
    }
  }

  static func text(_ column: Column, row: Int) -> String {
    if case .string(let strings) = column.values { return strings.string(row) }
    return column.isNull(row) ? "" : column[row].text
  }
}
