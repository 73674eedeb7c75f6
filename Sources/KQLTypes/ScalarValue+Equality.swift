/// Values are equal when type and value are: strings by code points, reals as Swift compares them.
extension ScalarValue {
  package static func == (left: ScalarValue, right: ScalarValue) -> Bool {
    switch (left, right) {
    case (.null(let l), .null(let r)): l == r
    case (.bool(let l), .bool(let r)): l == r
    case (.int(let l), .int(let r)): l == r
    case (.long(let l), .long(let r)): l == r
    case (.real(let l), .real(let r)): l == r
    case (.decimal(let l), .decimal(let r)): l == r
    case (.datetime(let l), .datetime(let r)): l == r
    case (.timespan(let l), .timespan(let r)): l == r
    case (.guid(let l), .guid(let r)): l == r
    case (.string(let l), .string(let r)): OrdinalString.areEqual(l, r)
    case (.dynamic(let l), .dynamic(let r)): l == r
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .long(let value), .datetime(let value), .timespan(let value): hasher.combine(value)
    case .real(let value): hasher.combine(value)
    case .decimal(let value): hasher.combine(value)
    case .guid(let value): hasher.combine(value)
    case .string(let value): OrdinalString.hash(value, into: &hasher)
    case .dynamic(let value): hasher.combine(value)
    }
  }
}
