import KQLColumnar
import KQLTypes

/// Picks the rows for which a predicate is true; used by one thread.
final class PredicateEvaluator {
  private indirect enum Condition {
    case always(Bool)
    case all([Condition])
    case any([Condition])
    case compare(column: Int, PredicateProgram.Comparison, Int64)
    case perEntry(column: Int, VerdictMemo)
    case general(ExpressionEvaluator)
  }
  private let condition: Condition

  init(_ program: PredicateProgram) throws(ExecutionError) {
    condition = try Self.prepare(program.condition)
  }

  private static func prepare(_ condition: PredicateProgram.Condition) throws(ExecutionError) -> Condition {
    switch condition {
    case .always(let holds): return .always(holds)
    case .all(let parts): return .all(try prepare(parts))
    case .any(let parts): return .any(try prepare(parts))
    case .compare(let column, let comparison, let value): return .compare(column: column, comparison, value)
    case .perEntry(let column, let program): return .perEntry(column: column, try VerdictMemo(program))
    case .general(let program): return .general(try ExpressionEvaluator(program))
    }
  }

  private static func prepare(_ conditions: [PredicateProgram.Condition]) throws(ExecutionError) -> [Condition] {
    var result: [Condition] = []
    for condition in conditions { result.append(try prepare(condition)) }
    return result
  }
}

// MARK: - Picking rows

extension PredicateEvaluator {
  /// The batch with only the rows for which the predicate is true.
  func narrow(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
    let survivors = try select(condition, from: batch)
    // Most filters keep all or none of a batch of logs.
    if survivors.count == batch.rowCount { return batch }
    return batch.narrowed(to: Selection(rowCount: batch.physicalRowCount, indexes: survivors))
  }

  /// The rows of the batch, by physical position, for which the condition is true.
  private func select(_ condition: Condition, from batch: RecordBatch) throws(ExecutionError) -> [Int32] {
    switch condition {
    case .always(let holds): return holds ? batch.liveIndexes : []
    case .all(let parts):
      var remaining = batch
      for part in parts {
        let survivors = try select(part, from: remaining)
        if survivors.isEmpty { return [] }
        if survivors.count < remaining.rowCount {
          remaining = batch.narrowed(to: Selection(rowCount: batch.physicalRowCount, indexes: survivors))
        }
      }
      return remaining.liveIndexes
    case .any(let parts):
      var remaining = batch
      var found: [Int32] = []
      for part in parts {
        let survivors = try select(part, from: remaining)
        if survivors.isEmpty { continue }
        found = found.isEmpty ? survivors : Self.merge(found, survivors)
        if survivors.count == remaining.rowCount { break }
        let open = Self.subtract(survivors, from: remaining.liveIndexes)
        remaining = batch.narrowed(to: Selection(rowCount: batch.physicalRowCount, indexes: open))
      }
      return found
    case .compare(let position, let comparison, let value):
      return Self.compare(batch, position, comparison, value)
    case .perEntry(let position, let memo): return try memo.select(from: batch, column: position)
    case .general(let evaluator):
      return Self.trueRows(try evaluator.evaluate(batch)[0], of: batch)
    }
  }

  private static func trueRows(_ datum: Datum, of batch: RecordBatch) -> [Int32] {
    switch datum {
    case .constant(let value): return value.isTrue ? batch.liveIndexes : []
    case .column(let column):
      switch column.values {
      case .bool(let values):
        guard let validity = column.validity else { return batch.selectLive { values[$0] } }
        return batch.selectLive { values[$0] && validity[$0] }
      case .dynamic(let values): return batch.selectLive { values[$0] == .bool(true) }
      default: return []
      }
    }
  }

  private static func compare(
    _ batch: RecordBatch, _ position: Int, _ comparison: PredicateProgram.Comparison, _ value: Int64
  ) -> [Int32] {
    let column = batch.columns[position]
    let validity = column.validity
    return column.int64s.withUnsafeBufferPointer { values in
      switch comparison {
      case .equal: return batch.select(validity) { (values[$0] == value).oneOrZero }
      case .less: return batch.select(validity) { (values[$0] < value).oneOrZero }
      case .lessOrEqual: return batch.select(validity) { (values[$0] <= value).oneOrZero }
      case .greater: return batch.select(validity) { (values[$0] > value).oneOrZero }
      case .greaterOrEqual: return batch.select(validity) { (values[$0] >= value).oneOrZero }
      case .notEqual:
        // A null is not equal to any value, which makes the condition true.
        guard let validity else { return batch.select(nil) { (values[$0] != value).oneOrZero } }
        return batch.select(nil) { (!validity[$0] || values[$0] != value).oneOrZero }
      }
    }
  }

  // MARK: - Ascending lists of rows

  private static func merge(_ left: [Int32], _ right: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(left.count + right.count)
    var l = 0
    var r = 0
    while l < left.count, r < right.count {
      if left[l] < right[r] {
        result.append(left[l])
        l += 1
      } else {
        result.append(right[r])
        r += 1
      }
    }
    result.append(contentsOf: left[l...])
    result.append(contentsOf: right[r...])
    return result
  }

  private static func subtract(_ removed: [Int32], from rows: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(rows.count - removed.count)
    var next = 0
    for row in rows {
      if next < removed.count, removed[next] == row { next += 1 } else { result.append(row) }
    }
    return result
  }
}

extension RecordBatch {
  /// Physical positions of the rows that are alive.
  var liveIndexes: [Int32] { selection?.indexes ?? Array(0..<Int32(truncatingIfNeeded: physicalRowCount)) }

  /// The live rows, by physical position, for which the body holds; it is given positions among the live rows.
  @inline(__always)
  func selectLive(_ holds: (Int) -> Bool) -> [Int32] {
    let indexes = selection?.indexes
    return [Int32](unsafeUninitializedCapacity: rowCount) { target, initialized in
      var count = 0
      if let indexes {
        for position in indexes.indices {
          target[count] = indexes[position]
          count &+= holds(position).oneOrZero
        }
      } else {
        for row in 0..<physicalRowCount {
          target[count] = Int32(truncatingIfNeeded: row)
          count &+= holds(row).oneOrZero
        }
      }
      initialized = count
    }
  }

  /// The live rows, by physical position, that are not null and for which the body gives 1 and not 0; it is given
  /// physical positions.
  @inline(__always)
  func select(_ validity: Bitmap?, _ picks: (Int) -> Int) -> [Int32] {
    let indexes = selection?.indexes
    return [Int32](unsafeUninitializedCapacity: rowCount) { target, initialized in
      var count = 0
      if let indexes {
        for index in indexes {
          target[count] = index
          let row = Int(index)
          count &+= validity.isValid(row) ? picks(row) : 0
        }
      } else if let validity {
        for row in 0..<physicalRowCount {
          target[count] = Int32(truncatingIfNeeded: row)
          count &+= validity[row] ? picks(row) : 0
        }
      } else {
        for row in 0..<physicalRowCount {
          target[count] = Int32(truncatingIfNeeded: row)
          count &+= picks(row)
        }
      }
      initialized = count
    }
  }
}

extension Bool {
  /// 1 or 0, in a way that gives code without a branch, which would be mispredicted on most data.
  @inline(__always)
  var oneOrZero: Int { Int(truncatingIfNeeded: unsafeBitCast(self, to: UInt8.self)) }
}
