import KQLPlan

/// The columns that an expression may name.
struct RowScope {
  let columns: [PlanColumn]
  /// Whether unknown names may be columns that only running the query shows.
  let isOpen: Bool
  private let positions: [String: Int]

  init(_ columns: [PlanColumn], isOpen: Bool = false) {
    self.columns = columns
    self.isOpen = isOpen
    // Of columns with equal names the first one is meant.
    positions = Dictionary(columns.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
  }

  init(_ table: BoundTable) {
    self.init(table.columns, isOpen: table.isOpen)
  }
}

extension RowScope {
  static let empty = RowScope([])

  subscript(name: String) -> PlanColumn? { positions[name].map { columns[$0] } }

  func columns(matching pattern: String) -> [PlanColumn] {
    let pattern = NamePattern(pattern)
    return columns.filter { pattern.matches($0.name) }
  }
}

/// A pattern of names in which `*` stands for any text; case-sensitive.
struct NamePattern {
  private let parts: [Substring]

  init(_ pattern: String) {
    parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
  }

  /// - Complexity: O(*name* × *parts*): the leftmost place of each part is as good as any other.
  func matches(_ name: String) -> Bool {
    guard parts.count > 1 else { return name == parts[0] }
    guard name.hasPrefix(parts[0]) else { return false }
    var rest = name.dropFirst(parts[0].count)
    for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
      guard let place = rest.firstRange(of: part) else { return false }
      rest = rest[place.upperBound...]
    }
    return rest.hasSuffix(parts[parts.count - 1])
  }
}
