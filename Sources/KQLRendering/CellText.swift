import KQLColumnar
import KQLTypes

/// Cells as text, for formats without types. A null is an empty cell.
enum CellText {
  static func text(_ column: Column, row: Int) -> String {
    if case .string(let strings) = column.values { return strings.string(row) }
    return column.isNull(row) ? "" : column[row].text
  }
}
