import KQLTypes

/// Dynamic values in the blocks of temporary files: a tag, and what it says follows.
enum DynamicBlock {
  private enum Tag {
    static let null: UInt8 = 0
    static let isFalse: UInt8 = 1
    static let isTrue: UInt8 = 2
    static let long: UInt8 = 3
    static let real: UInt8 = 4
    static let decimal: UInt8 = 5
    static let datetime: UInt8 = 6
    static let timespan: UInt8 = 7
    static let guid: UInt8 = 8
    static let string: UInt8 = 9
    static let array: UInt8 = 10
    static let bag: UInt8 = 11
  }
}

// MARK: - Writing

extension DynamicBlock {
  static func append(_ values: [DynamicValue], to bytes: inout [UInt8]) {
    for value in values { append(value, to: &bytes) }
  }

  private static func append(_ value: DynamicValue, to bytes: inout [UInt8]) {
    func put<Value: BitwiseCopyable>(_ tag: UInt8, _ value: Value) {
      bytes.append(tag)
      withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
    switch value {
    case .null: bytes.append(Tag.null)
    case .bool(let value): bytes.append(value ? Tag.isTrue : Tag.isFalse)
    case .long(let value): put(Tag.long, value)
    case .real(let value): put(Tag.real, value)
    case .decimal(let value): put(Tag.decimal, value)
    case .datetime(let value): put(Tag.datetime, value)
    case .timespan(let value): put(Tag.timespan, value)
    case .guid(let value): put(Tag.guid, value)
    case .string(let value):
      put(Tag.string, UInt32(truncatingIfNeeded: value.utf8.count))
      bytes.append(contentsOf: value.utf8)
    case .array(let elements):
      put(Tag.array, UInt32(truncatingIfNeeded: elements.count))
      for element in elements { append(element, to: &bytes) }
    case .bag(let bag):
      put(Tag.bag, UInt32(truncatingIfNeeded: bag.count))
      for (key, value) in zip(bag.keys, bag.values) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: key.utf8.count)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: key.utf8)
        append(value, to: &bytes)
      }
    }
  }
}

// MARK: - Reading

extension DynamicBlock {
  static func value(_ cursor: inout BlockCursor) throws(ExecutionError) -> DynamicValue {
    switch try cursor.value(UInt8.self) {
    case Tag.null: return .null
    case Tag.isFalse: return .bool(false)
    case Tag.isTrue: return .bool(true)
    case Tag.long: return .long(try cursor.value(Int64.self))
    case Tag.real: return .real(try cursor.value(Double.self))
    case Tag.decimal: return .decimal(try cursor.value(KQLDecimal.self))
    case Tag.datetime: return .datetime(try cursor.value(Int64.self))
    case Tag.timespan: return .timespan(try cursor.value(Int64.self))
    case Tag.guid: return .guid(try cursor.value(UInt128.self))
    case Tag.string: return .string(try cursor.text())
    case Tag.array:
      let count = Int(try cursor.value(UInt32.self))
      var elements: [DynamicValue] = []
      for _ in 0..<count { elements.append(try value(&cursor)) }
      return .array(elements)
    case Tag.bag:
      let count = Int(try cursor.value(UInt32.self))
      var bag = DynamicBag()
      for _ in 0..<count {
        let key = try cursor.text()
        bag.append(uniqueKey: key, try value(&cursor))
      }
      return .bag(bag)
    default: throw BlockCursor.damaged
    }
  }
}
