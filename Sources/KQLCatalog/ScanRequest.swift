import KQLTypes

/// What a query needs of a table, so that the rest need not be read.
///
/// `filters` and `limit` are permissions, not duties: a provider may leave out rows that fail a filter, and must
/// not leave out any other; the query applies every filter again. Once `limit` rows that pass all filters were
/// delivered by the scan as a whole, further ones may be left out, provided the first ones in table order are in.
package struct ScanRequest: Sendable {
  /// Positions in the provider's schema, in the order in which the batches hold them; may be empty.
  package var columns: [Int]
  /// Conditions that all rows of interest meet (a conjunction).
  package var filters: [ScanFilter]
  /// Keys of which each row of interest has one. A request with some has no `limit`, since a scan need not know which
  /// rows they rule out.
  package var keyFilters: [KeyFilter] = []
  package var limit: Int?
  /// Wanted rows a batch; a provider may deliver others.
  package var batchRowCount: Int

  package init(columns: [Int], filters: [ScanFilter] = [], limit: Int? = nil, batchRowCount: Int = 2048) {
    self.columns = columns
    self.filters = filters
    self.limit = limit
    self.batchRowCount = batchRowCount
  }
}

/// A condition on one column that a scan may use to skip rows.
package struct ScanFilter: Sendable, Hashable {
  package enum Condition: Sendable, Hashable {
    /// `column op value` with a value of the column's type that is not null. A null never passes.
    case compare(Comparison, ScalarValue)
    /// The column equals one of the values; case-sensitive.
    case oneOf([ScalarValue])
    /// A string condition with a constant pattern.
    case text(TextMatch, String)
  }

  package enum Comparison: Sendable, Hashable {
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
  }

  package enum TextMatch: Sendable, Hashable {
    case has
    case hasCaseSensitive
    case contains
    case containsCaseSensitive
    case startsWith
    case startsWithCaseSensitive
    case endsWith
    case endsWithCaseSensitive
    case equalIgnoringCase
  }

  /// Position in the provider's schema (not in the request's columns).
  package var column: Int
  package var condition: Condition

  package init(column: Int, condition: Condition) {
    self.column = column
    self.condition = condition
  }
}

// MARK: - Conditions

extension ScanRequest {
  /// The conditions of the query, and those that follow from the keys.
  package var allFilters: [ScanFilter] { keyFilters.isEmpty ? filters : filters + keyFilters.flatMap(\.filters) }

  /// The ticks that the filters allow a `datetime` column to hold, `nil` when they do not bound it.
  ///
  /// Empty bounds come out as a range whose lower end is above its upper end, never as `nil`.
  package func timeRange(ofColumn column: Int) -> (lower: Int64, upper: Int64)? {
    var lower = Int64.min
    var upper = Int64.max
    for filter in allFilters where filter.column == column {
      guard case .compare(let comparison, .datetime(let ticks)) = filter.condition else { continue }
      switch comparison {
      case .equal: (lower, upper) = (max(lower, ticks), min(upper, ticks))
      case .notEqual: break
      case .less: upper = min(upper, ticks - 1)
      case .lessOrEqual: upper = min(upper, ticks)
      case .greater: lower = max(lower, ticks + 1)
      case .greaterOrEqual: lower = max(lower, ticks)
      }
    }
    return lower == .min && upper == .max ? nil : (lower, upper)
  }
}
