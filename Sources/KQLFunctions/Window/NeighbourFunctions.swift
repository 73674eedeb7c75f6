import KQLColumnar
import KQLTypes

extension WindowFunctions {
  /// `prev(column, offset = 1, default = null)` and `next`: the column's value some rows before or after.
  ///
  /// The default stands only where there is no such row: a null in the other row stays null.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/prev-function>
  static func neighbour(_ name: String, direction: Int) -> WindowFunction {
    WindowFunction(name) { site throws(ExecutionError) in
      let offset = try site.windowConstant(1, named: "offset", default: 1)
      guard offset >= 0 else { throw .invalidArgument("\(name)(): 'offset' must not be negative") }
      var filler: ScalarValue?
      if site.argumentCount > 2 {
        guard let constant = site.constant(2) else {
          throw .invalidArgument("\(name)(): 'default_value' must be a constant")
        }
        filler = constant.isNull ? nil : constant.converted(to: site.resultType)
      }
      return { [filler] (arguments, rowCount) throws(ExecutionError) in
        let column = arguments[0].column(rowCount: rowCount)
        let distance = Int(clamping: offset)
        let hasFiller = filler != nil
        var indexes: [Int32] = []
        indexes.reserveCapacity(rowCount)
        for row in 0..<rowCount {
          let (other, overflow) = row.addingReportingOverflow(direction * distance)
          let exists = !overflow && other >= 0 && other < rowCount
          indexes.append(Int32(truncatingIfNeeded: exists ? other : hasFiller ? rowCount : -1))
        }
        guard let filler else { return .column(column.gatheredWithNulls(indexes)) }
        let extended = Column.concatenated([column, Column(repeating: filler, count: 1)], type: site.resultType)
        return .column(extended.gathered(indexes))
      }
    }
  }
}
