import KQLColumnar
import KQLTypes

/// Functions that make and combine dynamic arrays.
///
/// What is not an array gives a null, unless a function says otherwise.
enum DynamicArrayFunctions {
  static let functions: [ScalarFunction] =
    [
      arrayLength("array_length"),
      arrayLength("arraylength"),
      arrayConcat,
      arrayIff("array_iff"),
      arrayIff("array_iif"),
      packArray,
      repeatValue,
      zip,
    ] + ArrayRearranging.functions + ArraySorting.functions + SetFunctions.functions + [RangeFunction.function]

  /// <https://learn.microsoft.com/kusto/query/array-length-function>
  private static func arrayLength(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { _ in
      { (arguments, rowCount) in
        Lift.map(arguments[0], rowCount, to: .long) { (value: DynamicValue) -> Int64? in
          guard case .array(let elements) = value else { return nil }
          return Int64(elements.count)
        }
      }
    }
  }

  /// Joins arrays; other values are left out.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-concat-function>
  private static let arrayConcat = ScalarFunction.rowwise(
    "array_concat", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    let arrays = values.compactMap(\.elements)
    return arrays.isEmpty ? .null(.dynamic) : .array(arrays.flatMap { $0 })
  }

  /// Picks from two arrays, or values, by the elements of a third; numbers other than 0 count as true.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-iff-function>
  private static func arrayIff(_ name: String) -> ScalarFunction {
    .rowwise(name, propagatesNull: false, resultType: { _, _ in .dynamic }) { values, _ in
      guard let conditions = values[0].elements else { return .null(.dynamic) }
      return .array(
        conditions.indices.map { index in
          guard let condition = conditions[index].truth else { return .null }
          let branch = values[condition ? 1 : 2]
          guard let elements = branch.elements else { return branch.asDynamic }
          return index < elements.count ? elements[index] : .null
        })
    }
  }

  /// <https://learn.microsoft.com/kusto/query/pack-array-function>
  private static let packArray = ScalarFunction.rowwise(
    "pack_array", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    .array(values.map(\.asDynamic))
  }

  /// <https://learn.microsoft.com/kusto/query/repeat-function>
  private static let repeatValue = ScalarFunction.rowwise(
    "repeat", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { (values, _) throws(ExecutionError) in
    guard let count = values[1].wholeNumber, count >= 0 else { return .null(.dynamic) }
    guard count <= RangeFunction.maximumCount else {
      throw .invalidArgument("repeat(): at most \(RangeFunction.maximumCount) values, not \(count)")
    }
    return .array([DynamicValue](repeating: values[0].asDynamic, count: Int(count)))
  }

  /// Groups the elements at equal positions; shorter arrays are filled up with nulls.
  ///
  /// <https://learn.microsoft.com/kusto/query/zip-function>
  private static let zip = ScalarFunction.rowwise("zip", propagatesNull: false) { values, _ in
    let arrays = values.map { $0.elements ?? [] }
    guard values.contains(where: { $0.elements != nil }) else { return .null(.dynamic) }
    let count = arrays.map(\.count).max() ?? 0
    return .array(
      (0..<count).map { index in .array(arrays.map { index < $0.count ? $0[index] : .null }) })
  }
}

extension DynamicValue {
  /// The value as a condition: bools, and numbers other than 0.
  fileprivate var truth: Bool? {
    switch self {
    case .bool(let value): value
    case .long(let value): value != 0
    case .real(let value): value != 0
    case .decimal(let value): value.mantissa != 0
    default: nil
    }
  }
}
