import KQLCatalog
import KQLColumnar
import KQLTypes

/// The conditions of a scan, decided first by what the catalogue knows, then by term indexes, then by rows.
struct SegmentFilter: Sendable {
  /// Rows of a segment, in order.
  enum Rows {
    case all
    case range(Range<Int>)
    case some([Int32])

    func count(of rowCount: Int) -> Int {
      switch self {
      case .all: rowCount
      case .range(let range): range.count
      case .some(let indexes): indexes.count
      }
    }
  }

  private let filters: [ScanFilter]
  private let numbers: [NumberCondition]
  private let texts: [TextCondition]
  /// Whether rows that pass here pass all conditions.
  let isExact: Bool

  init(_ filters: [ScanFilter], schema: Schema) {
    self.filters = filters
    numbers = filters.compactMap { NumberCondition($0, type: schema[$0.column].type) }
    texts = filters.compactMap { TextCondition($0, type: schema[$0.column].type) }
    isExact = numbers.count + texts.count == filters.count
  }
}

// MARK: - Segments

extension SegmentFilter {
  /// Whether some row of a segment may pass, as far as the catalogue knows.
  func mayPass(_ segment: StoreTable.Segment) -> Bool {
    numbers.allSatisfy { condition in
      // A column that the segment does not have is null in all its rows, which pass no condition.
      guard let summary = segment.summary(condition.column) else { return false }
      if summary.nullCount == segment.description.rowCount { return false }
      guard let lowest = summary.lowest, let highest = summary.highest else { return true }
      return condition.mayPass(lowest, highest)
    }
      && texts.allSatisfy { condition in
        guard let summary = segment.summary(condition.column) else { return condition.passesEmpty }
        guard case .text(let lowest)? = summary.lowest, case .text(let highest)? = summary.highest else { return true }
        return condition.mayPass(lowest, highest)
      }
  }

  /// The rows of a segment that pass; `nil` when there are none.
  func rows(of reader: inout SegmentReader, in segment: StoreTable.Segment) throws(StoreError) -> Rows? {
    guard !filters.isEmpty || !segment.duplicates.isEmpty else { return .all }
    for condition in texts {
      guard condition.usesIndex else { continue }
      let bytes = try reader.index(condition.column)
      let mayPass = bytes.withUnsafeBytes { bytes in TermIndex(bytes).map { condition.mayPass($0) } ?? true }
      if !mayPass { return nil }
    }
    var mask = RowMask(count: reader.rowCount)
    for condition in numbers {
      condition.restrict(&mask, try reader.column(condition.column))
      if mask.isEmpty { return nil }
    }
    for condition in texts {
      // The distinct texts say whether the rows need be read at all.
      guard let heap = try reader.texts(condition.column) else {
        if condition.passesEmpty { continue }
        return nil
      }
      let verdicts = (0..<heap.count).map { condition.passes(heap[$0]) }
      if verdicts.allSatisfy({ $0 }) { continue }
      guard verdicts.contains(true) else { return nil }
      let column = try reader.column(condition.column).strings
      mask.restrict { verdicts[column.entry($0)] }
      if mask.isEmpty { return nil }
    }
    mask.remove(segment.duplicates)
    return mask.isEmpty ? nil : mask.rows
  }
}

/// Which rows of a segment still pass.
struct RowMask {
  private var flags: [Bool]
  private(set) var passingCount: Int

  init(count: Int) {
    flags = [Bool](repeating: true, count: count)
    passingCount = count
  }

  var isEmpty: Bool { passingCount == 0 }

  @inline(__always)
  mutating func restrict(_ passes: (Int) -> Bool) {
    var count = 0
    flags.withUnsafeMutableBufferPointer { flags in
      for row in 0..<flags.count {
        let flag = flags[row] && passes(row)
        flags[row] = flag
        count &+= flag ? 1 : 0
      }
    }
    passingCount = count
  }

  mutating func remove(_ rows: [Int32]) {
    for row in rows where flags[Int(row)] {
      flags[Int(row)] = false
      passingCount -= 1
    }
  }

  var rows: SegmentFilter.Rows {
    if passingCount == flags.count { return .all }
    if let first = flags.firstIndex(of: true), let last = flags.lastIndex(of: true), last - first + 1 == passingCount {
      return .range(first..<last + 1)
    }
    var indexes: [Int32] = []
    indexes.reserveCapacity(passingCount)
    for row in flags.indices where flags[row] { indexes.append(Int32(truncatingIfNeeded: row)) }
    return .some(indexes)
  }
}
