import Calypso
import Testing

@testable import RegistryVerification

@Suite struct CoverageHistogramTests {
  private static let hour: Int64 = 36_000_000_000

  private func histogram(
    hours: Int64, counts: [Int64: Int], limit: Int, binHours: Int64 = 1, start: Int64 = 17_743_000
  ) -> CoverageHistogram {
    func time(_ hour: Int64) -> Timestamp { Timestamp(ticks: (start + hour) * Self.hour) }
    var coverage = SampleReports.pass.coverage[0]
    coverage.binLength = TimeInterval(ticks: binHours * Self.hour)
    coverage.bins = counts.sorted { $0.key < $1.key }.map { CoverageFinding.Bin(start: time($0.key), count: $0.value) }
    let window = VerificationWindow(from: time(0), to: time(hours))
    return CoverageHistogram(coverage, window: window, limit: limit)
  }

  @Test func `has a column for each bin where there is room`() {
    let result = histogram(hours: 5, counts: [0: 1, 4: 8], limit: 10)
    #expect(result.counts == [1, 0, 0, 0, 8])
    #expect(result.heights(upTo: 4) == [1, 0, 0, 0, 4])
  }

  @Test func `adds bins up where there is none`() {
    let result = histogram(hours: 25, counts: [0: 1, 1: 2, 24: 3], limit: 10)
    #expect(result.counts == [3, 0, 0, 0, 0, 0, 0, 0, 3])
    #expect(result.columnLength.ticks == 3 * Self.hour)
  }

  @Test func `leaves out bins beside the window`() {
    #expect(histogram(hours: 2, counts: [-1: 5, 0: 1, 2: 7], limit: 10).counts == [1, 0])
  }

  @Test func `never has more columns than asked, nor none`() {
    for hours: Int64 in [0, 1, 9, 10, 11, 2160, 2_000_000] {
      let result = histogram(hours: hours, counts: [0: 1], limit: 10)
      #expect((1...10).contains(result.counts.count))
      #expect(result.counts.reduce(0, +) == 1)
    }
  }

  @Test func `survives windows and bins that mean nothing`() {
    var coverage = SampleReports.pass.coverage[0]
    for length in [Int64.min, -1, 0, 1, .max] {
      for (from, to) in [(Int64.min, Int64.max), (0, 0), (.max, .min), (-5, 5), (0, .max)] {
        coverage.binLength = TimeInterval(ticks: length)
        let window = VerificationWindow(from: Timestamp(ticks: from), to: Timestamp(ticks: to))
        let result = CoverageHistogram(coverage, window: window, limit: 50)
        #expect((1...50).contains(result.counts.count))
        #expect((0...100).contains(result.position(of: Timestamp(ticks: .max), resolution: 100)))
      }
    }
  }

  @Test func `says for which times there is no blob`() {
    #expect(
      ReportWording.missingBlobs("2026-11-22T02:00:00.0000000Z/2026-11-22T07:00:00.0000000Z")
        == "2026-11-22 02:00Z to 2026-11-22 07:00Z")
    #expect(ReportWording.missingBlobs("a/b/c") == "a/b/c")
  }

  @Test func `says lengths of time as people do`() {
    let texts = [0, 1, 36_000_000_000, 24 * 36_000_000_000, 183_000_000_000, 100 * 36_000_000_000, -600_000_000]
      .map { ReportTime.length(TimeInterval(ticks: $0)) }
    #expect(texts == ["0s", "less than 1s", "1h", "24h", "5h 5m", "4d 4h", "-1m"])
  }
}
