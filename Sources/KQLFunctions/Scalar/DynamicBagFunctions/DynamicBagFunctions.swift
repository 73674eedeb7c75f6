import KQLColumnar
import KQLTypes

/// Functions that make, combine and change property bags.
///
/// What is not a bag gives a null, unless a function says otherwise.
enum DynamicBagFunctions {
  static let functions: [ScalarFunction] = [
    keys,
    merge,
    hasKey,
    setKey,
    removeKeys,
    zip,
    pack("bag_pack"),
    pack("pack"),
    pack("pack_dictionary"),
    pack("bag_pack_columns"),
    packAll,
  ]

  /// The names of the bag's own properties, not of nested ones.
  ///
  /// <https://learn.microsoft.com/kusto/query/bag-keys-function>
  private static let keys = ScalarFunction.rowwise("bag_keys") { values, _ in
    guard let bag = values[0].bag else { return .null(.dynamic) }
    return .array(bag.keys.map(DynamicValue.string))
  }

  /// Joins bags; of equal keys the first one's value wins. Other values are left out.
  ///
  /// <https://learn.microsoft.com/kusto/query/bag-merge-function>
  private static let merge = ScalarFunction.rowwise(
    "bag_merge", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    let bags = values.compactMap(\.bag)
    guard var result = bags.first else { return .null(.dynamic) }
    for bag in bags.dropFirst() {
      for (key, value) in Swift.zip(bag.keys, bag.values) where result[key] == nil {
        result.append(uniqueKey: key, value)
      }
    }
    return .bag(result)
  }

  /// <https://learn.microsoft.com/kusto/query/bag-has-key-function>
  private static let hasKey = ScalarFunction.rowwise("bag_has_key") { values, _ in
    guard let bag = values[0].bag, let key = values[1].string else { return .null(.bool) }
    return .bool(bag.contains(BagPath(key).names[...]))
  }

  /// <https://learn.microsoft.com/kusto/query/bag-set-key-function>
  private static let setKey = ScalarFunction.rowwise(
    "bag_set_key", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { (values, _) throws(ExecutionError) in
    guard let bag = values[0].bag, let key = values[1].string else { return .null(.dynamic) }
    let path = BagPath(key)
    guard !path.isInvalid else {
      throw .invalidArgument("bag_set_key(): '\(key)' is not the path of a property")
    }
    return .bag(bag.setting(path.names[...], to: values[2].asDynamic))
  }

  /// <https://learn.microsoft.com/kusto/query/bag-remove-keys-function>
  private static let removeKeys = ScalarFunction.rowwise(
    "bag_remove_keys", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    guard var bag = values[0].bag else { return .null(.dynamic) }
    for case .string(let key) in values[1].elements ?? [] { bag = bag.removing(BagPath(key).names[...]) }
    return .bag(bag)
  }

  /// Keys that are not strings are left out, missing values are null.
  ///
  /// <https://learn.microsoft.com/kusto/query/bag-zip>
  private static let zip = ScalarFunction.rowwise("bag_zip", propagatesNull: false) { values, _ in
    guard let keys = values[0].elements else { return .null(.dynamic) }
    let elements = values[1].elements ?? []
    var bag = DynamicBag()
    for (index, key) in keys.enumerated() {
      guard case .string(let name) = key else { continue }
      bag[name] = index < elements.count ? elements[index] : .null
    }
    return .bag(bag)
  }

  /// Arguments are name, value, name, value…; `bag_pack_columns` comes here with the names of its columns written
  /// out by the binder.
  ///
  /// <https://learn.microsoft.com/kusto/query/pack-function>
  private static func pack(_ name: String) -> ScalarFunction {
    ScalarFunction(name, resultType: { _, _ in .dynamic }) { site throws(ExecutionError) in
      guard site.argumentCount.isMultiple(of: 2) else {
        throw .invalidArgument("\(name)() takes names and values in turn")
      }
      let names = stride(from: 0, to: site.argumentCount, by: 2).map { site.constant($0)?.textValue }
      // With the names known, the bags of all rows share them.
      if !names.contains(nil), Set(names).count == names.count {
        let keys = names.compactMap { $0 }
        return { (arguments, rowCount) in
          let values = stride(from: 1, to: arguments.count, by: 2).map { arguments[$0] }
          guard values.contains(where: { $0.constant == nil }) else {
            return .constant(.bag(DynamicBag(keys: keys, values: values.map { $0[0].asDynamic })))
          }
          let rows = (0..<rowCount).map { row in
            DynamicValue.bag(DynamicBag(keys: keys, values: values.map { $0[row].asDynamic }))
          }
          return .column(.dynamic(rows))
        }
      }
      return { (arguments, rowCount) throws(ExecutionError) in
        try Lift.rows(arguments, rowCount, to: .dynamic) { .bag(packed($0[...]) { _ in true }) }
      }
    }
  }

  /// Arguments are whether to leave out nulls and empty strings, then name, value, name, value… of all columns, which
  /// the binder writes out.
  ///
  /// <https://learn.microsoft.com/kusto/query/pack-all-function>
  private static let packAll = ScalarFunction.rowwise(
    "pack_all", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    guard values.first?.bool == true else { return .bag(packed(values.dropFirst()) { _ in true }) }
    return .bag(packed(values.dropFirst()) { !$0.isNull && $0.textValue != "" })
  }

  private static func packed(_ values: ArraySlice<ScalarValue>, keeps: (ScalarValue) -> Bool) -> DynamicBag {
    var bag = DynamicBag()
    var index = values.startIndex
    while index + 1 < values.endIndex {
      if keeps(values[index + 1]) { bag[values[index].textValue ?? ""] = values[index + 1].asDynamic }
      index += 2
    }
    return bag
  }
}
