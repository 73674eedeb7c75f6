import KQLColumnar
import KQLTypes

/// Access into `dynamic` values and their text.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic>
enum DynamicFunctions {
  static let functions: [ScalarFunction] = [
    ScalarFunction("getmember", resultType: { _, _ in .dynamic }, prepare: MemberAccess.prepare),
    ScalarFunction("getelement", resultType: { _, _ in .dynamic }, prepare: MemberAccess.prepare),
    treepath,
    dynamicToJSON,
  ]

  /// <https://learn.microsoft.com/kusto/query/treepath-function>
  private static let treepath = ScalarFunction.rowwise("treepath", propagatesNull: false) { values, _ in
    switch values[0].asDynamic {
    case .bag, .array: .dynamic(.array(TreePath.paths(of: values[0].asDynamic).map(DynamicValue.string)))
    default: .null(.dynamic)
    }
  }

  /// <https://learn.microsoft.com/kusto/query/dynamic-to-json-function>
  private static let dynamicToJSON = ScalarFunction.rowwise("dynamic_to_json", propagatesNull: false) {
    values, _ in
    guard case .dynamic(let value) = values[0] else { return .string(values[0].text) }
    return .string(value.isNull ? "" : JSONText.string(value.withSortedKeys))
  }
}

extension DynamicValue {
  /// The value with the properties of every bag in order of their names.
  fileprivate var withSortedKeys: DynamicValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.withSortedKeys))
    case .bag(let bag):
      let order = bag.keys.indices.sorted { bag.keys[$0].utf8.lexicographicallyPrecedes(bag.keys[$1].utf8) }
      var sorted = DynamicBag()
      for index in order { sorted.append(uniqueKey: bag.keys[index], bag.values[index].withSortedKeys) }
      return .bag(sorted)
    default: return self
    }
  }
}
