/// One value of any scalar type, or a typed null.
///
/// Used for literals, constants and row-wise access; columns hold values packed by type.
/// A `string` is never null: its empty value stands for a missing one.
package enum ScalarValue: Hashable, Sendable {
  case null(ScalarType)
  case bool(Bool)
  case int(Int32)
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
  case dynamic(DynamicValue)
}

// MARK: - Queries

extension ScalarValue {
  package var type: ScalarType {
    switch self {
    case .null(let type): type
    case .bool: .bool
    case .int: .int
    case .long: .long
    case .real: .real
    case .decimal: .decimal
    case .datetime: .datetime
    case .timespan: .timespan
    case .guid: .guid
    case .string: .string
    case .dynamic: .dynamic
    }
  }

  /// Whether `isnull()` holds: typed nulls and the dynamic null; never a string.
  package var isNull: Bool {
    switch self {
    case .null(let type): type != .string
    case .dynamic(.null): true
    default: false
    }
  }

  /// The value of an `int`, `long`, `datetime` or `timespan` as it is held in a column.
  package var int64: Int64? {
    switch self {
    case .int(let value): Int64(value)
    case .long(let value), .datetime(let value), .timespan(let value): value
    default: nil
    }
  }

  /// The value of any numeric type as a real; `nil` for nulls and other types.
  package var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .long(let value): Double(value)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    default: nil
    }
  }

  package var string: String? {
    switch self {
    case .string(let value): value
    case .null(.string): ""
    default: nil
    }
  }

  package var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// Wraps a raw `Int64` as held in columns of `int`, `long`, `datetime` and `timespan`.
  package init(int64 value: Int64, as type: ScalarType) {
    switch type {
    case .int: self = .int(Int32(truncatingIfNeeded: value))
    case .datetime: self = .datetime(value)
    case .timespan: self = .timespan(value)
    default: self = .long(value)
    }
  }
}
