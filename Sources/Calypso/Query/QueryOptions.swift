/// What `now()` means in a query.
public enum QueryTime: Hashable, Sendable {
  /// The clock of this machine when the query is prepared.
  case wall
  case fixed(Timestamp)
  /// The newest `TimeGenerated` of all tables, which are read for it; the clock when there is none.
  case latest
}

/// How one query is understood and run.
public struct QueryOptions: Sendable {
  public var now: QueryTime
  /// The table that a query which begins with `|` runs on; see ``Session/defaultTableName(preferring:)``.
  public var defaultTable: String?
  /// Values of `declare query_parameters`, by name.
  public var parameters: [String: Value]

  public init(now: QueryTime = .wall, defaultTable: String? = nil, parameters: [String: Value] = [:]) {
    self.now = now
    self.defaultTable = defaultTable
    self.parameters = parameters
  }
}
