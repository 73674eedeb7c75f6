import KQLColumnar
import KQLTypes

/// Replacing what is missing in a series: nulls, or the elements that equal a placeholder.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-fill-linear-function>
enum SeriesFilling {
  static let functions: [ScalarFunction] = [
    .rowwise("series_fill_forward", propagatesNull: false, resultType: dynamic) { values, _ in
      neighbours(values, reversed: false)
    },
    .rowwise("series_fill_backward", propagatesNull: false, resultType: dynamic) { values, _ in
      neighbours(values, reversed: true)
    },
    .rowwise("series_fill_const", propagatesNull: false, resultType: dynamic, constant),
    .rowwise("series_fill_linear", propagatesNull: false, resultType: dynamic, linear),
  ]

  private static let dynamic: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { _, _ in .dynamic }

  /// Tells what is missing by the placeholder argument; a null placeholder, or none, stands for nulls.
  private static func isMissing(placeholder: ScalarValue?) -> (DynamicValue) -> Bool {
    guard let number = placeholder?.seriesNumber, !number.isNaN else { return { $0.isNull || $0.isNaN } }
    return { $0.seriesNumber == number }
  }

  private static func argument(_ values: [ScalarValue], _ index: Int) -> ScalarValue? {
    index < values.count ? values[index] : nil
  }

  /// Repeats the element before, or after, a gap; gaps at the edge that has none stay.
  private static func neighbours(_ values: [ScalarValue], reversed: Bool) -> ScalarValue {
    guard var elements = values[0].elements else { return .null(.dynamic) }
    let isMissing = isMissing(placeholder: argument(values, 1))
    if reversed { elements.reverse() }
    var last: DynamicValue?
    for index in elements.indices {
      if !isMissing(elements[index]) {
        last = elements[index]
      } else if let last {
        elements[index] = last
      }
    }
    if reversed { elements.reverse() }
    return .array(elements)
  }

  private static func constant(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard let elements = values[0].elements else { return .null(.dynamic) }
    let isMissing = isMissing(placeholder: argument(values, 2))
    let filler = argument(values, 1)?.asDynamic ?? .long(0)
    return .array(elements.map { isMissing($0) ? filler : $0 })
  }

  /// Draws a line over each gap. At the edges the nearest element is repeated, unless that is turned off; a series
  /// without numbers is filled with a constant. Between longs, the line is cut to longs.
  private static func linear(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard var elements = values[0].elements else { return .null(.dynamic) }
    let isMissing = isMissing(placeholder: argument(values, 1))
    let fillsEdges = argument(values, 2)?.bool ?? true
    let filler = argument(values, 3)?.asDynamic ?? .real(0)
    let known = elements.indices.filter { !isMissing(elements[$0]) && elements[$0].seriesNumber != nil }
    guard let first = known.first, let last = known.last else {
      return .array(filler.isNull ? elements : elements.map { _ in filler })
    }
    let isWhole = Series(known.map { elements[$0] }).isWhole
    if fillsEdges {
      for index in 0..<first { elements[index] = elements[first] }
      for index in last..<elements.count { elements[index] = elements[last] }
    }
    for (left, right) in zip(known, known.dropFirst()) where right > left + 1 {
      let start = elements[left].seriesNumber ?? 0
      let slope = ((elements[right].seriesNumber ?? 0) - start) / Double(right - left)
      for index in left + 1..<right where isMissing(elements[index]) {
        let value = start + slope * Double(index - left)
        elements[index] = isWhole ? .long(Int64(exactly: value.rounded(.towardZero)) ?? 0) : .real(value)
      }
    }
    return .array(elements)
  }
}
