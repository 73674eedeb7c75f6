import KQLColumnar
import KQLTypes

extension WindowFunctions {
  /// `row_number(startingIndex = 1, restart = false)`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/row-number-function>
  static let rowNumber = WindowFunction("row_number") { site throws(ExecutionError) in
    let start = try site.windowConstant(0, named: "startingIndex", default: 1)
    return { (arguments, rowCount) throws(ExecutionError) in
      let restarts = RestartFlags(arguments.count > 1 ? arguments[1] : nil).rows(rowCount)
      var numbers: [Int64] = []
      numbers.reserveCapacity(rowCount)
      var next = start
      for row in 0..<rowCount {
        if let restarts, restarts[row] { next = start }
        numbers.append(next)
        next &+= 1
      }
      return .column(.int64(numbers, as: .long))
    }
  }

  /// `row_rank_dense(term, restart = false)`: counts how often the term changed.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/row-rank-dense-function>
  static let rowRankDense = ranking("row_rank_dense") { _ in true }

  /// `row_rank_min(term, restart = false)`: the number of the first row that has the term.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/row-rank-min-function>
  static let rowRankMin = ranking("row_rank_min") { _ in false }

  /// `row_rank(term, dense = true)`, the obsolete form of both.
  static let rowRank = WindowFunction("row_rank") { site throws(ExecutionError) in
    guard site.argumentCount == 1 || site.constant(1)?.bool != nil else {
      throw .invalidArgument("row_rank(): 'dense' must be a constant bool")
    }
    let isDense = site.constant(1)?.bool ?? true
    return { (arguments, rowCount) throws(ExecutionError) in
      ranks(arguments[0], restarts: nil, isDense: isDense, rowCount)
    }
  }

  private static func ranking(_ name: String, isDense: @escaping @Sendable (CallSite) -> Bool) -> WindowFunction {
    WindowFunction(name) { site throws(ExecutionError) in
      let isDense = isDense(site)
      return { (arguments, rowCount) throws(ExecutionError) in
        let restarts = RestartFlags(arguments.count > 1 ? arguments[1] : nil).rows(rowCount)
        return ranks(arguments[0], restarts: restarts, isDense: isDense, rowCount)
      }
    }
  }

  private static func ranks(_ term: Datum, restarts: [Bool]?, isDense: Bool, _ rowCount: Int) -> Datum {
    let changes = term.column(rowCount: rowCount).changes
    var ranks: [Int64] = []
    ranks.reserveCapacity(rowCount)
    var rank: Int64 = 0
    var position: Int64 = 0
    for row in 0..<rowCount {
      if let restarts, restarts[row] {
        rank = 0
        position = 0
      }
      position += 1
      if position == 1 || changes[row] { rank = isDense ? rank + 1 : position }
      ranks.append(rank)
    }
    return .column(.int64(ranks, as: .long))
  }
}

extension Column {
  /// For each row, whether its value differs from the row's before; true for the first one. Nulls equal nulls, and
  /// NaN equals NaN.
  var changes: [Bool] {
    switch values {
    case .bool(let values): changes { values[$0] != values[$1] }
    case .int64(let values): changes { values[$0] != values[$1] }
    case .real(let values): changes { values[$0] != values[$1] && !(values[$0].isNaN && values[$1].isNaN) }
    case .decimal(let values): changes { values[$0] != values[$1] }
    case .guid(let values): changes { values[$0] != values[$1] }
    case .dynamic(let values): changes { values[$0] != values[$1] }
    case .string(let strings):
      changes { strings.entry($0) != strings.entry($1) && !ByteHash.equal(strings[$0], strings[$1]) }
    }
  }

  @inline(__always)
  private func changes(_ differ: (Int, Int) -> Bool) -> [Bool] {
    var result: [Bool] = []
    result.reserveCapacity(count)
    for row in 0..<count {
      if row == 0 {
        result.append(true)
      } else {
        let isNull = isNull(row)
        result.append(isNull != self.isNull(row - 1) || (!isNull && differ(row, row - 1)))
      }
    }
    return result
  }
}
