import KQLTypes

/// A scalar data type of KQL.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/>
public enum ColumnType: String, Hashable, Sendable, CaseIterable {
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

extension ColumnType {
  init(_ type: ScalarType) {
    switch type {
    case .bool: self = .bool
    case .int: self = .int
    case .long: self = .long
    case .real: self = .real
    case .decimal: self = .decimal
    case .datetime: self = .datetime
    case .timespan: self = .timespan
    case .guid: self = .guid
    case .string: self = .string
    case .dynamic: self = .dynamic
    }
  }

  var scalarType: ScalarType {
    switch self {
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
}
