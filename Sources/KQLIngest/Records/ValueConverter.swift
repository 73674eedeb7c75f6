import KQLTypes

/// Converts fields to the types that a column holds in 64 bits.
struct ValueConverter {
  private var timestamps = TimestampReader()

  /// Converts a value in its place; one that is missing or empty becomes a null.
  ///
  /// - Returns: Whether the type can hold the value.
  @inline(__always)
  mutating func convert(_ value: UnsafeMutablePointer<RawValue>, to type: ScalarType) -> Bool {
    if case .datetime = type, value.pointee.kind == .text, let ticks = timestamps.ticks(value.pointee.bytes) {
      value.pointee = RawValue(bits: UInt64(bitPattern: ticks))
      return true
    }
    switch convertOther(value.pointee, to: type) {
    case .misfit: return false
    case .converted(let converted):
      value.pointee = converted
      return true
    }
  }

  private enum Outcome {
    case converted(RawValue)
    case misfit
  }

  @inline(never)
  private mutating func convertOther(_ value: RawValue, to type: ScalarType) -> Outcome {
    switch value.kind {
    case .absent, .null: return .converted(.absent)
    case .converted: return .converted(value)
    case .true, .false:
      guard type == .bool else { return .misfit }
      return .converted(RawValue(bits: value.kind == .true ? 1 : 0))
    case .object, .array: return .misfit
    case .number, .text, .escapedText, .doubledText: break
    }
    var timestamps = self.timestamps
    let isNumber = value.kind == .number
    let outcome = RawText.with(value) { text -> Outcome in
      let text = Self.trimmed(text)
      if text.isEmpty { return .converted(.absent) }
      let bits: UInt64?
      switch type {
      case .long: bits = Self.integer(text).map { UInt64(bitPattern: $0) }
      case .int: bits = Self.integer(text).flatMap { Int32(exactly: $0) }.map { UInt64(bitPattern: Int64($0)) }
      case .real: bits = RealText.parse(text).map(\.bitPattern)
      case .bool: bits = BoolText.parse(text).map { $0 ? 1 : 0 }
      case .datetime: bits = isNumber ? nil : timestamps.ticks(text).map { UInt64(bitPattern: $0) }
      case .timespan: bits = isNumber ? nil : TimespanText.parse(text).map { UInt64(bitPattern: $0) }
      case .decimal, .guid, .string, .dynamic: bits = nil
      }
      return bits.map { .converted(RawValue(bits: $0)) } ?? .misfit
    }
    self.timestamps = timestamps
    return outcome
  }

  /// An integer, also one that is written as a real without a fraction.
  private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let value = IntegerText.parse(text) { return value }
    guard let real = RealText.parse(text), real == real.rounded(), abs(real) < 9e15 else { return nil }
    return Int64(exactly: real)
  }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = text.count
    while start < end, text[start] == 0x20 { start += 1 }
    while end > start, text[end - 1] == 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: text[start..<end])
  }
}
