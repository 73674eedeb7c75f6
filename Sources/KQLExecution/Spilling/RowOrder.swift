import KQLColumnar
import KQLTypes

/// Compares rows of different batches as ``SortPermutation`` orders the rows of one.
struct RowOrder: Sendable {
  struct Key: Sendable {
    /// Position of the column in the batches.
    var column: Int
    var direction: SortDirection
  }
  let keys: [Key]
}

extension RowOrder {
  /// - Returns: Negative, zero or positive.
  func compare(_ left: RecordBatch, _ leftRow: Int, _ right: RecordBatch, _ rightRow: Int) -> Int {
    for key in keys {
      let result = Self.compare(left.columns[key.column], leftRow, right.columns[key.column], rightRow, key.direction)
      if result != 0 { return result }
    }
    return 0
  }

  private static func compare(
    _ left: Column, _ leftRow: Int, _ right: Column, _ rightRow: Int, _ direction: SortDirection
  ) -> Int {
    let (leftIsNull, rightIsNull) = (left.isNull(leftRow), right.isNull(rightRow))
    if leftIsNull || rightIsNull {
      if leftIsNull == rightIsNull { return 0 }
      return leftIsNull == direction.nullsFirst ? -1 : 1
    }
    let result: Int
    switch (left.values, right.values) {
    case (.int64(let l), .int64(let r)): result = order(l[leftRow], r[rightRow])
    case (.string(let l), .string(let r)): result = ByteHash.compare(l[leftRow], r[rightRow])
    case (.bool(let l), .bool(let r)): result = order(l[leftRow] ? 1 : 0, r[rightRow] ? 1 : 0)
    case (.real(let l), .real(let r)):
      result = order(SortWords.word(l[leftRow], direction), SortWords.word(r[rightRow], direction))
    case (.guid(let l), .guid(let r)): result = order(l[leftRow], r[rightRow])
    case (.decimal(let l), .decimal(let r)): result = KQLDecimal.compare(l[leftRow], r[rightRow])
    case (.dynamic(let l), .dynamic(let r)):
      result = ScalarValue.compare(.dynamic(l[leftRow]), .dynamic(r[rightRow]))
    default: preconditionFailure("columns of different types")
    }
    return direction.isDescending ? -result : result
  }

  @inline(__always)
  private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }
}

// MARK: - Prefixes

extension RowOrder {
  /// A number for each row that decides most comparisons: rows whose numbers differ are ordered by them.
  func prefixes(of batch: RecordBatch) -> [UInt64] {
    guard let key = keys.first else { return [UInt64](repeating: 0, count: batch.physicalRowCount) }
    let column = batch.columns[key.column]
    let direction = key.direction
    switch column.values {
    case .bool(let values): return prefixes(column, direction) { values[$0] ? 2 : 1 }
    case .int64(let values): return prefixes(column, direction) { SortWords.word(values[$0]) }
    case .real(let values): return prefixes(column, direction) { SortWords.word(values[$0], direction) }
    case .guid(let values): return prefixes(column, direction) { UInt64(truncatingIfNeeded: values[$0] >> 64) }
    case .string(let values): return prefixes(column, direction) { values[$0].sortPrefix }
    case .decimal, .dynamic: return [UInt64](repeating: 0, count: batch.physicalRowCount)
    }
  }

  /// The lowest and highest number are left to nulls; values that have them share those of their neighbours.
  @inline(__always)
  private func prefixes(_ column: Column, _ direction: SortDirection, _ word: (Int) -> UInt64) -> [UInt64] {
    let null: UInt64 = direction.nullsFirst ? 0 : .max
    let flip: UInt64 = direction.isDescending ? .max : 0
    return (0..<column.count).map { row in
      column.isNull(row) ? null : min(max(word(row) ^ flip, 1), .max - 1)
    }
  }
}
