import KQLTypes

extension KQLDecimal {
  /// A number in two's complement, the highest byte first, as Avro and Parquet write decimals; `nil` when it has more
  /// than 38 digits.
  init?(bigEndian bytes: some Collection<UInt8>, scale: Int) {
    var rest = bytes[...]
    let isNegative = rest.first.map { $0 >= 0x80 } ?? false
    let sign: UInt8 = isNegative ? 0xff : 0
    while rest.count > 16, rest.first == sign { rest = rest.dropFirst() }
    guard rest.count <= 16, (0...38).contains(scale) else { return nil }
    let start: Int128 = isNegative ? -1 : 0
    let mantissa = rest.reduce(start) { $0 << 8 | Int128($1) }
    // Leading bytes that were dropped must not change the sign.
    guard (mantissa < 0) == isNegative || mantissa == 0 else { return nil }
    guard mantissa.magnitude < 100_000_000_000_000_000_000_000_000_000_000_000_000 else { return nil }
    self.init(mantissa: mantissa, scale: scale)
  }
}
