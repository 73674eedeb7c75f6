import KQLColumnar
import KQLTypes

extension StringOperators {
  /// `has_any` and `has_all`: terms of a list, ignoring case.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/has-any-operator>,
  /// <https://learn.microsoft.com/kusto/query/has-all-operator>
  static let termLists: [ScalarFunction] = [
    termList("has_any") { text, matchers in matchers.contains { $0.matches(text) } },
    termList("has_all") { text, matchers in matchers.allSatisfy { $0.matches(text) } },
  ]

  private static func termList(
    _ name: String, _ decide: @escaping @Sendable (UnsafeBufferPointer<UInt8>, [StringMatcher]) -> Bool
  ) -> ScalarFunction {
    ScalarFunction(name) { site in
      if let items = constantItems(site) {
        let matchers = matchers(items)
        return decision(
          negated: false,
          ofText: { text in
            var text = text
            return text.withUTF8 { decide($0, matchers) }
          },
          ofColumn: { column, memo in memo.verdicts(column) { decide($0, matchers) } })
      }
      return { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0].asText(rowCount: rowCount))
        return try Lift.values(rowCount, to: .bool) { row -> Bool? in
          decide(text[row], matchers(flattened(arguments.dropFirst().map { $0[row] })))
        }
      }
    }
  }

  private static func matchers(_ items: [ScalarValue]) -> [StringMatcher] {
    items.map { StringMatcher(.has, $0.text, ignoringCase: true) }
  }
}

// MARK: - Lists of items

extension StringOperators {
  /// The items of a list operator when all of them are constant.
  static func constantItems(_ site: CallSite) -> [ScalarValue]? {
    var items: [ScalarValue] = []
    for index in 1..<max(1, site.argumentCount) {
      guard let item = site.constant(index) else { return nil }
      items.append(item)
    }
    return flattened(items)
  }

  /// The items without nulls; a dynamic array stands for its elements.
  static func flattened(_ items: some Sequence<ScalarValue>) -> [ScalarValue] {
    var result: [ScalarValue] = []
    for item in items {
      if case .dynamic(.array(let elements)) = item {
        for element in elements where !element.isNull { result.append(.dynamic(element)) }
      } else if !item.isNull {
        result.append(item)
      }
    }
    return result
  }
}
