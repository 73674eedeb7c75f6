extension ScalarValue {
  /// The value under another type, as the functions `tobool()`, `tolong()`, … give it: null when it does not convert.
  package func converted(to target: ScalarType) -> ScalarValue {
    if type == target { return self }
    if isNull { return target == .string ? .string("") : .null(target) }
    if case .dynamic(let value) = self { return value.converted(to: target) }
    let result: ScalarValue? =
      switch target {
      case .bool: convertedToBool.map(ScalarValue.bool)
      case .int: convertedToInt.map(ScalarValue.int)
      case .long: convertedToLong.map(ScalarValue.long)
      case .real: convertedToReal.map(ScalarValue.real)
      case .decimal: convertedToDecimal.map(ScalarValue.decimal)
      case .datetime: convertedToDatetime.map(ScalarValue.datetime)
      case .timespan: convertedToTimespan.map(ScalarValue.timespan)
      case .guid: string.flatMap(GuidText.parse).map(ScalarValue.guid)
      case .string: .string(text)
      case .dynamic: .dynamic(convertedToDynamic)
      }
    return result ?? .null(target)
  }

  private var convertedToBool: Bool? {
    switch self {
    case .bool(let value): value
    case .int, .long: int64.map { $0 != 0 }
    case .real(let value): value != 0
    case .decimal(let value): !value.isZero
    case .string(let value): read(value, BoolText.parse)
    default: nil
    }
  }

  private var convertedToInt: Int32? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): value
    // As the engine does, the lower 32 bits are kept.
    case .long(let value), .datetime(let value), .timespan(let value): Int32(truncatingIfNeeded: value)
    case .real(let value): RealConversion.int32(value)
    case .decimal(let value): value.int64Value.flatMap { Int32(exactly: $0) }
    case .string(let value): read(value, IntegerText.parseInt32)
    default: nil
    }
  }

  private var convertedToLong: Int64? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int, .long, .datetime, .timespan: int64
    case .real(let value): RealConversion.int64(value)
    case .decimal(let value): value.int64Value
    case .string(let value): read(value, IntegerText.parse)
    default: nil
    }
  }

  private var convertedToReal: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int, .long, .datetime, .timespan: int64.map(Double.init)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    case .string(let value): read(value, RealText.parse)
    default: nil
    }
  }

  private var convertedToDecimal: KQLDecimal? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int, .long, .datetime, .timespan: int64.map { KQLDecimal($0) }
    case .real(let value): KQLDecimal(converting: value)
    case .string(let value): KQLDecimal(value)
    default: nil
    }
  }

  private var convertedToDatetime: Int64? {
    switch self {
    case .int, .long, .timespan, .real, .decimal: convertedToLong.flatMap(Ticks.validDatetime)
    case .string(let value): read(value, DatetimeText.parse)
    default: nil
    }
  }

  private var convertedToTimespan: Int64? {
    switch self {
    case .int, .long, .datetime, .real, .decimal: convertedToLong
    case .string(let value): read(value, TimespanText.parse)
    default: nil
    }
  }

  private var convertedToDynamic: DynamicValue {
    guard case .string(let value) = self else { return DynamicValue(self) }
    return (try? JSONText.parse(value)) ?? .string(value)
  }

  private func read<Value>(_ text: String, _ parse: (UnsafeBufferPointer<UInt8>) -> Value?) -> Value? {
    var copy = text
    return copy.withUTF8 { parse($0) }
  }
}

extension DynamicValue {
  /// As ``ScalarValue/converted(to:)``; arrays and bags convert to `string` alone.
  package func converted(to target: ScalarType) -> ScalarValue {
    switch (self, target) {
    case (_, .dynamic): return .dynamic(self)
    case (_, .string): return .string(text)
    case (.null, _), (.array, _), (.bag, _): return .null(target)
    // A real within dynamic is held to the bounds of the integer, one outside is not.
    case (.real(let value), .int) where value.magnitude >= 0x1p31: return .int(value < 0 ? .min : .max)
    case (.real(let value), .long) where value.magnitude >= 0x1p63: return .long(value < 0 ? .min : .max)
    default: return scalar.converted(to: target)
    }
  }
}

/// How reals become whole numbers: cut off towards zero, null for NaN and infinities; beyond the range the smallest
/// number, as the processor's own conversion gives.
package enum RealConversion {
  package static func int64(_ value: Double) -> Int64? {
    guard value.isFinite else { return nil }
    return value.magnitude < 0x1p63 ? Int64(value) : .min
  }

  package static func int32(_ value: Double) -> Int32? {
    guard value.isFinite else { return nil }
    return Int32(exactly: value.rounded(.towardZero)) ?? .min
  }
}
