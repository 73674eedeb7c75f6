import KQLColumnar
import KQLTypes

/// A pattern: an item or -1, which stands for any value, for each column.
struct Pattern: Hashable {
  var items: [Int32]
  /// The weight of the rows that it describes, for each set of rows.
  var weights: [Double]

  var itemCount: Int { items.count { $0 >= 0 } }
}

/// Rows as combinations of frequent values, each combination once.
///
/// Rows may belong to several sets, whose weights are counted apart. Values that are rare in every set cannot be part
/// of a pattern, and are not told apart.
struct PatternTable {
  /// A frequent value of a column.
  struct Item {
    var column: Int
    /// A row of the input that holds it.
    var row: Int32
    /// The combinations that have it.
    var members: Members
  }

  /// A set of combinations, one bit each.
  typealias Members = [UInt64]

  private(set) var items: [Item] = []
  let columnCount: Int
  /// For each set, the weight of each combination.
  private(set) var weights: [[Double]]
  /// The weight of each set as a whole.
  let totals: [Double]
  private let thresholds: [Double]
  private(set) var everything: Members = []
  /// The items of each combination, -1 where its value is rare.
  private(set) var combinations: [[Int32]] = []

  /// - Parameters:
  ///   - columns: Columns of the input; dynamic ones take no part.
  ///   - rowWeights: The weight of each row, for each set.
  ///   - threshold: The least share of a set that a value or pattern must have in one of them.
  ///   - leavesOut: Whether the value in a column and row is none that a pattern may have.
  init(
    _ columns: [Column], rowWeights: [[Double]], threshold: Double, _ call: TableFunctionCall,
    leavesOut: (_ column: Int, _ row: Int) -> Bool = { _, _ in false }
  ) throws(ExecutionError) {
    columnCount = columns.count
    totals = rowWeights.map { $0.reduce(0, +) }
    // A share that equals the threshold counts, whatever the division leaves.
    let thresholds = totals.map { $0 > 0 ? threshold * $0 * (1 - 1e-12) : .infinity }
    self.thresholds = thresholds
    let rowCount = rowWeights.first?.count ?? 0
    var rowItems = [[Int32]](repeating: [], count: columns.count)
    var frequent: [Item] = []
    for (place, column) in columns.enumerated() {
      try call.noteProgress(rowCount * 4)
      guard column.type != .dynamic else {
        rowItems[place] = [Int32](repeating: -1, count: rowCount)
        continue
      }
      let values = RowGroups([column], rowCount: rowCount)
      var numbers = [Int32](repeating: -1, count: values.count)
      let shares = rowWeights.map { weights in
        var sums = [Double](repeating: 0, count: values.count)
        for row in 0..<rowCount { sums[Int(values.codes[row])] += weights[row] }
        return sums
      }
      for value in 0..<values.count where shares.indices.contains(where: { shares[$0][value] >= thresholds[$0] }) {
        if leavesOut(place, Int(values.firstRows[value])) { continue }
        numbers[value] = Int32(truncatingIfNeeded: frequent.count)
        frequent.append(Item(column: place, row: values.firstRows[value], members: []))
      }
      rowItems[place] = values.codes.map { numbers[Int($0)] }
    }

    var places: [[Int32]: Int] = [:]
    weights = rowWeights.map { _ in [] }
    for row in 0..<rowCount {
      let combination = rowItems.map { $0[row] }
      let place: Int
      if let known = places[combination] {
        place = known
      } else {
        place = combinations.count
        places[combination] = place
        combinations.append(combination)
        for set in weights.indices { weights[set].append(0) }
        if place % 1024 == 0 { try call.noteProgress(1024 * (columnCount * 8 + 64)) }
      }
      for set in weights.indices { weights[set][place] += rowWeights[set][row] }
    }
    let wordCount = (combinations.count + 63) / 64
    items = frequent.map { Item(column: $0.column, row: $0.row, members: Members(repeating: 0, count: wordCount)) }
    everything = Members(repeating: 0, count: wordCount)
    try call.noteProgress(items.count * wordCount * 8)
    for (place, combination) in combinations.enumerated() {
      everything[place >> 6] |= 1 << UInt64(place & 63)
      for item in combination where item >= 0 { items[Int(item)].members[place >> 6] |= 1 << UInt64(place & 63) }
    }
  }
}

// MARK: - Members

extension PatternTable {
  func weights(of members: Members) -> [Double] {
    weights.map { weights in
      var sum = 0.0
      for (index, word) in members.enumerated() {
        var rest = word
        while rest != 0 {
          sum += weights[index << 6 | rest.trailingZeroBitCount]
          rest &= rest &- 1
        }
      }
      return sum
    }
  }

  /// Whether the weights reach the threshold in one of the sets.
  func isFrequent(_ weights: [Double]) -> Bool {
    weights.indices.contains { weights[$0] >= thresholds[$0] }
  }

  static func intersection(_ left: Members, _ right: Members) -> Members {
    var result = left
    for index in result.indices { result[index] &= right[index] }
    return result
  }

  /// The combinations that a pattern describes.
  func members(of pattern: Pattern) -> Members {
    pattern.items.reduce(everything) { $1 < 0 ? $0 : Self.intersection($0, items[Int($1)].members) }
  }
}

// MARK: - Frequent patterns

extension PatternTable {
  private static let patternLimit = 100_000

  /// All frequent patterns that say all there is to say about their rows: a value that all of them share is part of the
  /// pattern, so that of several patterns for the same rows there is one.
  ///
  /// - Parameter dimensionLimit: How many values may be needed to single the rows out; others follow from those.
  func frequentPatterns(
    dimensionLimit: Int, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Pattern] {
    guard !combinations.isEmpty else { return [] }
    var found: [Pattern] = []
    var seen: Set<[Int32]> = []
    var level = [everything]
    var dimension = 0
    while !level.isEmpty, dimension <= dimensionLimit {
      var next: [Members] = []
      for members in level {
        try call.noteProgress(0)
        var pattern = [Int32](repeating: -1, count: columnCount)
        var narrower: [Members] = []
        for (number, item) in items.enumerated() {
          let common = Self.intersection(members, item.members)
          if common == members {
            pattern[item.column] = Int32(truncatingIfNeeded: number)
          } else if isFrequent(weights(of: common)) {
            narrower.append(common)
          }
        }
        guard seen.insert(pattern).inserted else { continue }
        if pattern.contains(where: { $0 >= 0 }) {
          found.append(Pattern(items: pattern, weights: weights(of: members)))
          try call.noteProgress(columnCount * 8 + 64)
          guard found.count <= Self.patternLimit else {
            throw ExecutionError(
              .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
              "\(call.name): more than \(Self.patternLimit) patterns (E_RUNAWAY_QUERY); project fewer columns")
          }
        }
        if dimension < dimensionLimit {
          try call.noteProgress(narrower.count * everything.count * 8)
          next += narrower
        }
      }
      level = next
      dimension += 1
    }
    return found
  }
}
