import KQLColumnar
import KQLTypes

/// The operators that search strings, and those that test membership in a list.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datatypes-string-operators>
enum StringOperators {
  static let functions: [ScalarFunction] = searching + membership + termLists

  /// `has`, `contains` and their relatives; each with a case-sensitive and two negated forms.
  private static let searching: [ScalarFunction] = [
    ("has", .has), ("hasprefix", .hasPrefix), ("hassuffix", .hasSuffix), ("contains", .contains),
    ("startswith", .startsWith), ("endswith", .endsWith),
  ].flatMap { (name: String, condition: StringMatcher.Condition) in
    [
      search(name, condition, ignoringCase: true, negated: false),
      search("!" + name, condition, ignoringCase: true, negated: true),
      search(name + "_cs", condition, ignoringCase: false, negated: false),
      search("!" + name + "_cs", condition, ignoringCase: false, negated: true),
    ]
  }

  private static func search(
    _ name: String, _ condition: StringMatcher.Condition, ignoringCase: Bool, negated: Bool
  ) -> ScalarFunction {
    ScalarFunction(name) { site in
      if let pattern = site.constant(1) {
        let matcher = StringMatcher(condition, pattern.text, ignoringCase: ignoringCase)
        return decision(negated: negated, ofText: { matcher.matches($0) }, ofColumn: { matcher.matches($0, memo: $1) })
      }
      return { (arguments, rowCount) throws(ExecutionError) in
        let arguments = arguments.asText(0..<2, rowCount: rowCount)
        let text = TextArgument(arguments[0])
        let pattern = TextArgument(arguments[1])
        return try Lift.values(rowCount, to: .bool) { row -> Bool? in
          StringMatcher(condition, pattern[row], ignoringCase: ignoringCase).matches(text[row]) != negated
        }
      }
    }
  }

  /// A kernel that decides the text of its first argument and never gives null.
  static func decision(
    negated: Bool, ofText: @escaping @Sendable (String) -> Bool,
    ofColumn: @escaping @Sendable (StringColumn, VerdictMemo) -> [Bool]
  ) -> ScalarKernel {
    let memo = VerdictMemo()
    return { arguments, rowCount in
      switch arguments[0].asText(rowCount: rowCount) {
      case .constant(let value): return .constant(.bool(ofText(value.string ?? "") != negated))
      case .column(let column):
        let verdicts = ofColumn(column.strings, memo)
        return .column(.bool(negated ? verdicts.map { !$0 } : verdicts))
      }
    }
  }
}
