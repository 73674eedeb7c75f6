import KQLColumnar
import KQLTypes

/// Picks the rows that have a match, or those that have none (semi and anti joins).
final class JoinPick: BatchTransform {
  private let probe: JoinProbe
  private let positions: [Int]
  private let picksMatched: Bool

  /// - Parameter positions: The columns to give.
  init(_ probe: JoinProbe, _ positions: [Int], picksMatched: Bool) {
    self.probe = probe
    self.positions = positions
    self.picksMatched = picksMatched
  }

  func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
    let groups = try probe.groups(of: batch)
    let kept = batch.selectLive { (groups[$0] >= 0) == picksMatched }
    return batch.narrowed(to: Selection(rowCount: batch.physicalRowCount, indexes: kept)).projected(positions)
  }
}
