import KQLColumnar
import KQLTypes

/// Pairs each row of one side with its matches on the other.
final class JoinExpansion: BatchExpansion {
  /// Where a column of the result comes from.
  enum Source: Sendable {
    case probe(Int)
    case table(Int)
  }

  private let table: JoinTable
  private let probe: JoinProbe
  private let sources: [Source]
  private let keepsUnmatched: Bool
  private let wantedRowCount: Int
  private var batch = RecordBatch(columns: [], rowCount: 0)
  private var groups: [Int32] = []
  /// The next pair to give: the row, and the number of its match.
  private var row = 0
  private var match = 0
  /// Which rows of the table were matched; empty when nobody asks.
  private(set) var matched: [Bool]

  /// - Parameters:
  ///   - keepsUnmatched: Whether a row without matches still gives one row.
  ///   - notesMatches: Whether ``matched`` is kept.
  init(
    _ table: JoinTable, keys: ExpressionProgram, sources: [Source], keepsUnmatched: Bool, notesMatches: Bool = false,
    wantedRowCount: Int
  ) throws(ExecutionError) {
    self.table = table
    probe = try JoinProbe(table, keys: keys)
    self.sources = sources
    self.keepsUnmatched = keepsUnmatched
    self.wantedRowCount = max(wantedRowCount, 1)
    matched = notesMatches ? [Bool](repeating: false, count: table.rowCount) : []
  }

  func start(_ batch: RecordBatch) throws(ExecutionError) {
    self.batch = batch
    groups = try probe.groups(of: batch)
    row = 0
    match = 0
    guard !matched.isEmpty else { return }
    if table.isUnique {
      for group in groups where group >= 0 { matched[Int(group)] = true }
      return
    }
    for group in groups { for row in table.rows(ofGroup: group) { matched[Int(row)] = true } }
  }

  func next() throws(ExecutionError) -> RecordBatch? {
    guard row < groups.count else { return nil }
    if table.isUnique { return sources.isEmpty ? restOfUnique() : nextOfUnique() }
    var probeRows: [Int32] = []
    var tableRows: [Int32] = []
    while row < groups.count, probeRows.count < wantedRowCount {
      let matches = table.rows(ofGroup: groups[row])
      if matches.isEmpty {
        if keepsUnmatched {
          probeRows.append(Int32(truncatingIfNeeded: row))
          tableRows.append(Int32(truncatingIfNeeded: table.rowCount))
        }
        row += 1
        continue
      }
      let taken = min(matches.count - match, wantedRowCount - probeRows.count)
      probeRows.append(contentsOf: repeatElement(Int32(truncatingIfNeeded: row), count: taken))
      let first = matches.startIndex + match
      tableRows.append(contentsOf: matches[first..<first + taken])
      match += taken
      if match == matches.count {
        row += 1
        match = 0
      }
    }
    return gathered(probeRows, tableRows)
  }

  /// As ``next()``, where no row has more than one match and only their number is wanted.
  private func restOfUnique() -> RecordBatch {
    let groups = groups
    var count = groups.count - row
    if !keepsUnmatched {
      // The sign is added, since which rows match cannot be predicted.
      for row in row..<groups.count { count &+= Int(groups[row] >> 31) }
    }
    row = groups.count
    return RecordBatch(columns: [], rowCount: count)
  }

  /// As ``next()``, where no row has more than one match.
  private func nextOfUnique() -> RecordBatch {
    let capacity = min(wantedRowCount, groups.count - row)
    let unmatched = Int32(truncatingIfNeeded: table.rowCount)
    var tableRows: [Int32] = []
    let probeRows = [Int32](unsafeUninitializedCapacity: capacity) { probeTarget, probeCount in
      tableRows = [Int32](unsafeUninitializedCapacity: capacity) { tableTarget, tableCount in
        guard let probeRows = probeTarget.baseAddress, let tableRows = tableTarget.baseAddress else { return }
        var count = 0
        var row = self.row
        groups.withUnsafeBufferPointer { groups in
          while row < groups.count, count < capacity {
            let group = groups[row]
            (probeRows + count).initialize(to: Int32(truncatingIfNeeded: row))
            (tableRows + count).initialize(to: group >= 0 ? group : unmatched)
            // Added, not branched on: which rows match cannot be predicted.
            count &+= group >= 0 || keepsUnmatched ? 1 : 0
            row &+= 1
          }
        }
        self.row = row
        probeCount = count
        tableCount = count
      }
    }
    return gathered(probeRows, tableRows)
  }

  private func gathered(_ probeRows: [Int32], _ tableRows: [Int32]) -> RecordBatch {
    let columns = sources.map { source in
      switch source {
      case .probe(let position): batch.columns[position].gathered(probeRows)
      case .table(let position): table.column(position).gathered(tableRows)
      }
    }
    return RecordBatch(columns: columns, rowCount: probeRows.count)
  }
}
