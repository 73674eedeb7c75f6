import KQLColumnar
import KQLTypes

/// Functions that take an array apart or move its elements: slices, shifts, rotations, look-up by value.
///
/// A negative position counts from the end.
enum ArrayRearranging {
  static let functions: [ScalarFunction] = [
    .rowwise("array_slice", body: slice),
    .rowwise("array_split", body: split),
    .rowwise("array_reverse") { values, _ in .array(values[0].elements.map { $0.reversed() }) },
    .rowwise("array_rotate_left") { values, _ in rotate(values, direction: 1) },
    .rowwise("array_rotate_right") { values, _ in rotate(values, direction: -1) },
    .rowwise("array_shift_left", propagatesNull: false) { values, _ in shift(values, toLeft: true) },
    .rowwise("array_shift_right", propagatesNull: false) { values, _ in shift(values, toLeft: false) },
    .rowwise("array_index_of", propagatesNull: false, indexOf),
  ]

  /// The elements from the second to the third argument, both included; positions outside of the array are ignored.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-slice-function>
  private static func slice(_ values: [ScalarValue]) -> ScalarValue {
    guard let elements = values[0].elements, let start = values[1].wholeNumber, let end = values[2].wholeNumber
    else { return .null(.dynamic) }
    let first = max(position(start, in: elements), 0)
    let last = min(position(end, in: elements), Int64(elements.count) - 1)
    return .array(first <= last ? Array(elements[Int(first)...Int(last)]) : [])
  }

  /// Cuts before the given position, or before each of an array of positions.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-split-function>
  private static func split(_ values: [ScalarValue]) -> ScalarValue {
    guard let elements = values[0].elements else { return .null(.dynamic) }
    let cuts = (values[1].elements ?? [values[1].asDynamic]).map { ScalarValue.dynamic($0).wholeNumber }
    var parts: [DynamicValue] = []
    var start = 0
    for cut in cuts + [Int64(elements.count)] {
      guard let cut else { return .null(.dynamic) }
      let end = Int(min(max(position(cut, in: elements), 0), Int64(elements.count)))
      parts.append(.array(start < end ? Array(elements[start..<end]) : []))
      start = end
    }
    return .array(parts)
  }

  /// <https://learn.microsoft.com/kusto/query/array-rotate-left-function>
  private static func rotate(_ values: [ScalarValue], direction: Int64) -> ScalarValue {
    guard let elements = values[0].elements, let steps = values[1].wholeNumber else { return .null(.dynamic) }
    guard !elements.isEmpty else { return .array([]) }
    let count = Int64(elements.count)
    let start = Int((steps % count * direction + count) % count)
    return .array(Array(elements[start...] + elements[..<start]))
  }

  /// Moves the elements and fills the freed places with the third argument; without it with nulls, or with empty
  /// strings in an array of strings.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-shift-left-function>
  private static func shift(_ values: [ScalarValue], toLeft: Bool) -> ScalarValue {
    guard let elements = values[0].elements, let steps = values[1].wholeNumber else { return .null(.dynamic) }
    let filler = values.count > 2 ? values[2].asDynamic : defaultFiller(of: elements)
    let distance = Int(min(steps.magnitude, UInt64(elements.count)))
    let gap = [DynamicValue](repeating: filler, count: distance)
    return (steps > 0) == toLeft
      ? .array(elements.dropFirst(distance) + gap) : .array(gap + elements.dropLast(distance))
  }

  private static func defaultFiller(of elements: [DynamicValue]) -> DynamicValue {
    let holdsOnlyStrings = elements.allSatisfy { if case .string = $0 { true } else { false } }
    return holdsOnlyStrings ? .string("") : .null
  }

  /// The place of a value in an array, -1 when it is not there.
  ///
  /// Arguments after the value: where to start, how many elements to look at (-1: all), which occurrence.
  ///
  /// <https://learn.microsoft.com/kusto/query/array-index-of-function>
  private static func indexOf(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    let options = values.dropFirst(2).map(\.wholeNumber)
    guard let elements = values[0].elements, !options.contains(nil) else { return .null(.long) }
    let start = options.count > 0 ? max(position(options[0]!, in: elements), 0) : 0
    let length = options.count > 1 ? options[1]! : -1
    var remaining = options.count > 2 ? options[2]! : 1
    guard length >= -1, remaining >= 0 else { return .null(.long) }
    guard start < elements.count, remaining > 0 else { return .long(-1) }
    let available = Int64(elements.count) - start
    let end = start + (length < 0 ? available : min(length, available))
    let wanted = values[1].asDynamic
    for index in Int(start)..<Int(end) where elements[index].isSame(as: wanted) {
      remaining -= 1
      if remaining == 0 { return .long(Int64(index)) }
    }
    return .long(-1)
  }

  /// A position from the start for one that may count from the end.
  private static func position(_ index: Int64, in elements: [DynamicValue]) -> Int64 {
    index < 0 ? index &+ Int64(elements.count) : index
  }
}

extension ScalarValue {
  fileprivate static func array(_ elements: [DynamicValue]?) -> ScalarValue {
    guard let elements else { return .null(.dynamic) }
    return .dynamic(.array(elements))
  }

  fileprivate static func array(_ elements: ArraySlice<DynamicValue>) -> ScalarValue { .array(Array(elements)) }
}

extension ScalarFunction {
  /// As ``rowwise(_:volatility:propagatesNull:resultType:_:)`` for a body that needs no call site.
  fileprivate static func rowwise(
    _ name: String, body: @escaping @Sendable ([ScalarValue]) -> ScalarValue
  ) -> ScalarFunction {
    .rowwise(name) { values, _ in body(values) }
  }
}
