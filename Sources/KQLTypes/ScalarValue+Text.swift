extension ScalarValue {
  /// What `tostring()` gives; empty for a null.
  package var text: String {
    switch self {
    case .null: ""
    case .bool(let value): BoolText.string(value)
    case .int(let value): String(value)
    case .long(let value): String(value)
    case .real(let value): RealText.string(value)
    case .decimal(let value): value.description
    case .datetime(let value): DatetimeText.string(value)
    case .timespan(let value): TimespanText.string(value)
    case .guid(let value): GuidText.string(value)
    case .string(let value): value
    case .dynamic(let value): value.text
    }
  }

  /// Appends ``text``.
  package func appendText(to output: inout [UInt8]) {
    switch self {
    case .null: break
    case .bool(let value): output.append(contentsOf: BoolText.string(value).utf8)
    case .int(let value): IntegerText.append(Int64(value), to: &output)
    case .long(let value): IntegerText.append(value, to: &output)
    case .real(let value): RealText.append(value, to: &output)
    case .decimal(let value): output.append(contentsOf: value.description.utf8)
    case .datetime(let value): DatetimeText.append(value, to: &output)
    case .timespan(let value): TimespanText.append(value, to: &output)
    case .guid(let value): GuidText.append(value, to: &output)
    case .string(let value): output.append(contentsOf: value.utf8)
    case .dynamic(let value): value.appendText(to: &output)
    }
  }
}

extension DynamicValue {
  /// What `tostring()` gives: a string without quotes, nothing for null, otherwise JSON.
  package var text: String {
    switch self {
    case .null: ""
    case .string(let value): value
    case .datetime, .timespan, .guid, .decimal, .real: scalar.text
    default: JSONText.string(self)
    }
  }

  /// Appends ``text``.
  package func appendText(to output: inout [UInt8]) {
    switch self {
    case .null: break
    case .string(let value): output.append(contentsOf: value.utf8)
    case .datetime, .timespan, .guid, .decimal, .real: scalar.appendText(to: &output)
    default: JSONText.append(self, to: &output)
    }
  }

  /// The value under its own scalar type; arrays, bags and null stay `dynamic`.
  package var scalar: ScalarValue {
    switch self {
    case .null, .array, .bag: .dynamic(self)
    case .bool(let value): .bool(value)
    case .long(let value): .long(value)
    case .real(let value): .real(value)
    case .decimal(let value): .decimal(value)
    case .datetime(let value): .datetime(value)
    case .timespan(let value): .timespan(value)
    case .guid(let value): .guid(value)
    case .string(let value): .string(value)
    }
  }
}
