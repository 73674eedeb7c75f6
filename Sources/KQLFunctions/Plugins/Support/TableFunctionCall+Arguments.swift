import KQLColumnar
import KQLTypes

/// Reading the arguments of a call. What is wrong with one is an error that names the plugin and the parameter.
extension TableFunctionCall {
  func invalid(_ message: String) -> ExecutionError { .invalidArgument("\(name): \(message)") }

  func unsupported(_ message: String) -> ExecutionError { .unsupported("\(name): \(message)") }

  /// Whether an argument is left out, or asks for the default with `"~"`.
  func isDefault(_ index: Int) -> Bool {
    guard arguments.indices.contains(index) else { return true }
    return arguments[index].constant?.string == "~"
  }

  /// The argument that the query names.
  func named(_ name: String) -> TableFunctionArgument? {
    zip(argumentNames, arguments).first { $0.0 == name }?.1
  }

  /// The position of a column of the input.
  func columnIndex(_ index: Int, _ parameter: String) throws(ExecutionError) -> Int {
    guard arguments.indices.contains(index), let column = arguments[index].column else {
      throw invalid("'\(parameter)' must be a column")
    }
    return column
  }

  /// The positions of the columns that the arguments from a position on name.
  func columnIndexes(from index: Int) -> [Int] { arguments.dropFirst(index).compactMap(\.column) }

  /// A constant whole number within bounds; the default when there is none.
  func integer(
    _ index: Int, _ parameter: String, in range: ClosedRange<Int64>, default fallback: Int64? = nil
  ) throws(ExecutionError) -> Int {
    if isDefault(index), let fallback { return Int(fallback) }
    guard let value = constant(index)?.int64, range.contains(value) else {
      throw invalid("'\(parameter)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(value)
  }

  /// A constant number within bounds; the default when there is none.
  func number(
    _ index: Int, _ parameter: String, in range: ClosedRange<Double>, default fallback: Double? = nil
  ) throws(ExecutionError) -> Double {
    if isDefault(index), let fallback { return fallback }
    guard let value = constant(index)?.number, range.contains(value) else {
      throw invalid("'\(parameter)' must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
