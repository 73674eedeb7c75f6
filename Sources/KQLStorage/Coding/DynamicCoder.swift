import KQLColumnar
import KQLTypes

/// Writes `dynamic` values, and the others that are held as byte strings, so that exactly they come back.
///
/// Layout: a tag, then 0 null, 1 false, 2 true: nothing; 3 long: varying number, zigzag; 4 real: 8 bytes;
/// 5 decimal: 16 bytes mantissa, `u8` scale; 6 datetime, 7 timespan: `i64` ticks; 8 guid: 16 bytes; 9 string: varying
/// size, bytes; 10 array: varying count, elements; 11 bag: varying count, then of each property key (size, bytes) and
/// value.
enum DynamicCoder {
  /// Deeper values are refused; readers of inputs stop at 512.
  static let maximumDepth = 1000

  static func append(_ value: DynamicValue, to writer: inout BlobWriter, depth: Int = 0) throws(BlobError) {
    guard depth <= maximumDepth else { throw BlobError("a dynamic value is nested more than \(maximumDepth) deep") }
    switch value {
    case .null: writer.append(UInt8(0))
    case .bool(let value): writer.append(UInt8(value ? 2 : 1))
    case .long(let value):
      writer.append(UInt8(3))
      writer.appendVarying(UInt64(bitPattern: value &<< 1 ^ value &>> 63))
    case .real(let value):
      writer.append(UInt8(4))
      writer.append(value.bitPattern)
    case .decimal(let value):
      writer.append(UInt8(5))
      append(value, to: &writer)
    case .datetime(let value):
      writer.append(UInt8(6))
      writer.append(value)
    case .timespan(let value):
      writer.append(UInt8(7))
      writer.append(value)
    case .guid(let value):
      writer.append(UInt8(8))
      writer.append(value)
    case .string(let value):
      writer.append(UInt8(9))
      append(value, to: &writer)
    case .array(let elements):
      writer.append(UInt8(10))
      writer.appendVarying(UInt64(elements.count))
      for element in elements { try append(element, to: &writer, depth: depth + 1) }
    case .bag(let bag):
      writer.append(UInt8(11))
      writer.appendVarying(UInt64(bag.count))
      for (key, value) in zip(bag.keys, bag.values) {
        append(key, to: &writer)
        try append(value, to: &writer, depth: depth + 1)
      }
    }
  }

  static func append(_ value: KQLDecimal, to writer: inout BlobWriter) {
    writer.append(value.mantissa)
    writer.append(UInt8(truncatingIfNeeded: value.scale))
  }

  private static func append(_ text: String, to writer: inout BlobWriter) {
    var text = text
    text.withUTF8 { bytes in
      writer.appendVarying(UInt64(bytes.count))
      writer.append(bytes)
    }
  }
}

// MARK: - Reading

extension DynamicCoder {
  static func read(from reader: inout BlobReader, depth: Int = 0) throws(BlobError) -> DynamicValue {
    guard depth <= maximumDepth else { throw BlobError("a value is nested too deeply") }
    switch try reader.byte() {
    case 0: return .null
    case 1: return .bool(false)
    case 2: return .bool(true)
    case 3:
      let zigzag = try reader.varying()
      return .long(Int64(bitPattern: zigzag &>> 1) ^ -Int64(bitPattern: zigzag & 1))
    case 4: return .real(Double(bitPattern: try reader.number(UInt64.self)))
    case 5: return .decimal(try readDecimal(from: &reader))
    case 6: return .datetime(try reader.number(Int64.self))
    case 7: return .timespan(try reader.number(Int64.self))
    case 8: return .guid(try reader.number(UInt128.self))
    case 9: return .string(try readText(from: &reader))
    case 10:
      let count = try readCount(from: &reader)
      var elements: [DynamicValue] = []
      elements.reserveCapacity(count)
      for _ in 0..<count { elements.append(try read(from: &reader, depth: depth + 1)) }
      return .array(elements)
    case 11:
      let count = try readCount(from: &reader)
      var keys: [String] = []
      var values: [DynamicValue] = []
      for _ in 0..<count {
        keys.append(try readText(from: &reader))
        values.append(try read(from: &reader, depth: depth + 1))
      }
      return .bag(DynamicBag(keys: keys, values: values))
    default: throw BlobError("a kind of value is unknown")
    }
  }

  static func readDecimal(from reader: inout BlobReader) throws(BlobError) -> KQLDecimal {
    let mantissa = try reader.number(Int128.self)
    let scale = Int(try reader.byte())
    // 10^38 - 1 is the largest mantissa that arithmetic on decimals is made for.
    let limit: UInt128 = 99_999_999_999_999_999_999_999_999_999_999_999_999
    guard scale <= 38, mantissa.magnitude <= limit else { throw BlobError("a decimal is out of range") }
    return KQLDecimal(mantissa: mantissa, scale: scale)
  }

  /// A count of things of which each takes a byte at least.
  private static func readCount(from reader: inout BlobReader) throws(BlobError) -> Int {
    let count = try reader.varying()
    guard count <= UInt64(reader.remainingCount) else { throw BlobError("a count is too large") }
    return Int(count)
  }

  private static func readText(from reader: inout BlobReader) throws(BlobError) -> String {
    let bytes = try reader.take(try readCount(from: &reader))
    guard let text = String(validating: bytes, as: UTF8.self) else { throw BlobError("a text is not UTF-8") }
    return text
  }
}
