import KQLTypes

/// A dynamic array read as a series of numbers, as the `series_…` functions do.
///
/// Times count as their ticks. Elements of any other kind, and nulls, are missing numbers.
struct Series {
  let elements: [DynamicValue]
  /// Whether all numbers are of type long; only then do results stay whole.
  let isWhole: Bool

  init(_ elements: [DynamicValue]) {
    self.elements = elements
    isWhole = elements.allSatisfy { if case .real = $0 { false } else if case .decimal = $0 { false } else { true } }
  }

  /// `nil` when the value is not an array.
  init?(_ value: ScalarValue) {
    guard let elements = value.elements else { return nil }
    self.init(elements)
  }
}

// MARK: - Numbers

extension Series {
  var count: Int { elements.count }

  /// The number at a position; `nil` where it is missing.
  func number(_ index: Int) -> Double? { elements[index].seriesNumber }

  /// All numbers; `nil` when one is missing.
  var numbers: [Double]? {
    var result: [Double] = []
    result.reserveCapacity(elements.count)
    for element in elements {
      guard let number = element.seriesNumber else { return nil }
      result.append(number)
    }
    return result
  }
}

extension DynamicValue {
  /// The value as an element of a series.
  var seriesNumber: Double? {
    switch self {
    case .long(let value), .datetime(let value), .timespan(let value): Double(value)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    default: nil
    }
  }

  fileprivate var seriesWhole: Int64? {
    switch self {
    case .long(let value), .datetime(let value), .timespan(let value): value
    default: nil
    }
  }
}

extension Series {
  /// The number at a position of a series that is whole.
  func whole(_ index: Int) -> Int64? { elements[index].seriesWhole }
}

extension ScalarValue {
  static func series(_ numbers: [Double]) -> ScalarValue { .dynamic(.series(numbers)) }

  /// A number of any type, also inside a `dynamic`.
  var seriesNumber: Double? {
    if case .dynamic(let value) = self { return value.seriesNumber }
    return number
  }
}

extension DynamicValue {
  static func series(_ numbers: [Double]) -> DynamicValue { .array(numbers.map(DynamicValue.real)) }
}
