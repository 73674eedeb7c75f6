import KQLColumnar
import KQLTypes

/// A string argument read row by row as UTF-8, whether it is constant or a column.
struct TextArgument {
  private let heap: StringHeap
  /// The entry of each row; `nil` when row *i* is entry *i*.
  private let codes: [UInt32]?
  let isConstant: Bool

  /// - Parameter datum: A datum of type `string`; see ``Datum/asText(rowCount:)``.
  init(_ datum: Datum) {
    switch datum {
    case .constant(let value):
      heap = StringHeap(isDistinct: true, capacity: 1)
      heap.append(value.string ?? "")
      codes = nil
      isConstant = true
    case .column(let column):
      heap = column.strings.heap
      codes = column.strings.codes
      isConstant = false
    }
  }

  @inline(__always)
  subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
    if isConstant { return heap[0] }
    guard let codes else { return heap[row] }
    return heap[Int(codes[row])]
  }

  func string(_ row: Int) -> String { String(decoding: self[row], as: UTF8.self) }
}

/// An argument of a packed type read row by row, whether it is constant or a column.
struct ValueArgument<Value: ColumnElement> {
  private let values: [Value]
  private let validity: Bitmap?
  private let isConstant: Bool

  init(_ datum: Datum) {
    switch datum {
    case .constant(let value):
      isConstant = true
      values = [value.isNull ? Value.placeholder : Value(value)]
      validity = value.isNull ? Bitmap(repeating: false, count: 1) : nil
    case .column(let column):
      isConstant = false
      values = Value.values(of: column)
      validity = column.validity
    }
  }

  /// The value of a row; `nil` when it is null.
  @inline(__always)
  subscript(row: Int) -> Value? {
    let index = isConstant ? 0 : row
    return validity.isValid(index) ? values[index] : nil
  }
}

// MARK: - Text

extension Datum {
  /// The datum as strings: what `tostring` makes of each value. Strings stay as they are.
  func asText(rowCount: Int) -> Datum {
    switch self {
    case .constant(let value):
      return value.type == .string ? self : .constant(.string(value.text))
    case .column(let column):
      if column.type == .string { return self }
      return .column(.string(column.text()))
    }
  }
}

extension Column {
  /// What `tostring` makes of each value of a column that does not hold strings.
  fileprivate func text() -> StringColumn {
    let heap = StringHeap(isDistinct: false, capacity: count)
    var buffer: [UInt8] = []
    func append(_ write: (Int, inout [UInt8]) -> Void) {
      for row in 0..<count {
        buffer.clear()
        if validity.isValid(row) { write(row, &buffer) }
        _ = buffer.withUnsafeBufferPointer { heap.append($0) }
      }
    }
    switch (type, values) {
    case (.int, .int64(let values)), (.long, .int64(let values)): append { IntegerText.append(values[$0], to: &$1) }
    case (.datetime, .int64(let values)): append { DatetimeText.append(values[$0], to: &$1) }
    case (_, .real(let values)): append { RealText.append(values[$0], to: &$1) }
    case (_, .dynamic(let values)): append { values[$0].appendText(to: &$1) }
    default: append { self[$0].appendText(to: &$1) }
    }
    return StringColumn(heap: heap)
  }
}

extension Array where Element == Datum {
  /// The arguments with those at the given positions as text.
  func asText(_ positions: some Sequence<Int>, rowCount: Int) -> [Datum] {
    var result = self
    for position in positions where position < count {
      result[position] = result[position].asText(rowCount: rowCount)
    }
    return result
  }
}
