/// What the rows of a scan are looked up in by one of their columns: a row that finds nothing is of no use.
///
/// A permission, as the filters of a ``ScanRequest`` are. Becomes known when the query runs, from the rows that a join
/// holds.
package struct KeyFilter: Sendable {
  /// Position in the provider's schema.
  package var column: Int
  /// What each row that finds something meets.
  package var conditions: [ScanFilter.Condition]
  /// For a column of type `string` the keys themselves, by which a scan can tell more rows, or tell them faster.
  package var keys: (any KeyMembership)?

  package init(column: Int, conditions: [ScanFilter.Condition], keys: (any KeyMembership)? = nil) {
    self.column = column
    self.conditions = conditions
    self.keys = keys
  }

  package var filters: [ScanFilter] { conditions.map { ScanFilter(column: column, condition: $0) } }
}

/// Texts that can be asked for by several threads at once.
package protocol KeyMembership: AnyObject, Sendable {
  /// Tells which texts may be among the keys: all that are, and few that are not.
  ///
  /// - Parameter isFound: Room for as many verdicts as there are texts.
  func find(_ texts: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, isFound: UnsafeMutablePointer<Bool>)
}
