import KQLColumnar
import KQLTypes

/// Functions over the rows of a serialised input: neighbours, numbering, running totals and sessions.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/window-functions>
enum WindowFunctions {
  static let functions: [WindowFunction] = [
    neighbour("prev", direction: -1),
    neighbour("next", direction: 1),
    rowNumber,
    rowCumulativeSum,
    rowRankDense,
    rowRankMin,
    rowRank,
    rowWindowSession,
  ]
}

/// Where a window function's count, sum or session starts over.
struct RestartFlags {
  private let flags: Datum?

  /// - Parameter flags: The call's `restart` argument; `nil` when it was left out.
  init(_ flags: Datum?) { self.flags = flags }

  /// Rows whose flag is true; a null flag is not.
  func rows(_ rowCount: Int) -> [Bool]? {
    switch flags {
    case nil: return nil
    case .constant(let value): return value.bool == true ? [Bool](repeating: true, count: rowCount) : nil
    case .column(let column):
      var result = column.bools
      if let validity = column.validity {
        for row in 0..<rowCount where !validity[row] { result[row] = false }
      }
      return result
    }
  }
}

extension CallSite {
  /// The value of an integer argument that must be constant.
  func windowConstant(_ index: Int, named parameter: String, default value: Int64) throws(ExecutionError) -> Int64 {
    if index >= argumentCount { return value }
    guard let given = constant(index)?.int64 else {
      throw .invalidArgument("\(name)(): '\(parameter)' must be a constant integer")
    }
    return given
  }
}
