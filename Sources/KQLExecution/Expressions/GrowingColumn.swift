import KQLColumnar
import KQLTypes

/// A column to which values are appended and from which rows are gathered, time and again.
struct GrowingColumn {
  let type: ScalarType
  private(set) var count = 0
  private var bools: [Bool] = []
  private var int64s: [Int64] = []
  private var reals: [Double] = []
  private var decimals: [KQLDecimal] = []
  private var guids: [UInt128] = []
  private var dynamics: [DynamicValue] = []
  private var heap: StringHeap?
  /// `nil` as long as no value is null.
  private var validity: Bitmap?

  init(_ type: ScalarType) {
    self.type = type
    if type == .string { heap = StringHeap(isDistinct: false) }
  }
}

extension GrowingColumn {
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
    if column.validity != nil || validity != nil {
      var bits = validity ?? Bitmap(repeating: true, count: count)
      bits.append(contentsOf: column.validity ?? Bitmap(repeating: true, count: column.count))
      validity = bits
    }
    count += column.count
  }

  func gathered(_ indexes: [Int32]) -> Column {
    if let heap {
      return .string(StringColumn(heap: heap, codes: indexes.map { UInt32(bitPattern: $0) }))
    }
    return Column(type: type, values: values, validity: validity).gathered(indexes)
  }

  private var values: ColumnValues {
    switch type {
    case .bool: .bool(bools)
    case .int, .long, .datetime, .timespan: .int64(int64s)
    case .real: .real(reals)
    case .decimal: .decimal(decimals)
    case .guid: .guid(guids)
    case .dynamic: .dynamic(dynamics)
    case .string: preconditionFailure("strings are held in a heap")
    }
  }
}
