import Calypso

/// Records of a table over the window in a number of columns that can be drawn.
struct CoverageHistogram {
  /// Records by column, oldest first; never empty.
  private(set) var counts: [Int]
  /// Time that a column stands for, a multiple of the bins' length.
  let columnLength: TimeInterval
  /// Start of the first column, at or before the window's.
  let start: Timestamp
  private let window: VerificationWindow

  /// - Parameter limit: Columns at most, at least 1.
  init(_ coverage: CoverageFinding, window: VerificationWindow, limit: Int) {
    let bin = UInt64(clamping: max(coverage.binLength.ticks, 1))
    let from = UInt64(clamping: max(window.from.ticks, 0))
    let to = max(UInt64(clamping: max(window.to.ticks, 0)), from &+ 1)
    let first = from / bin
    let binCount = max((to &- 1) / bin &- first &+ 1, 1)
    let binsPerColumn = max(binCount / UInt64(limit) &+ (binCount % UInt64(limit) == 0 ? 0 : 1), 1)
    let columnCount = binCount / binsPerColumn &+ (binCount % binsPerColumn == 0 ? 0 : 1)
    counts = [Int](repeating: 0, count: Int(columnCount))
    columnLength = TimeInterval(ticks: Int64(clamping: bin.multipliedReportingOverflow(by: binsPerColumn).partialValue))
    start = Timestamp(ticks: Int64(clamping: first &* bin))
    self.window = window
    for entry in coverage.bins {
      let index = UInt64(clamping: max(entry.start.ticks, 0)) / bin
      guard index >= first, (index &- first) / binsPerColumn < columnCount else { continue }
      counts[Int((index &- first) / binsPerColumn)] &+= entry.count
    }
  }
}

// MARK: - Reading

extension CoverageHistogram {
  var maximum: Int { counts.max() ?? 0 }

  func start(ofColumn index: Int) -> Timestamp {
    Timestamp(ticks: start.ticks &+ columnLength.ticks &* Int64(index))
  }

  /// Heights of 0...`height`, where only columns without records have 0.
  func heights(upTo height: Int) -> [Int] {
    let top = maximum
    return counts.map { $0 == 0 ? 0 : max(Int(Double($0) / Double(top) * Double(height)), 1) }
  }

  /// Where a time lies in the chart, in 1/`resolution` of its width.
  func position(of time: Timestamp, resolution: Int) -> Int {
    let total = Double(columnLength.ticks) * Double(counts.count)
    let offset = Double(time.ticks) - Double(start.ticks)
    return Int((min(max(offset / total, 0), 1) * Double(resolution)).rounded())
  }
}
