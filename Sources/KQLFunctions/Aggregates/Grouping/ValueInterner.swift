import KQLColumnar
import KQLTypes

/// Gives equal values of one type equal codes, in order of first appearance.
///
/// Reals are equal by value, and NaN equals NaN.
struct ValueInterner {
  private let type: ScalarType
  private var strings = StringInterner()
  private var words = WordInterner()
  private var guids: [UInt128: UInt32] = [:]
  private var decimals: [KQLDecimal: UInt32] = [:]
  private var dynamics: [DynamicValue: UInt32] = [:]
  /// The values by code, of the types that are held in the dictionaries above.
  private var distinctGuids: [UInt128] = []
  private var distinctDecimals: [KQLDecimal] = []
  private var distinctDynamics: [DynamicValue] = []
  private var dynamicByteCount = 0

  init(_ type: ScalarType) { self.type = type }
}

// MARK: - Codes

extension ValueInterner {
  /// The code of each row; a null row's code is unspecified and may stand for any value.
  mutating func codes(of column: Column) -> [UInt32] {
    switch column.values {
    case .bool(let values): codes(values, column.validity) { $0.words.code(of: $1 ? 1 : 0) }
    case .int64(let values): codes(values, column.validity) { $0.words.code(of: UInt64(bitPattern: $1)) }
    case .real(let values): codes(values, column.validity) { $0.words.code(of: $1.canonicalBits) }
    case .guid(let values):
      codes(values, column.validity) { Self.code(of: $1, &$0.guids, &$0.distinctGuids) }
    case .decimal(let values):
      // Of 1.0 and 1.00 it must not matter which comes first.
      codes(values, column.validity) { Self.code(of: $1.normalized, &$0.decimals, &$0.distinctDecimals) }
    case .dynamic(let values):
      codes(values, nil) { $0.code(of: $1) }
    case .string(let values): codes(ofStrings: values)
    }
  }

  /// The code of a dynamic value, for what finds values inside of others.
  mutating func code(of value: DynamicValue) -> UInt32 {
    let known = distinctDynamics.count
    let code = Self.code(of: value == .real(0) ? .real(0) : value, &dynamics, &distinctDynamics)
    if distinctDynamics.count > known { dynamicByteCount += value.byteCount }
    return code
  }

  /// The values by code.
  var distinctValues: Column {
    switch type {
    case .string: .string(StringColumn(heap: strings.dictionary.heap))
    case .bool: .bool(words.values.map { $0 == 1 })
    case .real: .real(words.values.map(Double.init(bitPattern:)))
    case .guid: Column(type: .guid, values: .guid(distinctGuids))
    case .decimal: Column(type: .decimal, values: .decimal(distinctDecimals))
    case .dynamic: .dynamic(distinctDynamics)
    case .int, .long, .datetime, .timespan: .int64(words.values.map(Int64.init(bitPattern:)), as: type)
    }
  }

  var byteCount: Int {
    strings.dictionary.heap.byteCount + words.byteCount + distinctGuids.count * 64 + distinctDecimals.count * 128
      + dynamicByteCount
  }

  private mutating func codes(ofStrings column: StringColumn) -> [UInt32] {
    // A heap that is not a source's dictionary is gone after the batch, so nothing is remembered about it.
    if column.heap.isDistinct { return strings.codes(of: column) }
    var result: [UInt32] = []
    result.reserveCapacity(column.count)
    for row in 0..<column.count { result.append(strings.code(of: column[row])) }
    return result
  }

  @inline(__always)
  private mutating func codes<Value>(
    _ values: [Value], _ validity: Bitmap?, _ code: (inout ValueInterner, Value) -> UInt32
  ) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(values.count)
    for row in values.indices { result.append(validity.isValid(row) ? code(&self, values[row]) : 0) }
    return result
  }

  private static func code<Value: Hashable>(
    of value: Value, _ codes: inout [Value: UInt32], _ values: inout [Value]
  ) -> UInt32 {
    if let code = codes[value] { return code }
    let code = UInt32(truncatingIfNeeded: values.count)
    codes[value] = code
    values.append(value)
    return code
  }
}

extension Double {
  /// One pattern for the zeros and one for all NaNs.
  var canonicalBits: UInt64 { self == 0 ? 0 : isNaN ? Double.nan.bitPattern : bitPattern }
}

extension DynamicValue {
  /// Bytes held, estimated.
  var byteCount: Int {
    let own = 48
    switch self {
    case .string(let string): return own + string.utf8.count
    case .array(let elements): return elements.reduce(own) { $0 + $1.byteCount }
    case .bag(let bag):
      return zip(bag.keys, bag.values).reduce(own) { $0 + 16 + $1.0.utf8.count + $1.1.byteCount }
    default: return own
    }
  }
}

/// Gives equal words equal codes, in order of first appearance.
struct WordInterner {
  private(set) var values: [UInt64] = []
  /// Open addressing by linear probing; code + 1, 0 when free.
  private var slots = [UInt32](repeating: 0, count: 64)

  var byteCount: Int { values.capacity * 8 + slots.capacity * 4 }

  @inline(__always)
  mutating func code(of value: UInt64) -> UInt32 {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: ByteHash.mix(value)) & mask
    while true {
      let found = slots[slot]
      if found == 0 { break }
      if values[Int(found) - 1] == value { return found - 1 }
      slot = (slot + 1) & mask
    }
    values.append(value)
    slots[slot] = UInt32(truncatingIfNeeded: values.count)
    if values.count * 2 > slots.count { grow() }
    return UInt32(truncatingIfNeeded: values.count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in values.indices {
      var slot = Int(truncatingIfNeeded: ByteHash.mix(values[index])) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
