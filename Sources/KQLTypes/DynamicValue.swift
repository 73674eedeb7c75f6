/// A value of type `dynamic`: JSON extended by Kusto's own scalar types.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic>
package enum DynamicValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case long(Int64)
  case real(Double)
  // Boxed, for the seldom and large ones would make every value three times as large.
  indirect case decimal(KQLDecimal)
  /// 100 ns ticks since 0001-01-01T00:00:00Z.
  case datetime(Int64)
  /// 100 ns ticks.
  case timespan(Int64)
  indirect case guid(UInt128)
  case string(String)
  case array([DynamicValue])
  case bag(DynamicBag)
}

// MARK: - Conversions

extension DynamicValue {
  /// The dynamic value that holds a scalar; a typed null becomes `null`.
  package init(_ value: ScalarValue) {
    switch value {
    case .null(let type): self = type == .string ? .string("") : .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .long(Int64(value))
    case .long(let value): self = .long(value)
    case .real(let value): self = .real(value)
    case .decimal(let value): self = .decimal(value)
    case .datetime(let value): self = .datetime(value)
    case .timespan(let value): self = .timespan(value)
    case .guid(let value): self = .guid(value)
    case .string(let value): self = .string(value)
    case .dynamic(let value): self = value
    }
  }

  package var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  package var array: [DynamicValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  package var bag: DynamicBag? {
    if case .bag(let bag) = self { return bag }
    return nil
  }
}
