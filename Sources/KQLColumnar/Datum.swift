import KQLTypes

/// An argument or result of a vectorised function: one value for all rows, or one a row.
@frozen
package enum Datum: Sendable {
  case constant(ScalarValue)
  case column(Column)
}

extension Datum {
  package var type: ScalarType {
    switch self {
    case .constant(let value): value.type
    case .column(let column): column.type
    }
  }

  package var constant: ScalarValue? {
    if case .constant(let value) = self { return value }
    return nil
  }

  /// The value in a row; for slow paths.
  package subscript(row: Int) -> ScalarValue {
    switch self {
    case .constant(let value): value
    case .column(let column): column[row]
    }
  }

  /// The datum as a column of `rowCount` rows.
  package func column(rowCount: Int) -> Column {
    switch self {
    case .constant(let value): return Column(repeating: value, count: rowCount)
    case .column(let column):
      assert(column.count == rowCount)
      return column
    }
  }
}
