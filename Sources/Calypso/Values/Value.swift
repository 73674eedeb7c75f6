import KQLTypes

/// One value of a table or result.
///
/// Strings are never null in KQL: a missing string is empty.
public enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int32)
  case long(Int64)
  case real(Double)
  /// A decimal number of up to 38 digits, as text.
  case decimal(String)
  case datetime(Timestamp)
  case timespan(TimeInterval)
  /// Canonical lower-case text with hyphens.
  case guid(String)
  case string(String)
  /// Compact JSON.
  case dynamic(json: String)
}

extension Value: CustomStringConvertible {
  /// The text that `tostring()` gives; empty for null.
  public var description: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .long(let value): String(value)
    case .real(let value): RealText.string(value)
    case .datetime(let value): value.description
    case .timespan(let value): value.description
    case .decimal(let text), .guid(let text), .string(let text), .dynamic(let text): text
    }
  }
}

extension Value {
  init(_ value: ScalarValue) {
    if value.isNull {
      self = .null
      return
    }
    switch value {
    case .null(.string): self = .string("")
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .long(let value): self = .long(value)
    case .real(let value): self = .real(value)
    case .decimal(let value): self = .decimal(value.description)
    case .datetime(let ticks): self = .datetime(Timestamp(ticks: ticks))
    case .timespan(let ticks): self = .timespan(TimeInterval(ticks: ticks))
    case .guid(let value): self = .guid(GuidText.string(value))
    case .string(let value): self = .string(value)
    case .dynamic(let value): self = .dynamic(json: JSONText.string(value))
    }
  }

  /// The value as one of the given type.
  ///
  /// - Throws: ``QueryError`` when the value is of another type, or its text is not valid.
  func scalar(as type: ScalarType) throws(QueryError) -> ScalarValue {
    func invalid() -> QueryError {
      QueryError(.invalidArgument, "the value '\(self)' is not a \(type.name)")
    }
    let value: ScalarValue? =
      switch self {
      case .null: .null(type)
      case .bool(let value): .bool(value)
      case .int(let value): type == .long ? .long(Int64(value)) : .int(value)
      case .long(let value): type == .int ? Int32(exactly: value).map { .int($0) } : .long(value)
      case .real(let value): .real(value)
      case .decimal(let text): KQLDecimal(text).map { .decimal($0) }
      case .datetime(let value): .datetime(value.ticks)
      case .timespan(let value): .timespan(value.ticks)
      case .guid(let text): GuidText.parse(text).map { .guid($0) }
      case .string(let value): .string(value)
      case .dynamic(let json): JSONText.parse(json).map { .dynamic($0) }
      }
    guard let value, value.type == type || value.isNull else { throw invalid() }
    return value
  }
}

extension Value {
  /// The value as a scalar of its own type; text that is not valid becomes null.
  var untypedScalar: ScalarValue {
    let type: ScalarType =
      switch self {
      case .null, .string: .string
      case .bool: .bool
      case .int: .int
      case .long: .long
      case .real: .real
      case .decimal: .decimal
      case .datetime: .datetime
      case .timespan: .timespan
      case .guid: .guid
      case .dynamic: .dynamic
      }
    return (try? scalar(as: type)) ?? .null(type)
  }
}

extension JSONText {
  /// The dynamic value that a JSON text stands for; `nil` when it is not valid.
  static func parse(_ text: String) -> DynamicValue? {
    var copy = text
    return copy.withUTF8 { try? parse($0) }
  }
}
