import KQLCatalog
import KQLTypes

/// Tells by the statistics of row groups that no row in them can pass the filters of a scan.
struct ParquetPruning {
  private let file: ParquetFile
  private let checks: [(column: ParquetColumn, filter: ScanFilter)]

  /// - Parameter column: The name of the column that a filter is about, by the names of the file.
  init(_ file: ParquetFile, _ filters: [ScanFilter], column: (ScanFilter) -> ParquetColumn?) {
    self.file = file
    checks = filters.compactMap { filter in column(filter).map { ($0, filter) } }
  }
}

extension ParquetPruning {
  func isUseless(_ group: Int) -> Bool {
    checks.contains { column, filter in
      guard column.list == nil, let statistics = file.rowGroups[group].chunks[column.index].statistics else {
        return false
      }
      return !mayPass(filter.condition, column, statistics)
    }
  }

  private func mayPass(
    _ condition: ScanFilter.Condition, _ column: ParquetColumn, _ statistics: ParquetFile.Statistics
  ) -> Bool {
    guard let lowest = statistics.lowest, let highest = statistics.highest else { return true }
    switch condition {
    case .text: return true
    case .oneOf(let values): return values.contains { mayEqual($0, column, lowest, highest) }
    case .compare(.equal, let value): return mayEqual(value, column, lowest, highest)
    case .compare(let comparison, let value):
      guard let bound = value.int64, let (low, high) = range(column, value, lowest, highest) else { return true }
      switch comparison {
      case .equal: return low <= bound && bound <= high
      case .notEqual: return low != bound || high != bound
      case .less: return low < bound
      case .lessOrEqual: return low <= bound
      case .greater: return high > bound
      case .greaterOrEqual: return high >= bound
      }
    }
  }

  private func mayEqual(_ value: ScalarValue, _ column: ParquetColumn, _ lowest: [UInt8], _ highest: [UInt8]) -> Bool {
    if case .string(let text) = value, column.meaning == .text {
      // Nulls are empty texts, and not among the values that the bounds are of.
      if text.isEmpty { return true }
      // Bounds may be cut off, the higher one only upwards, so that both still hold.
      let bytes = Array(text.utf8)
      return !bytes.lexicographicallyPrecedes(lowest) && !highest.lexicographicallyPrecedes(bytes)
    }
    if value.isNull { return true }
    guard let number = value.int64, let (low, high) = range(column, value, lowest, highest) else { return true }
    return low <= number && number <= high
  }

  /// The bounds in the unit of a value that they are compared with.
  private func range(
    _ column: ParquetColumn, _ value: ScalarValue, _ lowest: [UInt8], _ highest: [UInt8]
  ) -> (Int64, Int64)? {
    guard let low = number(column, value, lowest), let high = number(column, value, highest) else { return nil }
    return (low, high)
  }

  private func number(_ column: ParquetColumn, _ value: ScalarValue, _ bytes: [UInt8]) -> Int64? {
    guard bytes.count == (column.physical == .int32 ? 4 : 8) else { return nil }
    let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let stored = column.physical == .int32 ? Int64(Int32(truncatingIfNeeded: word)) : Int64(bitPattern: word)
    switch (column.meaning, value, column.physical) {
    case (.date, .datetime, .int32): return EpochTime.ticks(stored, .days)
    case (.timestamp(let unit), .datetime, .int64): return EpochTime.ticks(stored, unit)
    case (.plain, .long, .int32), (.plain, .long, .int64), (.plain, .int, .int32): return stored
    default: return nil
    }
  }
}
