import KQLTypes

/// The values of one column in a batch: one value a row, packed by physical type, with a validity bitmap.
///
/// The slot of a null row holds an unspecified value. String columns have no nulls.
@frozen
package struct Column: Sendable {
  package let type: ScalarType
  package let values: ColumnValues
  /// One bit a row, set when not null; `nil` when no row is null.
  package let validity: Bitmap?

  package init(type: ScalarType, values: ColumnValues, validity: Bitmap? = nil) {
    assert(values.matches(type))
    assert(validity == nil || validity!.count == values.count)
    self.type = type
    self.values = values
    self.validity = type == .string ? nil : validity
  }
}

/// Packed values by physical type.
@frozen
package enum ColumnValues: Sendable {
  case bool([Bool])
  /// `int`, `long`, `datetime` and `timespan`.
  case int64([Int64])
  case real([Double])
  case decimal([KQLDecimal])
  case guid([UInt128])
  case string(StringColumn)
  /// A null row holds `.null`; validity says the same.
  case dynamic([DynamicValue])
}

// MARK: - Construction

extension Column {
  package static func bool(_ values: [Bool], _ validity: Bitmap? = nil) -> Column {
    Column(type: .bool, values: .bool(values), validity: validity)
  }
  package static func int64(_ values: [Int64], as type: ScalarType, _ validity: Bitmap? = nil) -> Column {
    Column(type: type, values: .int64(values), validity: validity)
  }
  package static func real(_ values: [Double], _ validity: Bitmap? = nil) -> Column {
    Column(type: .real, values: .real(values), validity: validity)
  }
  package static func string(_ values: StringColumn) -> Column {
    Column(type: .string, values: .string(values))
  }
  package static func string(_ values: some Sequence<String>) -> Column {
    Column(type: .string, values: .string(StringColumn(values)))
  }
  package static func dynamic(_ values: [DynamicValue]) -> Column {
    let hasNulls = values.contains { $0.isNull }
    return Column(
      type: .dynamic, values: .dynamic(values),
      validity: hasNulls ? Bitmap(count: values.count) { !values[$0].isNull } : nil)
  }

  /// The same value in every row.
  package init(repeating value: ScalarValue, count: Int) {
    let type = value.type
    let isNull = value.isNull
    let validity = isNull ? Bitmap(repeating: false, count: count) : nil
    switch value {
    case .bool(let bool): self.init(type: type, values: .bool([Bool](repeating: bool, count: count)))
    case .real(let real): self.init(type: type, values: .real([Double](repeating: real, count: count)))
    case .decimal(let decimal):
      self.init(type: type, values: .decimal([KQLDecimal](repeating: decimal, count: count)))
    case .guid(let guid): self.init(type: type, values: .guid([UInt128](repeating: guid, count: count)))
    case .string(let string):
      self.init(type: type, values: .string(StringColumn(repeating: string, count: count)))
    case .dynamic(let dynamic):
      self.init(
        type: type, values: .dynamic([DynamicValue](repeating: dynamic, count: count)), validity: validity)
    case .int, .long, .datetime, .timespan:
      self.init(type: type, values: .int64([Int64](repeating: value.int64!, count: count)))
    case .null(let type):
      self.init(type: type, values: .placeholder(type, count: count), validity: validity)
    }
  }

  /// A column of nulls (of empty strings for `string`).
  package static func nulls(_ type: ScalarType, count: Int) -> Column {
    Column(repeating: .null(type), count: count)
  }

  /// Builds a column from single values; each must be of `type` or a null.
  package init(_ values: some Sequence<ScalarValue>, type: ScalarType) {
    var builder = ColumnBuilder(type)
    for value in values { builder.append(value) }
    self = builder.finish()
  }
}

extension ColumnValues {
  /// Unspecified values that fill the slots of null rows.
  package static func placeholder(_ type: ScalarType, count: Int) -> ColumnValues {
    switch type {
    case .bool: .bool([Bool](repeating: false, count: count))
    case .int, .long, .datetime, .timespan: .int64([Int64](repeating: 0, count: count))
    case .real: .real([Double](repeating: 0, count: count))
    case .decimal: .decimal([KQLDecimal](repeating: KQLDecimal(0), count: count))
    case .guid: .guid([UInt128](repeating: 0, count: count))
    case .string: .string(StringColumn(repeating: "", count: count))
    case .dynamic: .dynamic([DynamicValue](repeating: .null, count: count))
    }
  }

