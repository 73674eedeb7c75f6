/// Why rows may be missing from an input although all of it can be read.
extension DetectedInput {
  /// Numbers of rows at which Azure's portal cuts what it exports.
  private static let portalLimits = [10_000, 30_000]
  /// The number of rows at which the query interface cuts an answer.
  private static let answerLimit = 500_000

  /// - Parameters:
  ///   - recordCount: Records that were read.
  ///   - isComplete: Whether that is all of them.
  func partialReasons(recordCount: Int, isComplete: Bool) -> [String] {
    var reasons: [String] = []
    if case .answer(let layout) = format { reasons = layout.problems }
    guard isComplete else { return reasons }
    switch format {
    case .delimited(let layout) where layout.isPortal && Self.portalLimits.contains(recordCount):
      reasons.append("it is probably cut, since the portal stops at exactly \(recordCount) rows")
    case .answer(let layout) where layout.kind == .rest && recordCount == Self.answerLimit && reasons.isEmpty:
      reasons.append("it is probably cut, since the service stops at exactly \(recordCount) rows")
    default: break
    }
    return reasons
  }
}
