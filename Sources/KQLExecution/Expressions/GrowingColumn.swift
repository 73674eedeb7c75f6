import KQLColumnar
import KQLTypes

/// A column to which values are appended and from which rows are gathered, time and again.
struct GrowingColumn {
  let type: ScalarType
  private(set) var count = 0
  private(set) var bools: [Bool] = []
  private var int64s: [Int64] = []
  private var reals: [Double] = []
  private var decimals: [KQLDecimal] = []
  private var guids: [UInt128] = []
  private var dynamics: [DynamicValue] = []
  private var heap: StringHeap?
  /// Empty as long as no value is null.
  private var validity: [Bool] = []

  init(_ type: ScalarType) {
    self.type = type
    if type == .string { heap = StringHeap(isDistinct: false) }
  }
}

extension GrowingColumn {
  mutating func append(_ datum: Datum, rowCount: Int) { append(datum.column(rowCount: rowCount)) }

  mutating func append(_ column: Column) {
    switch column.values {
    case .bool(let values): bools.append(contentsOf: values)
    case .int64(let values): int64s.append(contentsOf: values)
    case .real(let values): reals.append(contentsOf: values)
    case .decimal(let values): decimals.append(contentsOf: values)
    case .guid(let values): guids.append(contentsOf: values)
    case .dynamic(let values): dynamics.append(contentsOf: values)
    case .string(let values):
      if let heap { for row in 0..<values.count { heap.append(values[row]) } }
    }
    if column.validity != nil || !validity.isEmpty {
      if validity.isEmpty { validity = [Bool](repeating: true, count: count) }
      for row in 0..<column.count { validity.append(column.validity.isValid(row)) }
    }
    count += column.count
  }

  /// Whether a row holds `true`, for columns of type `bool`.
  @inline(__always)
  func isTrue(_ row: Int) -> Bool { bools[row] && (validity.isEmpty || validity[row]) }

  func gathered(_ indexes: [Int32]) -> Column {
    let bits = validity.isEmpty ? nil : Bitmap(count: indexes.count) { validity[Int(indexes[$0])] }
    let values: ColumnValues
    switch type {
    case .bool: values = .bool(indexes.map { bools[Int($0)] })
    case .int, .long, .datetime, .timespan: values = .int64(indexes.map { int64s[Int($0)] })
    case .real: values = .real(indexes.map { reals[Int($0)] })
    case .decimal: values = .decimal(indexes.map { decimals[Int($0)] })
    case .guid: values = .guid(indexes.map { guids[Int($0)] })
    case .dynamic: values = .dynamic(indexes.map { dynamics[Int($0)] })
    case .string:
      guard let heap else { preconditionFailure("a string column without heap") }
      values = .string(StringColumn(heap: heap, codes: indexes.map { UInt32(bitPattern: $0) }))
    }
    return Column(type: type, values: values, validity: bits)
  }
}