  package var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int64(let values): values.count
    case .real(let values): values.count
    case .decimal(let values): values.count
    case .guid(let values): values.count
    case .string(let values): values.count
    case .dynamic(let values): values.count
    }
  }

  func matches(_ type: ScalarType) -> Bool {
    switch self {
    case .bool: type == .bool
    case .int64: type.isStoredAsInt64
    case .real: type == .real
    case .decimal: type == .decimal
    case .guid: type == .guid
    case .string: type == .string
    case .dynamic: type == .dynamic
    }
  }
}

// MARK: - Access

extension Column {
  package var count: Int { values.count }

  package func isNull(_ row: Int) -> Bool { !validity.isValid(row) }

  /// The packed values of `int`, `long`, `datetime` and `timespan` columns.
  package var int64s: [Int64] {
    guard case .int64(let values) = values else { preconditionFailure("not an int64 column: \(type.name)") }
    return values
  }
  package var bools: [Bool] {
    guard case .bool(let values) = values else { preconditionFailure("not a bool column: \(type.name)") }
    return values
  }
  package var reals: [Double] {
    guard case .real(let values) = values else { preconditionFailure("not a real column: \(type.name)") }
    return values
  }
  package var decimals: [KQLDecimal] {
    guard case .decimal(let values) = values else { preconditionFailure("not a decimal column: \(type.name)") }
    return values
  }
  package var guids: [UInt128] {
    guard case .guid(let values) = values else { preconditionFailure("not a guid column: \(type.name)") }
    return values
  }
  package var strings: StringColumn {
    guard case .string(let values) = values else { preconditionFailure("not a string column: \(type.name)") }
    return values
  }
  package var dynamics: [DynamicValue] {
    guard case .dynamic(let values) = values else { preconditionFailure("not a dynamic column: \(type.name)") }
    return values
  }

  /// One value by row; for output and slow paths.
  package subscript(row: Int) -> ScalarValue {
    guard validity.isValid(row) else { return type == .dynamic ? .dynamic(.null) : .null(type) }
    switch values {
    case .bool(let values): return .bool(values[row])
    case .int64(let values): return ScalarValue(int64: values[row], as: type)
    case .real(let values): return .real(values[row])
    case .decimal(let values): return .decimal(values[row])
    case .guid(let values): return .guid(values[row])
    case .string(let values): return .string(values.string(row))
    case .dynamic(let values): return .dynamic(values[row])
    }
  }

  /// The same values under another type with the same physical form, such as `int` as `long`.
  package func reinterpreted(as type: ScalarType) -> Column {
    Column(type: type, values: values, validity: validity)
  }
}

// MARK: - Rearranging

extension Column {
  /// The rows at the given positions, in that order; a position may repeat.
  package func gathered(_ indexes: [Int32]) -> Column {
    Column(type: type, values: values.gathered(indexes), validity: validity?.gathered(indexes))
  }

  /// As ``gathered(_:)``, where a negative position gives a null (an empty string for `string`).
  package func gatheredWithNulls(_ indexes: [Int32]) -> Column {
    guard indexes.contains(where: { $0 < 0 }) else { return gathered(indexes) }
    if case .string(let strings) = values {
      let heap = StringHeap(isDistinct: false, capacity: indexes.count)
      let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
      for index in indexes { heap.append(index < 0 ? empty : strings[Int(index)]) }
      return .string(StringColumn(heap: heap))
    }
    guard count > 0 else { return .nulls(type, count: indexes.count) }
    let clamped = indexes.map { max($0, 0) }
    let validity = Bitmap(count: indexes.count) { indexes[$0] >= 0 && self.validity.isValid(Int(indexes[$0])) }
    var values = values.gathered(clamped)
    if case .dynamic(var dynamics) = values {
      values = .bool([])
      for row in indexes.indices where indexes[row] < 0 { dynamics[row] = .null }
      values = .dynamic(dynamics)
    }
    return Column(type: type, values: values, validity: validity)
  }

