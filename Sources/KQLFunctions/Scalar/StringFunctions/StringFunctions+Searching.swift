import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let searching: [ScalarFunction] = [indexof, countof, hasAnyIndex]

  /// Position of an occurrence that begins within `length` code points from `start` on; -1 when there is none.
  ///
  /// Null for an empty lookup, a length below -1 (which stands for no limit) and an occurrence below 1.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/indexof-function>
  private static let indexof = ScalarFunction.ofText("indexof", text: [0, 1]) { site in
    { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let lookup = TextArgument(arguments[1])
      let numbers = (2..<5).map { arguments.count > $0 ? ValueArgument<Int64>(arguments[$0]) : nil }
      let prepared = lookup.isConstant ? ByteSearcher(lookup[0], ignoringCase: false) : nil
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        func number(_ index: Int, default value: Int64) -> Int64? { numbers[index].map { $0[row] } ?? value }
        guard let start = number(0, default: 0), let length = number(1, default: -1),
          let occurrence = number(2, default: 1), length >= -1, occurrence >= 1
        else { return nil }
        let searcher = prepared ?? ByteSearcher(lookup[row], ignoringCase: false)
        guard searcher.byteCount > 0 else { return nil }
        let bytes = text[row]
        var offset = byteOffset(bytes, start) ?? 0
        let end =
          length < 0 ? bytes.count : UTF8Scalars.offset(bytes, ofScalar: Int(clamping: length), from: offset)
        var remaining = occurrence
        while let found = searcher.firstOffset(in: bytes, from: offset), found < end {
          remaining -= 1
          if remaining == 0 { return Int64(UTF8Scalars.count(UnsafeBufferPointer(rebasing: bytes[..<found]))) }
          offset = UTF8Scalars.offset(bytes, ofScalar: 1, from: found)
        }
        return -1
      }
    }
  }

  /// Counts occurrences of a plain string, overlapping ones included.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/countof-function>
  private static let countof = ScalarFunction.ofText("countof") { (site) throws(ExecutionError) in
    if let kind = site.constant(2)?.text, kind != "normal" { return try countMatches(site) }
    return { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let search = TextArgument(arguments[1])
      let prepared = search.isConstant ? ByteSearcher(search[0], ignoringCase: false) : nil
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        let searcher = prepared ?? ByteSearcher(search[row], ignoringCase: false)
        guard searcher.byteCount > 0 else { return 0 }
        let bytes = text[row]
        var count: Int64 = 0
        var offset = 0
        while let found = searcher.firstOffset(in: bytes, from: offset) {
          count += 1
          offset = found + 1
        }
        return count
      }
    }
  }

  /// Counts the matches of a regular expression, which do not overlap.
  private static func countMatches(_ site: CallSite) throws(ExecutionError) -> ScalarKernel {
    let pattern = try PatternArgument(site, at: 1)
    return { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let patterns = TextArgument(arguments[1])
      return try Lift.values(rowCount, to: .long) { (row) throws(ExecutionError) -> Int64? in
        var count: Int64 = 0
        try pattern.regex(patterns, row).withMatcher { matcher in
          matcher.forEachMatch(in: text[row]) { _ in
            count += 1
            return true
          }
        }
        return count
      }
    }
  }

  /// Position of the first item of an array that is a term of the text; -1 when none is.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/has-any-index-function>
  private static let hasAnyIndex = ScalarFunction.ofText("has_any_index", text: [0]) { site in
    @Sendable func matchers(_ items: DynamicValue?) -> [StringMatcher] {
      (items?.array ?? []).map { StringMatcher(.has, $0.text, ignoringCase: true) }
    }
    let prepared: [StringMatcher]?
    if case .dynamic(let items) = site.constant(1) { prepared = matchers(items) } else { prepared = nil }
    return { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let items = ValueArgument<DynamicValue>(arguments[1])
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        Int64((prepared ?? matchers(items[row])).firstIndex { $0.matches(text[row]) } ?? -1)
      }
    }
  }
}
