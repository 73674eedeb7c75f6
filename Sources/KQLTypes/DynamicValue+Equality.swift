/// Values are equal when kind and value are: strings and keys by code points, reals as Swift compares them.
extension DynamicValue {
  package static func == (left: DynamicValue, right: DynamicValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let l), .bool(let r)): l == r
    case (.long(let l), .long(let r)): l == r
    case (.real(let l), .real(let r)): l == r
    case (.decimal(let l), .decimal(let r)): l == r
    case (.datetime(let l), .datetime(let r)): l == r
    case (.timespan(let l), .timespan(let r)): l == r
    case (.guid(let l), .guid(let r)): l == r
    case (.string(let l), .string(let r)): OrdinalString.areEqual(l, r)
    case (.array(let l), .array(let r)): l == r
    case (.bag(let l), .bag(let r)): l == r
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .long(let value): hasher.combine(value)
    case .real(let value): hasher.combine(value)
    case .decimal(let value): hasher.combine(value)
    case .datetime(let value), .timespan(let value): hasher.combine(value)
    case .guid(let value): hasher.combine(value)
    case .string(let value): OrdinalString.hash(value, into: &hasher)
    case .array(let elements): hasher.combine(elements)
    case .bag(let bag): hasher.combine(bag)
    }
  }
}
