import Calypso

/// Sentences that reports in all formats share.
enum ReportWording {
  /// What the verdict means.
  static func headline(_ report: VerificationReport) -> String {
    switch report.verdict {
    case .pass: "Every caller that succeeded is in the claim, and the logs cover the window."
    case .fail: "The logs contradict the claim, for \(count(.fail, in: report))." + unproven(report)
    case .inconclusive:
      "Nothing in the logs contradicts the claim, but they do not prove it, for \(count(.inconclusive, in: report))."
    }
  }

  private static func unproven(_ report: VerificationReport) -> String {
    guard report.reasons.contains(where: { $0.severity == .inconclusive }) else { return "" }
    return " They do not prove the rest of it either, for \(count(.inconclusive, in: report))."
  }

  private static func count(_ severity: Reason.Severity, in report: VerificationReport) -> String {
    GroupedNumber.text(report.reasons.count { $0.severity == severity }, "reason")
  }

  /// What was kept of an input by table, and what of that lies outside its blob's time; empty where nothing was kept.
  static func kept(of input: InputEvidence.Input) -> String {
    var parts = input.tables.map { "\($0.table): \(GroupedNumber.text($0.count))" }
    if input.outsideBlobCount > 0 {
      parts.append("outside their blob's time: \(GroupedNumber.text(input.outsideBlobCount))")
    }
    return parts.joined(separator: "; ")
  }

  static func meaning(_ callerClass: CallerClass) -> String {
    switch callerClass {
    case .unexpected: "succeeded, and is not in the claim"
    case .firewall: "succeeded, is not in the claim, and a firewall rule lets it in"
    case .expected: "succeeded as the claim says"
    case .refused: "never succeeded"
    }
  }

  static func outcome(_ outcome: NamedPolicyFinding.Outcome) -> String {
    switch outcome {
    case .refuted: "refuted"
    case .notRefuted: "not refuted; logs cannot prove it"
    case .unknown: "unknown"
    }
  }

  /// `3 callers, 14 events succeeded`
  static func tally(_ callerClass: CallerClass, in report: VerificationReport) -> (callers: Int, succeeded: Int) {
    let callers = report.callers.filter { $0.callerClass == callerClass }
    return (callers.count, callers.reduce(0) { $0 &+ $1.succeeded })
  }

  static func repositories(_ caller: CallerFinding) -> [String] {
    caller.repositories + (caller.hasMoreRepositories ? ["and more"] : [])
  }

  /// A gap as `5h 5m without records, from 2026-11-22 09:58:00Z to 2026-11-22 15:03:00Z`.
  static func gap(_ gap: CoverageFinding.Gap) -> String {
    "\(ReportTime.length(gap.length)) without records, from "
      + "\(ReportTime.short(gap.from)) to \(ReportTime.short(gap.to))"
  }

  /// A time for which there is no blob, given as `from/to`: `2026-11-22 02:00Z to 2026-11-22 07:00Z`.
  static func missingBlobs(_ range: String) -> String {
    let ends = range.split(separator: "/", omittingEmptySubsequences: false).compactMap { Timestamp(String($0)) }
    return ends.count == 2 ? "\(ReportTime.minute(ends[0])) to \(ReportTime.minute(ends[1]))" : range
  }

  static func coverage(_ coverage: CoverageFinding) -> String {
    guard coverage.isPresent else { return "the inputs do not hold this table" }
    guard let first = coverage.firstSeen, let last = coverage.lastSeen else { return "no records in the window" }
    return GroupedNumber.text(coverage.recordCount, "record")
      + " from \(ReportTime.short(first)) to \(ReportTime.short(last))"
  }

  /// `Login 200 × 2, 401 × 1; Pull 200 × 7`
  static func outcomes(of caller: CallerFinding) -> String {
    caller.outcomes.map { outcome in
      let statuses = outcome.statuses.map { "\($0.status.isEmpty ? "without status" : $0.status) × \($0.count)" }
      return outcome.operation + " " + statuses.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  /// What kept an input from being read whole, and its first malformed records.
  static func notes(on input: InputEvidence.Input) -> [String] {
    var notes = input.isComplete ? [] : ["not read to its end"]
    notes += input.problems
    notes += input.malformed.map { record in
      record.line > 0 ? "line \(record.line), column \(record.column): \(record.reason)" : record.reason
    }
    let left = input.malformedCount &- input.malformed.count
    if left > 0, !input.malformed.isEmpty { notes.append("and \(GroupedNumber.text(left)) more malformed records") }
    return notes
  }
}
