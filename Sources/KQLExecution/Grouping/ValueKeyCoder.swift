import KQLTypes

/// Gives equal values of a key column of an unpacked type equal codes.
struct ValueKeyCoder<Value: Hashable & Sendable> {
  private var codes: [Value: UInt32] = [:]
  /// The values by code.
  private(set) var values: [Value] = []
}

extension ValueKeyCoder {
  mutating func code(of value: Value) -> UInt32 {
    if let code = codes[value] { return code }
    let code = UInt32(truncatingIfNeeded: values.count)
    codes[value] = code
    values.append(value)
    return code
  }

  func existingCode(of value: Value) -> UInt32? { codes[value] }
}
