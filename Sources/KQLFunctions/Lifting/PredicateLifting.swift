import KQLColumnar
import KQLTypes

extension ScalarFunction {
  /// A pure condition on the text of the first argument, decided for each dictionary entry once in a query when the
  /// other arguments are constant.
  ///
  /// - Parameter prepare: Makes the condition from the other arguments' values; the condition gives `nil` for null.
  static func predicate(
    _ name: String,
    _ prepare: @escaping @Sendable ([ScalarValue]) -> @Sendable (UnsafeBufferPointer<UInt8>) -> Bool?
  ) -> ScalarFunction {
    ScalarFunction(name) { site in
      let others = (1..<max(1, site.argumentCount)).map { site.constant($0) }
      guard others.allSatisfy({ $0 != nil }) else {
        return { (arguments, rowCount) throws(ExecutionError) in
          let text = TextArgument(arguments[0].asText(rowCount: rowCount))
          return try Lift.values(rowCount, to: .bool) { row -> Bool? in
            prepare(arguments.dropFirst().map { $0[row] })(text[row])
          }
        }
      }
      let decide = prepare(others.compactMap { $0 })
      let memo = VerdictMemo()
      return { arguments, rowCount in
        switch arguments[0].asText(rowCount: rowCount) {
        case .constant(let value):
          var text = value.string ?? ""
          return .constant(text.withUTF8(decide).map { .bool($0) } ?? .null(.bool))
        case .column(let column): return .column(memo.column(column.strings, decide))
        }
      }
    }
  }
}

extension VerdictMemo {
  /// The verdicts on each row of a column, `nil` for null, as a column.
  @inline(__always)
  func column(_ strings: StringColumn, _ decide: (UnsafeBufferPointer<UInt8>) -> Bool?) -> Column {
    let verdicts = optionalVerdicts(strings, decide)
    return .bool(verdicts.values, verdicts.validity)
  }
}
