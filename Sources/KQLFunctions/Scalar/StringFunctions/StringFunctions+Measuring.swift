import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let measuring: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/strlen-function>
    .textToValue("strlen", .long) { Int64(UTF8Scalars.count($0)) },
    // <https://learn.microsoft.com/kusto/query/string-size-function>
    .textToValue("string_size", .long) { Int64($0.count) },
    strcmp,
    // <https://learn.microsoft.com/kusto/query/isascii-function>
    .textToValue("isascii", .bool) { UTF8Scalars.isASCII($0) },
    // <https://learn.microsoft.com/kusto/query/isutf8-function>: what is not UTF-8 never becomes a string here.
    .textToValue("isutf8", .bool) { _ in true },
  ]

  /// Compares by code points: -1, 0 or 1.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/strcmp-function>
  private static let strcmp = ScalarFunction.ofText("strcmp") { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let left = TextArgument(arguments[0])
      let right = TextArgument(arguments[1])
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        Int64(ByteHash.compare(left[row], right[row]).signum())
      }
    }
  }
}
