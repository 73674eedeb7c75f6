import KQLColumnar
import KQLTypes

/// Puts together a column of which each row comes from one of several data: the result of `case`, `iff` and
/// `coalesce`.
enum RowChoice {
  /// - Parameters:
  ///   - choice: The position in `sources` of each row's source; -1 for null (an empty string).
  ///   - type: The type of all sources.
  static func column(_ sources: [Datum], choice: [Int], type: ScalarType) -> Datum {
    if let first = choice.first, choice.allSatisfy({ $0 == first }) {
      return first < 0 ? .constant(missing(type)) : sources[first]
    }
    switch type {
    case .bool: return packed(Bool.self, sources, choice, type)
    case .int, .long, .datetime, .timespan: return packed(Int64.self, sources, choice, type)
    case .real: return packed(Double.self, sources, choice, type)
    case .decimal: return packed(KQLDecimal.self, sources, choice, type)
    case .guid: return packed(UInt128.self, sources, choice, type)
    case .dynamic: return packed(DynamicValue.self, sources, choice, type)
    case .string: return strings(sources, choice)
    }
  }

  /// A null, or an empty string.
  static func missing(_ type: ScalarType) -> ScalarValue { type == .string ? .string("") : .null(type) }

  private static func packed<Value: ColumnElement>(
    _: Value.Type, _ sources: [Datum], _ choice: [Int], _ type: ScalarType
  ) -> Datum {
    let views = sources.map { ValueArgument<Value>($0) }
    var values: [Value] = []
    values.reserveCapacity(choice.count)
    var validity: Bitmap?
    for (row, source) in choice.enumerated() {
      if source >= 0, let value = views[source][row] {
        values.append(value)
      } else {
        values.append(Value.placeholder)
        if validity == nil { validity = Bitmap(repeating: true, count: choice.count) }
        validity![row] = false
      }
    }
    return .column(Value.column(values, type: type, validity: validity))
  }

  /// Constants and dictionary entries are copied once and addressed by codes.
  private static func strings(_ sources: [Datum], _ choice: [Int]) -> Datum {
    let heap = StringHeap(isDistinct: false, capacity: min(choice.count, 64))
    let empty = UInt32(truncatingIfNeeded: heap.append(""))
    let columns = sources.map { source -> StringColumn in
      switch source {
      case .constant(let value): StringColumn(repeating: value.string ?? "", count: choice.count)
      case .column(let column): column.strings
      }
    }
    // The new code + 1 of each entry; kept where entries repeat, or may.
    var remaps = columns.map { column in
      [UInt32](repeating: 0, count: column.codes != nil && column.heap.count <= choice.count ? column.heap.count : 0)
    }
    var codes: [UInt32] = []
    codes.reserveCapacity(choice.count)
    for (row, source) in choice.enumerated() {
      guard source >= 0 else {
        codes.append(empty)
        continue
      }
      let column = columns[source]
      let entry = column.entry(row)
      if entry < remaps[source].count {
        if remaps[source][entry] == 0 {
          remaps[source][entry] = UInt32(truncatingIfNeeded: heap.append(column.heap[entry])) &+ 1
        }
        codes.append(remaps[source][entry] &- 1)
      } else {
        codes.append(UInt32(truncatingIfNeeded: heap.append(column.heap[entry])))
      }
    }
    return .column(.string(StringColumn(heap: heap, codes: codes)))
  }
}
