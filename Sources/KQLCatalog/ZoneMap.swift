import KQLColumnar
import KQLTypes

/// The lowest and highest values of a batch's columns, by which a scan sees that it need not look at the batch.
package struct ZoneMap: Sendable {
  private enum Zone: Sendable {
    /// Nothing is known.
    case unknown
    /// No row has a value.
    case empty
    /// Values of a column that is held as `Int64`.
    case range(Int64, Int64)
  }
  private let zones: [Zone]

  package init(_ batch: RecordBatch) {
    zones = batch.columns.map { column in
      guard case .int64(let values) = column.values else { return .unknown }
      return Self.zone(values, column.validity)
    }
  }

  private static func zone(_ values: [Int64], _ validity: Bitmap?) -> Zone {
    var lowest = Int64.max
    var highest = Int64.min
    if let validity {
      for row in values.indices where validity[row] {
        lowest = min(lowest, values[row])
        highest = max(highest, values[row])
      }
    } else {
      for value in values {
        lowest = min(lowest, value)
        highest = max(highest, value)
      }
    }
    return lowest <= highest ? .range(lowest, highest) : .empty
  }
}

extension ZoneMap {
  /// Whether a row may meet all filters, whose columns are positions in the batch.
  package func mayMeet(_ filters: [ScanFilter]) -> Bool { filters.allSatisfy(mayMeet) }

  private func mayMeet(_ filter: ScanFilter) -> Bool {
    guard zones.indices.contains(filter.column) else { return true }
    switch (zones[filter.column], filter.condition) {
    case (.unknown, _), (_, .text): return true
    case (.empty, _): return false
    case (.range(let lowest, let highest), .compare(let comparison, let value)):
      guard let number = value.int64 else { return true }
      switch comparison {
      case .equal: return lowest <= number && number <= highest
      case .notEqual: return lowest != number || highest != number
      case .less: return lowest < number
      case .lessOrEqual: return lowest <= number
      case .greater: return highest > number
      case .greaterOrEqual: return highest >= number
      }
    case (.range(let lowest, let highest), .oneOf(let values)):
      return values.contains { value in
        guard let number = value.int64 else { return true }
        return lowest <= number && number <= highest
      }
    }
  }
}