  package func slice(_ range: Range<Int>) -> Column {
    if range == 0..<count { return self }
    return Column(type: type, values: values.slice(range), validity: validity?.slice(range))
  }

  /// Appends columns of one type. String columns that do not share a heap are re-coded onto a new dictionary.
  package static func concatenated(_ columns: [Column], type: ScalarType) -> Column {
    if columns.count == 1 { return columns[0] }
    var validity: Bitmap?
    if columns.contains(where: { $0.validity != nil }) {
      var bits = Bitmap(repeating: false, count: 0)
      for column in columns {
        bits.append(contentsOf: column.validity ?? Bitmap(repeating: true, count: column.count))
      }
      validity = bits
    }
    let values: ColumnValues
    switch type {
    case .bool: values = .bool(joined(columns.map(\.bools)))
    case .int, .long, .datetime, .timespan:
      values = .int64(joined(columns.map(\.int64s)))
    case .real: values = .real(joined(columns.map(\.reals)))
    case .decimal: values = .decimal(joined(columns.map(\.decimals)))
    case .guid: values = .guid(joined(columns.map(\.guids)))
    case .dynamic: values = .dynamic(joined(columns.map(\.dynamics)))
    case .string: values = .string(StringColumn.concatenated(columns.map(\.strings)))
    }
    return Column(type: type, values: values, validity: validity)
  }

  /// The elements of all arrays, in an array that is no longer than it must be.
  private static func joined<Value>(_ arrays: [[Value]]) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(arrays.reduce(0) { $0 + $1.count })
    for array in arrays { result.append(contentsOf: array) }
    return result
  }
}

extension ColumnValues {
  func gathered(_ indexes: [Int32]) -> ColumnValues {
    switch self {
    case .bool(let values): .bool(Self.gather(values, indexes))
    case .int64(let values): .int64(Self.gather(values, indexes))
    case .real(let values): .real(Self.gather(values, indexes))
    case .decimal(let values): .decimal(Self.gather(values, indexes))
    case .guid(let values): .guid(Self.gather(values, indexes))
    case .string(let values): .string(values.gathered(indexes))
    case .dynamic(let values): .dynamic(indexes.map { values[Int($0)] })
    }
  }

  func slice(_ range: Range<Int>) -> ColumnValues {
    switch self {
    case .bool(let values): .bool(Array(values[range]))
    case .int64(let values): .int64(Array(values[range]))
    case .real(let values): .real(Array(values[range]))
    case .decimal(let values): .decimal(Array(values[range]))
    case .guid(let values): .guid(Array(values[range]))
    case .string(let values): .string(values.slice(range))
    case .dynamic(let values): .dynamic(Array(values[range]))
    }
  }

  @inline(__always)
  static func gather<Value: BitwiseCopyable>(_ values: [Value], _ indexes: [Int32]) -> [Value] {
    [Value](unsafeUninitializedCapacity: indexes.count) { target, initialized in
      guard let output = target.baseAddress else { return }
      values.withUnsafeBufferPointer { source in
        indexes.withUnsafeBufferPointer { indexes in
          for position in 0..<indexes.count {
            // A position that is out of range would read foreign memory, so it is checked in every build.
            let index = Int(indexes[position])
            precondition(UInt(bitPattern: index) < UInt(bitPattern: source.count))
            (output + position).initialize(to: source[index])
          }
        }
      }
      initialized = indexes.count
    }
  }
}

extension StringColumn {
  package static func concatenated(_ columns: [StringColumn]) -> StringColumn {
    guard let first = columns.first else { return StringColumn([]) }
    let count = columns.reduce(0) { $0 + $1.count }
    var codes: [UInt32] = []
    codes.reserveCapacity(count)
    if columns.allSatisfy({ $0.heap === first.heap }) {
      for column in columns {
        if let own = column.codes {
          codes.append(contentsOf: own)
        } else {
          codes.append(contentsOf: (0..<column.count).lazy.map { UInt32($0) })
        }
      }
      return StringColumn(heap: first.heap, codes: codes)
    }
    var interner = StringInterner()
    for column in columns { codes.append(contentsOf: interner.codes(of: column)) }
    return StringColumn(heap: interner.dictionary.heap, codes: codes)
  }
}
