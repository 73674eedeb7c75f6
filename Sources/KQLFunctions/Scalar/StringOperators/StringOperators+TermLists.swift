import KQLColumnar
import KQLTypes

extension StringOperators {
  /// `has_any` and `has_all`: terms of a list, ignoring case.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/has-any-operator>,
  /// <https://learn.microsoft.com/kusto/query/has-all-operator>
  static let termLists: [ScalarFunction] = [
    termList("has_any") { items in
      let matcher = TermListMatcher(items)
      return { matcher.matches($0) }
    },
    termList("has_all") { items in
      let matchers = items.map { StringMatcher(.has, $0, ignoringCase: true) }
      return { text in matchers.allSatisfy { $0.matches(text) } }
    },
  ]

  /// - Parameter prepare: Makes the condition from the items.
  private static func termList(
    _ name: String, _ prepare: @escaping @Sendable ([String]) -> @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> ScalarFunction {
    .predicate(name) { items in
      let decide = prepare(flattened(items).map(\.text))
      return { decide($0) }
    }
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
