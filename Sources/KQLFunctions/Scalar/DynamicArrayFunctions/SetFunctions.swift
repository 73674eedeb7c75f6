import KQLColumnar
import KQLTypes

/// Arrays as sets of distinct elements, in the order in which they first appear.
///
/// 1 and 1.0 are different elements.
enum SetFunctions {
  static let functions: [ScalarFunction] = [
    hasElement, union, intersect, difference, equals, jaccardIndex,
  ]

  /// <https://learn.microsoft.com/kusto/query/set-has-element-function>
  private static let hasElement = ScalarFunction.rowwise("set_has_element", propagatesNull: false) { values, _ in
    guard let elements = values[0].elements else { return .null(.bool) }
    let wanted = values[1].asDynamic
    return .bool(elements.contains { $0.isSame(as: wanted) })
  }

  /// Leaves out arguments that are not arrays.
  ///
  /// <https://learn.microsoft.com/kusto/query/set-union-function>
  private static let union = ScalarFunction.rowwise(
    "set_union", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    let arrays = values.compactMap(\.elements)
    guard !arrays.isEmpty else { return .null(.dynamic) }
    var seen = DynamicSet()
    return .array(arrays.flatMap { $0 }.filter { seen.insert($0) })
  }

  /// <https://learn.microsoft.com/kusto/query/set-intersect-function>
  private static let intersect = ScalarFunction.rowwise("set_intersect", resultType: { _, _ in .dynamic }) {
    values, _ in
    let arrays = values.compactMap(\.elements)
    guard arrays.count == values.count else { return .null(.dynamic) }
    let others = arrays.dropFirst().map { DynamicSet($0) }
    var seen = DynamicSet()
    return .array(
      arrays[0].filter { element in
        others.allSatisfy { $0.contains(element) } && seen.insert(element)
      })
  }

  /// <https://learn.microsoft.com/kusto/query/set-difference-function>
  private static let difference = ScalarFunction.rowwise(
    "set_difference", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    guard let elements = values[0].elements else { return .null(.dynamic) }
    var seen = DynamicSet(values.dropFirst().compactMap(\.elements).flatMap { $0 })
    return .array(elements.filter { seen.insert($0) })
  }

  /// <https://learn.microsoft.com/kusto/query/set-equals-function>
  private static let equals = ScalarFunction.rowwise("set_equals") { values, _ in
    guard let left = values[0].elements, let right = values[1].elements else { return .null(.bool) }
    let leftSet = DynamicSet(left)
    let rightSet = DynamicSet(right)
    return .bool(leftSet.count == rightSet.count && right.allSatisfy { leftSet.contains($0) })
  }

  /// The size of the intersection as a part of the size of the union; NaN for two empty sets.
  ///
  /// <https://learn.microsoft.com/kusto/query/jaccard-index-function>
  private static let jaccardIndex = ScalarFunction.rowwise("jaccard_index", resultType: { _, _ in .real }) {
    values, _ in
    guard let left = values[0].elements, let right = values[1].elements else { return .null(.real) }
    let leftSet = DynamicSet(left)
    var union = leftSet
    for element in right { union.insert(element) }
    let common = leftSet.count + DynamicSet(right).count - union.count
    return .real(Double(common) / Double(union.count))
  }
}
