import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let concatenating: [ScalarFunction] = [
    strcat, strcatDelim, strcatArray("strcat_array"), strcatArray("array_strcat"), strrep,
  ]

  /// A result that would be longer than this fails the query rather than the machine.
  static let maximumByteCount = 64 << 20

  static let tooLong = ExecutionError(
    .limitExceeded(limitName: "E_STRING_TOO_LONG"), "a string of more than \(maximumByteCount) bytes would result")

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/strcat-function>
  private static let strcat = ScalarFunction.ofText("strcat") { _ in
    { arguments, rowCount in
      let parts = arguments.map { TextArgument($0) }
      // Part by part, since reaching for an element of an array of arguments in each row would cost more than copying.
      var byteCounts = [Int](repeating: 0, count: rowCount)
      for part in parts {
        for row in 0..<rowCount { byteCounts[row] &+= part[row].count }
      }
      let heap = StringHeap(isDistinct: false, capacity: rowCount)
      var ends = byteCounts.map { byteCount in
        var start: UnsafeMutablePointer<UInt8>?
        heap.append(capacity: byteCount) { target in
          start = target
          return byteCount
        }
        return start
      }
      for part in parts {
        for row in 0..<rowCount {
          let bytes = part[row]
          guard let source = bytes.baseAddress, let end = ends[row] else { continue }
          end.update(from: source, count: bytes.count)
          ends[row] = end + bytes.count
        }
      }
      return .column(.string(StringColumn(heap: heap)))
    }
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/strcat-delim-function>
  private static let strcatDelim = ScalarFunction.ofText("strcat_delim") { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let parts = arguments.map { TextArgument($0) }
      return try Lift.strings(rowCount) { (row, output) in
        for (index, part) in parts.enumerated().dropFirst() {
          if index > 1 { output.append(contentsOf: parts[0][row]) }
          output.append(contentsOf: part[row])
        }
      }
    }
  }

  /// Joins the elements' text; empty when the value is not an array.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/strcat-array-function>
  private static func strcatArray(_ name: String) -> ScalarFunction {
    .ofText(name, text: [1]) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let arrays = ValueArgument<DynamicValue>(arguments[0])
        let delimiter = TextArgument(arguments[1])
        return try Lift.strings(rowCount) { (row, output) in
          guard let elements = arrays[row]?.array else { return }
          for (index, element) in elements.enumerated() {
            if index > 0 { output.append(contentsOf: delimiter[row]) }
            element.appendText(to: &output)
          }
        }
      }
    }
  }

  /// Repeats a string; empty for a multiplier that is null or not positive.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/strrep-function>
  private static let strrep = ScalarFunction.ofText("strrep", text: [0, 2]) { site in
    { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let multiplier = ValueArgument<Int64>(arguments[1])
      let delimiter = TextArgument(arguments.count > 2 ? arguments[2] : .constant(.string("")))
      return try Lift.strings(rowCount) { (row, output) throws(ExecutionError) in
        guard let count = multiplier[row], count > 0 else { return }
        let unit = text[row].count + delimiter[row].count
        let (total, overflows) = unit.multipliedReportingOverflow(by: Int(count))
        if overflows || total > maximumByteCount { throw tooLong }
        if unit == 0 { return }
        output.reserveCapacity(total)
        for index in 0..<count {
          if index > 0 { output.append(contentsOf: delimiter[row]) }
          output.append(contentsOf: text[row])
        }
      }
    }
  }
}
