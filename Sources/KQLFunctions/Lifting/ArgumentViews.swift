import KQLColumnar
import KQLTypes

/// A string argument read row by row as UTF-8, whether it is constant or a column.
struct TextArgument {
  private let strings: StringColumn
  let isConstant: Bool

  /// - Parameter datum: A datum of type `string`; see ``Datum/asText(rowCount:)``.
  init(_ datum: Datum) {
    switch datum {
    case .constant(let value):
      strings = StringColumn(CollectionOfOne(value.string ?? ""))
      isConstant = true
    case .column(let column):
      strings = column.strings
      isConstant = false
    }
  }

  @inline(__always)
  subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
    strings[isConstant ? 0 : row]
  }

  func string(_ row: Int) -> String { strings.string(isConstant ? 0 : row) }
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
      let heap = StringHeap(isDistinct: false, capacity: rowCount)
      var buffer: [UInt8] = []
      for row in 0..<rowCount {
        buffer.removeAll(keepingCapacity: true)
        column[row].appendText(to: &buffer)
        _ = buffer.withUnsafeBufferPointer { heap.append($0) }
      }
      return .column(.string(StringColumn(heap: heap)))
    }
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
