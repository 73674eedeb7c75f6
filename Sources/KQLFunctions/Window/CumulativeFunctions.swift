import KQLColumnar
import KQLTypes

extension WindowFunctions {
  /// `row_cumsum(term, restart = false)`: the sum of the term up to and with the row, of the term's type.
  ///
  /// A null adds nothing. Integers wrap around as they do in `+`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/row-cumsum-function>
  static let rowCumulativeSum = WindowFunction("row_cumsum") { site throws(ExecutionError) in
    let type = site.argumentTypes[0]
    return { (arguments, rowCount) throws(ExecutionError) in
      let column = arguments[0].column(rowCount: rowCount)
      let restarts = RestartFlags(arguments.count > 1 ? arguments[1] : nil).rows(rowCount)
      switch column.values {
      case .int64(let values):
        let sums = running(values, column.validity, restarts, zero: 0) { $0 &+ $1 }
        return .column(.int64(type == .int ? sums.map { Int64(Int32(truncatingIfNeeded: $0)) } : sums, as: type))
      case .real(let values):
        return .column(.real(running(values, column.validity, restarts, zero: 0) { $0 + $1 }))
      case .decimal(let values):
        // A sum beyond 38 digits is null from there on.
        let sums = running(values.map(Optional.some), column.validity, restarts, zero: KQLDecimal(0)) {
          (sum: KQLDecimal?, value: KQLDecimal?) in
          if let sum, let value { sum.adding(value) } else { nil }
        }
        let validity = sums.contains { $0 == nil } ? Bitmap(count: rowCount) { sums[$0] != nil } : nil
        return .column(Column(type: .decimal, values: .decimal(sums.map { $0 ?? KQLDecimal(0) }), validity: validity))
      default:
        throw .unsupported("row_cumsum() of \(type.name) is not supported")
      }
    }
  }

  @inline(__always)
  private static func running<Value>(
    _ values: [Value], _ validity: Bitmap?, _ restarts: [Bool]?, zero: Value, _ add: (Value, Value) -> Value
  ) -> [Value] {
    var sums: [Value] = []
    sums.reserveCapacity(values.count)
    var sum = zero
    for row in values.indices {
      if let restarts, restarts[row] { sum = zero }
      if validity.isValid(row) { sum = add(sum, values[row]) }
      sums.append(sum)
    }
    return sums
  }

  /// `row_window_session(expr, maxDistanceFromFirst, maxDistanceBetweenNeighbors, restart = false)`: the first
  /// time of the session that each row belongs to.
  ///
  /// A null time gives a null, and the next time starts a session.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/row-window-session-function>
  static let rowWindowSession = WindowFunction("row_window_session") { site throws(ExecutionError) in
    let fromFirst = try site.windowConstant(1, named: "maxDistanceFromFirst", default: 0)
    let between = try site.windowConstant(2, named: "maxDistanceBetweenNeighbors", default: 0)
    return { (arguments, rowCount) throws(ExecutionError) in
      let column = arguments[0].column(rowCount: rowCount)
      let restarts = RestartFlags(arguments.count > 3 ? arguments[3] : nil).rows(rowCount)
      let times = column.int64s
      var starts: [Int64] = []
      starts.reserveCapacity(rowCount)
      var session: (first: Int64, previous: Int64)?
      for row in 0..<rowCount {
        guard column.validity.isValid(row) else {
          starts.append(0)
          session = nil
          continue
        }
        let time = times[row]
        if let open = session, restarts?[row] != true,
          time < saturatingSum(open.first, fromFirst), time < saturatingSum(open.previous, between)
        {
          session = (open.first, time)
        } else {
          session = (time, time)
        }
        starts.append(session?.first ?? time)
      }
      return .column(.int64(starts, as: column.type, column.validity))
    }
  }

  private static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : sum
  }
}
