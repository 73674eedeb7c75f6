/// A scalar data type of KQL.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/>
@frozen
package enum ScalarType: UInt8, Hashable, Sendable, CaseIterable {
  case bool
  case int
  case long
  case real
  case decimal
  case datetime
  case timespan
  case guid
  case string
  case dynamic
}

// MARK: - Names

extension ScalarType {
  /// The canonical name, as `getschema` prints it.
  package var name: String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    case .long: "long"
    case .real: "real"
    case .decimal: "decimal"
    case .datetime: "datetime"
    case .timespan: "timespan"
    case .guid: "guid"
    case .string: "string"
    case .dynamic: "dynamic"
    }
  }

  /// The .NET type name that Kusto reports in `getschema` and v1 frames.
  package var dotNetName: String {
    switch self {
    case .bool: "System.SByte"
    case .int: "System.Int32"
    case .long: "System.Int64"
    case .real: "System.Double"
    case .decimal: "System.Data.SqlTypes.SqlDecimal"
    case .datetime: "System.DateTime"
    case .timespan: "System.TimeSpan"
    case .guid: "System.Guid"
    case .string: "System.String"
    case .dynamic: "System.Object"
    }
  }

  /// The type that a name or one of its aliases stands for; case-sensitive, as in Kusto.
  package init?(name: some StringProtocol) {
    switch name {
    case "bool", "boolean": self = .bool
    case "int", "int32": self = .int
    case "long", "int64": self = .long
    case "real", "double": self = .real
    case "decimal": self = .decimal
    case "datetime", "date": self = .datetime
    case "timespan", "time": self = .timespan
    case "guid", "uuid", "uniqueid": self = .guid
    case "string": self = .string
    case "dynamic": self = .dynamic
    default: return nil
    }
  }
}

// MARK: - Classes of types

extension ScalarType {
  /// `int`, `long`, `real` or `decimal`.
  package var isNumeric: Bool { self == .int || self == .long || self == .real || self == .decimal }

  /// `int` or `long`.
  package var isInteger: Bool { self == .int || self == .long }

  /// Numbers, `datetime` and `timespan`: what `sum`-like operations accept.
  package var isSummable: Bool { isNumeric || self == .datetime || self == .timespan }

  /// Everything but `dynamic`, which has no order.
  package var isOrderable: Bool { self != .dynamic }

  /// Whether values of the type are held as `Int64` in a column.
  package var isStoredAsInt64: Bool {
    self == .int || self == .long || self == .datetime || self == .timespan
  }

  /// Place in the promotion order int < long < real < decimal; `nil` for other types.
  package var numericRank: Int? {
    switch self {
    case .int: 0
    case .long: 1
    case .real: 2
    case .decimal: 3
    default: nil
    }
  }
}
