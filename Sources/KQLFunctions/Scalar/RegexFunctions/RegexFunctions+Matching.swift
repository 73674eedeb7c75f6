import KQLColumnar
import KQLTypes
import LinearRegex

extension RegexFunctions {
  static let matching: [ScalarFunction] = [matchesRegex, indexofRegex]

  /// `text matches regex pattern`: whether the pattern matches anywhere in the text.
  ///
  /// Decided once for each dictionary entry when the pattern is constant.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/matches-regex-operator>
  private static let matchesRegex = ScalarFunction("matches regex") { (site) throws(ExecutionError) in
    let pattern = try PatternArgument(site, at: 1)
    let memo = VerdictMemo()
    return { (arguments, rowCount) throws(ExecutionError) in
      let text = arguments[0].asText(rowCount: rowCount)
      let patterns = TextArgument(arguments[1].asText(rowCount: rowCount))
      if patterns.isConstant {
        let regex = try pattern.regex(patterns, 0)
        return regex.withMatcher { matcher in
          switch text {
          case .constant(let value):
            var string = value.string ?? ""
            return .constant(.bool(string.withUTF8 { matcher.isMatch($0) }))
          case .column(let column):
            return .column(memo.column(column.strings) { matcher.isMatch($0) })
          }
        }
      }
      let texts = TextArgument(text)
      return try Lift.values(rowCount, to: .bool) { (row) throws(ExecutionError) -> Bool? in
        try pattern.regex(patterns, row).withMatcher { $0.isMatch(texts[row]) }
      }
    }
  }

  /// Position in code points of an occurrence that lies within `length` code points from `start` on; -1 when there is
  /// none. Occurrences do not overlap.
  ///
  /// Null for a negative start or occurrence, and for a length below -1 (which stands for no limit).
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/indexof-regex-function>
  private static let indexofRegex = ScalarFunction.ofText("indexof_regex", text: [0, 1]) {
    (site) throws(ExecutionError) in
    let pattern = try PatternArgument(site, at: 1)
    return { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let patterns = TextArgument(arguments[1])
      let numbers = (2..<5).map { arguments.count > $0 ? ValueArgument<Int64>(arguments[$0]) : nil }
      return try Lift.values(rowCount, to: .long) { (row) throws(ExecutionError) -> Int64? in
        func number(_ index: Int, default value: Int64) -> Int64? { numbers[index].map { $0[row] } ?? value }
        guard let start = number(0, default: 0), let length = number(1, default: -1),
          let occurrence = number(2, default: 1), start >= 0, length >= -1, occurrence >= 1
        else { return nil }
        let bytes = text[row]
        let first = UTF8Scalars.offset(bytes, ofScalar: Int(clamping: start), from: 0)
        let end = length < 0 ? bytes.count : UTF8Scalars.offset(bytes, ofScalar: Int(clamping: length), from: first)
        let window = UnsafeBufferPointer(rebasing: bytes[first..<end])
        var remaining = occurrence
        var found: Int64 = -1
        try pattern.regex(patterns, row).withMatcher { matcher in
          matcher.forEachMatch(in: window) { slots in
            remaining -= 1
            if remaining == 0 {
              found = Int64(UTF8Scalars.count(UnsafeBufferPointer(rebasing: bytes[..<(first + slots[0])])))
            }
            return remaining > 0
          }
        }
        return found
      }
    }
  }
}
