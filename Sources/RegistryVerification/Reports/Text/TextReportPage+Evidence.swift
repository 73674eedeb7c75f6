import Calypso

extension TextReportPage {
  /// Eighths of a line's height, from none to all.
  private static let blocks: [Character] = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  mutating func writeCoverage() {
    title("COVERAGE")
    for coverage in report.coverage {
      paragraph("\(coverage.table) of \(coverage.registry)", indentation: 2)
      paragraph(ReportWording.coverage(coverage), indentation: 4)
      let histogram = CoverageHistogram(coverage, window: report.window, limit: options.width - 8)
      line("    " + String(histogram.heights(upTo: 8).map { Self.blocks[min($0, 8)] }))
      let scale = histogram.maximum > 0 ? "; █ is \(GroupedNumber.text(histogram.maximum))" : ""
      paragraph(
        "from \(ReportTime.minute(histogram.start)), \(ReportTime.length(histogram.columnLength)) a column\(scale)",
        indentation: 4)
      for gap in coverage.gaps { paragraph("longer than allowed: \(ReportWording.gap(gap))", indentation: 4) }
      if coverage.gaps.isEmpty, let gap = coverage.longestGap {
        paragraph("the longest: \(ReportWording.gap(gap))", indentation: 4)
      }
      for range in coverage.missingBlobs {
        paragraph("no blob: \(ReportWording.missingBlobs(range))", indentation: 4)
      }
    }
  }

  mutating func writeNamedPolicies() {
    if report.namedPolicies.isEmpty { return }
    title("POLICIES OF AZURE")
    for policy in report.namedPolicies {
      paragraph(policy.displayName, indentation: 2)
      paragraph("\(ReportWording.outcome(policy.outcome)): \(policy.text)", indentation: 4)
    }
  }

  mutating func writeInputs() {
    title("INPUTS")
    for store in report.inputs.stores {
      paragraph("the store \(store.path)", indentation: 2)
      paragraph("digest \(store.digest)", indentation: 4)
    }
    for input in report.inputs.inputs { writeInput(input) }
    for file in report.inputs.skipped { paragraph("not read: \(file.path): \(file.reason)", indentation: 2) }
    if report.inputs.prunedCount > 0 {
      let count = GroupedNumber.text(report.inputs.prunedCount, "file")
      paragraph("\(count) more not opened: their paths say that they hold other times", indentation: 2)
    }
    for registry in report.otherRegistries {
      paragraph(
        "left out: \(GroupedNumber.text(registry.recordCount, "record")) of "
          + (registry.loginServer.isEmpty ? "no registry" : registry.loginServer), indentation: 2)
    }
    for identity in report.learnedIdentities {
      paragraph(
        "learned: \(identity.caller) has identity \(identity.identity), from "
          + GroupedNumber.text(identity.pullCount, "pull"), indentation: 2)
    }
  }

  private mutating func writeInput(_ input: InputEvidence.Input) {
    paragraph(input.path, indentation: 2)
    let size = input.byteCount.map { GroupedNumber.text($0, "byte") + ", " } ?? ""
    paragraph("\(input.format), \(size)SHA-256 \(input.sha256 ?? "unknown")", indentation: 4)
    var counts = ["\(GroupedNumber.text(input.recordCount, "record"))", "\(GroupedNumber.text(input.keptCount)) kept"]
    if input.malformedCount > 0 { counts.append("\(GroupedNumber.text(input.malformedCount)) malformed") }
    if input.duplicateCount > 0 { counts.append("\(GroupedNumber.text(input.duplicateCount)) duplicate") }
    if input.timelessCount > 0 { counts.append("\(GroupedNumber.text(input.timelessCount)) without a time") }
    if let first = input.firstTime, let last = input.lastTime {
      counts.append("\(ReportTime.short(first)) to \(ReportTime.short(last))")
    }
    paragraph(counts.joined(separator: ", "), indentation: 4)
    let kept = ReportWording.kept(of: input)
    if !kept.isEmpty { paragraph("kept: \(kept)", indentation: 4) }
    for note in ReportWording.notes(on: input) { paragraph(note, indentation: 4) }
  }
}
