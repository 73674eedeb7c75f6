import KQLColumnar
import KQLTypes

/// `rand()`: a new number for each row.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/rand-function>
enum RandomFunctions {
  static let functions = [rand]

  /// A real in `0..<1`, or with an argument *N* one of the whole numbers 0, 1, … *N* - 1.
  private static let rand = ScalarFunction("rand", volatility: .volatile) { site throws(ExecutionError) in
    { arguments, rowCount in
      var generator = SeededGenerator()
      guard let limit = arguments.first else {
        return .column(.real((0..<rowCount).map { _ in Double.random(in: 0..<1, using: &generator) }))
      }
      // As a column, for that a constant argument must not make one number do for all rows.
      return Lift.map(.column(limit.column(rowCount: rowCount)), rowCount, to: .real) { (limit: Int64) -> Double? in
        limit > 0 ? Double(Int64.random(in: 0..<limit, using: &generator)) : nil
      }
    }
  }
}
