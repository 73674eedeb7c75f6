import KQLTypes

/// Turns stored values into fields of rows: in the 64 bits of the column's type where that is asked for, as text
/// otherwise.
///
/// Bytes that are not valid UTF-8, and those of a fixed length, are given as base64; times beyond the years 1 to 9999
/// as the number that is stored, which no column of times takes.
struct ParquetValueConverter {
  /// What 64 bits stand for.
  private enum Number {
    case bool
    case integer
    case unsigned
    case real
    case timestamp(EpochTime.Unit)
    case time(EpochTime.Unit)
    case decimal(scale: Int)
  }

  private let column: ParquetColumn
  /// The type that is asked for; `nil` for whatever reads best.
  private let target: ScalarType?
  private let number: Number
  private let arena: TextArena

  /// - Parameter arena: Takes the texts that are made.
  init(_ column: ParquetColumn, target: ScalarType?, arena: TextArena) {
    self.column = column
    self.target = target
    self.arena = arena
    number =
      switch column.meaning {
      case .date: .timestamp(.days)
      case .timestamp(let unit): .timestamp(unit)
      case .time(let unit): .time(unit)
      case .decimal(let scale): .decimal(scale: scale)
      case .unsigned: .unsigned
      default:
        switch column.physical {
        case .boolean: .bool
        case .float, .double: .real
        default: .integer
        }
      }
  }
}

// MARK: - Numbers

extension ParquetValueConverter {
  /// The field of a value of 64 bits: an integer with its sign, or those of a double.
  func value(_ word: UInt64) -> RawValue {
    let integer = Int64(bitPattern: word)
    switch number {
    case .bool:
      if target == .bool { return RawValue(bits: word & 1) }
      return text(word & 1 == 1 ? "true" : "false", as: word & 1 == 1 ? .true : .false)
    case .integer: return self.integer(integer)
    case .unsigned:
      if column.physical == .int32 { return self.integer(Int64(word & 0xffff_ffff)) }
      return integer >= 0 ? self.integer(integer) : text(String(word), as: .number)
    case .real:
      if target == .real { return RawValue(bits: word) }
      let real = Double(bitPattern: word)
      return text(RealText.string(real), as: real.isFinite ? .number : .text)
    case .timestamp(let unit): return timestamp(EpochTime.ticks(integer, unit), stored: integer)
    case .time(let unit):
      guard let ticks = EpochTime.span(integer, unit) else { return text(String(integer), as: .number) }
      return target == .timespan
        ? RawValue(bits: UInt64(bitPattern: ticks)) : text(TimespanText.string(ticks), as: .text)
    case .decimal(let scale):
      return text(KQLDecimal(mantissa: Int128(integer), scale: scale).description, as: .number)
    }
  }

  private func integer(_ value: Int64) -> RawValue {
    switch target {
    case .long: return RawValue(bits: UInt64(bitPattern: value))
    case .int where Int32(exactly: value) != nil: return RawValue(bits: UInt64(bitPattern: value))
    case .real: return RawValue(bits: Double(value).bitPattern)
    default: return text(String(value), as: .number)
    }
  }

  private func timestamp(_ ticks: Int64?, stored: Int64) -> RawValue {
    guard let ticks else { return text(String(stored), as: .number) }
    return target == .datetime
      ? RawValue(bits: UInt64(bitPattern: ticks)) : text(DatetimeText.string(ticks), as: .text)
  }

  private func text(_ text: String, as kind: RawValue.Kind) -> RawValue {
    let utf8 = text.utf8
    let bytes = arena.append(capacity: utf8.count) { target in
      var end = target
      for byte in utf8 {
        end.initialize(to: byte)
        end += 1
      }
      return end - target
    }
    return RawValue(kind, bytes)
  }
}

// MARK: - Bytes

extension ParquetValueConverter {
  /// The field of a value that is stored as bytes, behind which eight more can be read.
  func value(_ bytes: ParquetBytes) -> RawValue {
    switch column.meaning {
    case .guid: return text(Self.guid(bytes), as: .text)
    case .float16: return real(Self.float16(bytes))
    case .decimal(let scale):
      guard let decimal = KQLDecimal(bigEndian: bytes, scale: scale) else { return base64(bytes) }
      return text(decimal.description, as: .number)
    default: break
    }
    if column.physical == .int96 { return int96(bytes) }
    let isText = column.physical == .byteArray || column.meaning == .text || column.meaning == .json
    guard isText, bytes.isValidUTF8 else { return base64(bytes) }
    return RawValue(column.meaning == .json && target != .string ? .object : .text, bytes)
  }

  private func real(_ value: Double) -> RawValue {
    if target == .real { return RawValue(bits: value.bitPattern) }
    return text(RealText.string(value), as: value.isFinite ? .number : .text)
  }

  /// Nanoseconds of a day, and the day's Julian number.
  private func int96(_ bytes: ParquetBytes) -> RawValue {
    guard bytes.count == 12, let base = bytes.baseAddress else { return .absent }
    let nanoseconds = Int64(bitPattern: ByteScan.load8(base))
    let day = Int64(ByteScan.load8(base + 8) & 0xffff_ffff) - 2_440_588
    let start = EpochTime.ticks(day, .days)
    let (ticks, overflows) = (start ?? 0).addingReportingOverflow(EpochTime.span(nanoseconds, .nanoseconds) ?? 0)
    let isTime = start != nil && !overflows && (0...Ticks.perDay).contains(ticks &- (start ?? 0))
    return timestamp(isTime ? ticks : nil, stored: nanoseconds)
  }

  private func base64(_ bytes: ParquetBytes) -> RawValue {
    var output: [UInt8] = []
    Base64Text.append(bytes, to: &output)
    return text(String(decoding: output, as: UTF8.self), as: .text)
  }

  private static func guid(_ bytes: ParquetBytes) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append(0x2d) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func float16(_ bytes: ParquetBytes) -> Double {
    guard bytes.count == 2 else { return .nan }
    let bits = Int(bytes[0]) | Int(bytes[1]) << 8
    let fraction = Double(bits & 0x3ff) / 1024
    let magnitude: Double
    switch bits >> 10 & 31 {
    case 0: magnitude = fraction * 0x1p-14
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    case let exponent: magnitude = (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }
}

extension RawValue {
  init(_ kind: Kind, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else {
      self.init(word: 0, byteCount: 0, kind: kind)
      return
    }
    self.init(kind, start, start + bytes.count)
  }
}

extension ParquetBytes {
  /// Whether the bytes are valid UTF-8; a few bytes behind them are looked at.
  var isValidUTF8: Bool {
    guard var position = baseAddress else { return true }
    let end = position + count
    while position < end {
      if end - position >= 8, ByteScan.load8(position) & 0x8080_8080_8080_8080 == 0 {
        position += 8
      } else if position.pointee < 0x80 {
        position += 1
      } else if let next = ByteScan.endOfScalar(position), next <= end {
        position = next
      } else {
        return false
      }
    }
    return true
  }
}
