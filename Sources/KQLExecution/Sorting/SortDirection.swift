import KQLPlan

/// How the values of a sort key are ordered.
struct SortDirection: Sendable {
  var isDescending: Bool
  var nullsFirst: Bool

  init(isDescending: Bool, nullsFirst: Bool) {
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }

  init(_ key: SortKey) {
    self.init(isDescending: key.isDescending, nullsFirst: key.nullsFirst)
  }

  static let ascending = SortDirection(isDescending: false, nullsFirst: true)
}
