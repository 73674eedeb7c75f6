import KQLTypes

/// Collects values of one type row by row into a column.
package struct ColumnBuilder: Sendable {
  package let type: ScalarType
  private var values: ColumnValues
  private var heap: StringHeap?
  private var validity = Bitmap(repeating: false, count: 0)
  private var hasNulls = false

  package init(_ type: ScalarType, capacity: Int = 0) {
    self.type = type
    values = .placeholder(type == .string ? .bool : type, count: 0)
    if type == .string { heap = StringHeap(isDistinct: false, capacity: capacity) }
  }
}

extension ColumnBuilder {
  package var count: Int { heap?.count ?? validity.count }

  /// Appends a value of the column's type, or a null.
  ///
  /// - Precondition: `value` is a null, or of the builder's type (`int` and `long` may stand for one another).
  package mutating func append(_ value: ScalarValue) {
    if let heap {
      switch value {
      case .string(let string): heap.append(string)
      case .null: heap.append("")
      default: preconditionFailure("cannot append \(value.type.name) to a string column")
      }
      return
    }
    if value.isNull { return appendNull() }
    switch value {
    case .bool(let value): append(value)
    case .int, .long, .datetime, .timespan: append(value.int64!)
    case .real(let value): append(value)
    case .decimal(let value): append(value)
    case .guid(let value): append(value)
    case .dynamic(let value): append(value)
    case .string, .null: preconditionFailure("cannot append \(value.type.name) to a \(type.name) column")
    }
  }

  package mutating func appendNull() {
    if let heap {
      heap.append("")
      return
    }
    hasNulls = true
    validity.append(false)
    switch values {
    case .bool(var all):
      values = .bool([])
      all.append(false)
      values = .bool(all)
    case .int64(var all):
      values = .bool([])
      all.append(0)
      values = .int64(all)
    case .real(var all):
      values = .bool([])
      all.append(0)
      values = .real(all)
    case .decimal(var all):
      values = .bool([])
      all.append(KQLDecimal(0))
      values = .decimal(all)
    case .guid(var all):
      values = .bool([])
      all.append(0)
      values = .guid(all)
    case .dynamic(var all):
      values = .bool([])
      all.append(.null)
      values = .dynamic(all)
    case .string: preconditionFailure()
    }
  }

  package mutating func append(_ value: Bool) {
    guard case .bool(var all) = values, heap == nil else { preconditionFailure("not a bool column: \(type.name)") }
    values = .real([])
    all.append(value)
    values = .bool(all)
    validity.append(true)
  }
  package mutating func append(_ value: Int64) {
    guard case .int64(var all) = values else { preconditionFailure("not an int64 column: \(type.name)") }
    values = .bool([])
    all.append(value)
    values = .int64(all)
    validity.append(true)
  }
  package mutating func append(_ value: Double) {
    guard case .real(var all) = values else { preconditionFailure("not a real column: \(type.name)") }
    values = .bool([])
    all.append(value)
    values = .real(all)
    validity.append(true)
  }
  package mutating func append(_ value: KQLDecimal) {
    guard case .decimal(var all) = values else { preconditionFailure("not a decimal column: \(type.name)") }
    values = .bool([])
    all.append(value)
    values = .decimal(all)
    validity.append(true)
  }
  package mutating func append(_ value: UInt128) {
    guard case .guid(var all) = values else { preconditionFailure("not a guid column: \(type.name)") }
    values = .bool([])
    all.append(value)
    values = .guid(all)
    validity.append(true)
  }
  package mutating func append(_ value: DynamicValue) {
    if value.isNull { return appendNull() }
    guard case .dynamic(var all) = values else { preconditionFailure("not a dynamic column: \(type.name)") }
    values = .bool([])
    all.append(value)
    values = .dynamic(all)
    validity.append(true)
  }
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let heap else { preconditionFailure("not a string column: \(type.name)") }
    heap.append(bytes)
  }
  package mutating func append(_ string: String) {
    guard let heap else { preconditionFailure("not a string column: \(type.name)") }
    heap.append(string)
  }

  /// The column of all values appended. The builder must not be used afterwards.
  package consuming func finish() -> Column {
    if let heap { return .string(StringColumn(heap: heap)) }
    return Column(type: type, values: values, validity: hasNulls ? validity : nil)
  }
}
