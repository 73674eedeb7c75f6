import KQLTypes

/// How functions of `dynamic` values read their arguments: a value of another kind than expected reads as `nil`.
extension ScalarValue {
  /// The value as `dynamic`; typed nulls become the dynamic null.
  var asDynamic: DynamicValue {
    if case .dynamic(let value) = self { return value }
    return DynamicValue(self)
  }

  /// The elements, when the value is an array.
  var elements: [DynamicValue]? {
    if case .dynamic(.array(let elements)) = self { return elements }
    return nil
  }

  /// The properties, when the value is a property bag.
  var bag: DynamicBag? {
    if case .dynamic(.bag(let bag)) = self { return bag }
    return nil
  }

  /// A whole number, also one inside a `dynamic`.
  var wholeNumber: Int64? {
    switch self {
    case .int(let value): Int64(value)
    case .long(let value), .dynamic(.long(let value)): value
    default: nil
    }
  }

  /// Text, also inside a `dynamic`.
  var textValue: String? {
    if case .dynamic(.string(let value)) = self { return value }
    return string
  }

  static func array(_ elements: [DynamicValue]) -> ScalarValue { .dynamic(.array(elements)) }
  static func bag(_ bag: DynamicBag) -> ScalarValue { .dynamic(.bag(bag)) }
}

/// Distinct dynamic values. 1 and 1.0 differ, as do values of different kinds; NaN equals itself.
struct DynamicSet {
  private var values: Set<DynamicValue> = []
  private var holdsNaN = false

  init() {}

  init(_ elements: some Sequence<DynamicValue>) {
    for element in elements { insert(element) }
  }
}

extension DynamicSet {
  var count: Int { values.count + (holdsNaN ? 1 : 0) }

  func contains(_ value: DynamicValue) -> Bool {
    value.isNaN ? holdsNaN : values.contains(value)
  }

  /// - Returns: Whether the value is new.
  @discardableResult
  mutating func insert(_ value: DynamicValue) -> Bool {
    guard value.isNaN else { return values.insert(value).inserted }
    defer { holdsNaN = true }
    return !holdsNaN
  }
}

extension DynamicValue {
  var isNaN: Bool {
    if case .real(let value) = self { return value.isNaN }
    return false
  }

  /// Equality under which NaN equals itself.
  func isSame(as other: DynamicValue) -> Bool { self == other || (isNaN && other.isNaN) }
}
