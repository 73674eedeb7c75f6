import Calypso

/// Finds out how well records cover a window.
struct CoverageAnalysis {
  let window: VerificationWindow
  let requirement: CoverageRequirement
  let binLength: TimeInterval

  /// Bins no longer than the longest gap that is allowed: what is between two records of a bin is then never too long.
  static func binLength(for requirement: CoverageRequirement) -> TimeInterval {
    let hour = TimeInterval(ticks: 36_000_000_000)
    guard let gap = requirement.maximumGap else { return hour }
    return TimeInterval(ticks: max(1, min(hour.ticks, gap.ticks)))
  }

  /// The times of records in the window: of each bin the first and the last, and how many there are.
  struct Records {
    var bins: [EventTimes.Bin] = []

    var count: Int { bins.reduce(0) { $0 + $1.count } }
  }
}

// MARK: - The ends of the window

extension CoverageAnalysis {
  /// The bins that lie whole in the window; empty where none does.
  var innerWindow: VerificationWindow {
    let from = Self.binStart(window.from.ticks &+ (binLength.ticks &- 1), binLength.ticks)
    let to = Self.binStart(window.to.ticks, binLength.ticks)
    return VerificationWindow(from: Timestamp(ticks: from), to: Timestamp(ticks: max(from, to)))
  }

  private static func binStart(_ ticks: Int64, _ length: Int64) -> Int64 {
    let remainder = ticks % length
    return ticks &- (remainder < 0 ? remainder &+ length : remainder)
  }

  /// Cuts bins of all times to the window.
  ///
  /// - Parameters:
  ///   - bins: Ascending, of all times.
  ///   - groups: The events of the same table and registry in the window, split at ``innerWindow``.
  func cut(_ bins: [EventTimes.Bin], to groups: [EventGroup]) -> Records {
    let inner = innerWindow
    var result = bins.filter { $0.start >= inner.from && $0.start < inner.to }
    for (part, index) in [(0, 0), (2, -1)] {
      let groups = groups.filter { $0.part == part }
      guard let first = groups.map(\.firstSeen).min(), let last = groups.map(\.lastSeen).max() else { continue }
      let bin = EventTimes.Bin(
        start: Timestamp(ticks: Self.binStart(first.ticks, binLength.ticks)),
        count: groups.reduce(0) { $0 + $1.count }, firstSeen: first, lastSeen: last)
      result.insert(bin, at: index == 0 ? 0 : result.count)
    }
    return Records(bins: result)
  }
}

// MARK: - Gaps

extension CoverageAnalysis {
  /// What is to be said of a table and registry.
  func finding(registry: String, table: RegistryEvents, isPresent: Bool, records: Records) -> CoverageFinding {
    let gaps = self.gaps(in: records)
    let limit = requirement.maximumGap
    let longest = gaps.max { ($0.length, $1.from) < ($1.length, $0.from) }
    return CoverageFinding(
      registry: registry, table: table.rawValue, isPresent: isPresent, recordCount: records.count,
      firstSeen: records.bins.first?.firstSeen, lastSeen: records.bins.last?.lastSeen,
      gaps: limit.map { limit in gaps.filter { $0.length > limit } } ?? [],
      longestGap: longest.flatMap { $0.length >= binLength ? $0 : nil }, binLength: binLength,
      bins: records.bins.map { CoverageFinding.Bin(start: $0.start, count: $0.count) }, missingBlobs: [])
  }

  /// The times between bins, and between them and the ends of the window.
  private func gaps(in records: Records) -> [CoverageFinding.Gap] {
    var gaps: [CoverageFinding.Gap] = []
    var end = window.from
    for bin in records.bins {
      if bin.firstSeen > end { gaps.append(CoverageFinding.Gap(from: end, to: bin.firstSeen)) }
      end = bin.lastSeen
    }
    if window.to > end { gaps.append(CoverageFinding.Gap(from: end, to: window.to)) }
    return gaps
  }
}
