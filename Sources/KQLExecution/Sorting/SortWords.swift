import KQLColumnar
import KQLTypes

/// Turns values into words whose unsigned order is the wanted one.
enum SortWords {
  /// Words a value of the type takes; `nil` for types whose order words cannot show.
  static func wordCount(of type: ScalarType) -> Int? {
    switch type {
    case .bool, .int, .datetime, .real: 1
    case .long, .timespan: 2
    case .guid: 3
    case .string, .decimal, .dynamic: nil
    }
  }

  /// The words of a column, one array a word, the most significant first.
  static func words(of column: Column, _ direction: SortDirection) -> [[UInt64]] {
    switch column.values {
    case .bool(let values): return [single(column, direction) { values[$0] ? 2 : 1 }]
    case .real(let values): return [single(column, direction) { word(values[$0], direction) }]
    case .int64(let values):
      if column.type == .int || column.type == .datetime {
        return [single(column, direction) { word(values[$0]) }]
      }
      return [nullWords(column, direction), words(column, direction) { word(values[$0]) }]
    case .guid(let values):
      return [
        nullWords(column, direction),
        words(column, direction) { UInt64(truncatingIfNeeded: values[$0] >> 64) },
        words(column, direction) { UInt64(truncatingIfNeeded: values[$0]) },
      ]
    case .string, .decimal, .dynamic: preconditionFailure("\(column.type.name) has no sort words")
    }
  }

  /// Words of values that are never the lowest nor the highest word, which stand for nulls.
  @inline(__always)
  private static func single(
    _ column: Column, _ direction: SortDirection, _ word: (Int) -> UInt64
  ) -> [UInt64] {
    let flip: UInt64 = direction.isDescending ? .max : 0
    let null: UInt64 = direction.nullsFirst ? 0 : .max
    let count = column.count
    return [UInt64](unsafeUninitializedCapacity: count) { target, initialized in
      if let validity = column.validity {
        for row in 0..<count { target[row] = validity[row] ? word(row) ^ flip : null }
      } else {
        for row in 0..<count { target[row] = word(row) ^ flip }
      }
      initialized = count
    }
  }

  private static func nullWords(_ column: Column, _ direction: SortDirection) -> [UInt64] {
    let null: UInt64 = direction.nullsFirst ? 0 : 2
    return (0..<column.count).map { column.isNull($0) ? null : 1 }
  }

  @inline(__always)
  private static func words(_ column: Column, _ direction: SortDirection, _ word: (Int) -> UInt64) -> [UInt64] {
    let flip: UInt64 = direction.isDescending ? .max : 0
    return (0..<column.count).map { column.isNull($0) ? 0 : word($0) ^ flip }
  }

  @inline(__always)
  static func word(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ (1 << 63) }

  /// NaN stands next to nulls, before or after all other values whatever their direction, and -0.0 with 0.0.
  @inline(__always)
  static func word(_ value: Double, _ direction: SortDirection) -> UInt64 {
    if value.isNaN { return direction.nullsFirst != direction.isDescending ? 1 : .max - 1 }
    let bits = value == 0 ? 0 : value.bitPattern
    return bits & (1 << 63) != 0 ? ~bits : bits | (1 << 63)
  }
}
