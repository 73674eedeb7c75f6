import Calypso
import Testing

@testable import RegistryVerification

/// A report is evidence only if it can be shown to be what its inputs give.
@Suite struct SavedReportTests {
  static let formats = [ReportFormat.json, .html]

  private static func saved(_ report: VerificationReport, _ format: ReportFormat = .json) throws -> SavedReport {
    try SavedReport(Array(ReportWriter(report).text(format).utf8))
  }

  private static func altered(
    _ format: ReportFormat, _ old: String, _ new: String, of report: VerificationReport = SampleReports.fail()
  ) throws -> SavedReport {
    let text = ReportWriter(report).text(format)
    #expect(text.contains(old))
    return try SavedReport(Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
  }

  // MARK: - What a report says about itself

  @Test(arguments: formats)
  func `gives the policy and the options back`(format: ReportFormat) throws {
    var report = SampleReports.fail()
    report.allowsFirewallCallers = true
    let saved = try Self.saved(report, format)
    #expect(saved.policy == SampleReports.policy)
    #expect(saved.options.now == .latest)
    #expect(saved.options.allowsFirewallCallers)
    #expect(saved.options.policySource == PolicySource(path: "policy.yaml", bytes: Array(report.policy.text.utf8)))
    report.nowIsLatest = false
    #expect(try Self.saved(report, format).options.now == .fixed(report.now))
  }

  @Test func `finds the bytes of the policy's file again, whatever its encoding`() throws {
    for prefix in [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe]] as [[UInt8]] {
      var report = SampleReports.fail()
      let text = report.policy.text
      let bytes =
        prefix.first == 0xff
        ? prefix + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } : prefix + Array(text.utf8)
      report.policy.sha256 = ContentDigest.sha256(bytes)
      #expect(try Self.saved(report).options.policySource?.bytes == bytes)
    }
  }

  @Test(arguments: ["", "{}", "[]", "PASS", "<html></html>", "{\"schemaVersion\": 2}", "{\"schemaVersion\": 1}", "<"])
  func `a file that is no report is refused`(text: String) {
    #expect(throws: SavedReportError.self) { try SavedReport(Array(text.utf8)) }
    #expect(throws: SavedReportError.self) { try SavedReport([0xff, 0xfe] + Array(text.utf8)) }
  }

  @Test(arguments: [ReportFormat.text, .markdown, .sarif, .junit])
  func `formats that do not hold the report are refused`(format: ReportFormat) {
    #expect(throws: SavedReportError.self) { try Self.saved(SampleReports.fail(), format) }
  }

  // MARK: - The same

  @Test(arguments: formats, ["docker/24.0.7"] + EscapingTests.hostile)
  func `a report belongs to its inputs`(format: ReportFormat, text: String) throws {
    let report = SampleReports.fail(saying: text)
    #expect(
      try Self.saved(report, format).check(against: report, policyAsWritten: SampleReports.policy)
        == ReportCheck(differences: [], notes: []))
  }

  @Test(arguments: formats)
  func `evidence may have moved`(format: ReportFormat) throws {
    func report(in folder: String) -> VerificationReport {
      var report = SampleReports.fail()
      let input = report.inputs.inputs[0]
      report.inputs.inputs = ["a/PT1H.json", "b/PT1H.json"].map { path in
        var input = input
        input.path = folder + path
        input.sha256 = ContentDigest.sha256(path.utf8)
        return input
      }
      report.inputs.skipped = [InputEvidence.Skipped(path: folder + "README.md", reason: "no log")]
      report.reasons[1].text = "'\(folder)b/PT1H.json' is cut off"
      report.reasons[1].details = [Reason.Detail("path", folder + "b/PT1H.json")]
      return report
    }
    for (old, new) in [("exports/", "/media/usb/evidence/"), ("", "copy/"), ("./x/", "x/"), ("/a/", "")] {
      var moved = report(in: new)
      moved.inputs.inputs.reverse()
      let check = try Self.saved(report(in: old), format).check(against: moved, policyAsWritten: SampleReports.policy)
      // Without a folder there is nothing that tells whose neighbour a file is.
      let isKnown = !new.isEmpty
      #expect(check.holds == isKnown, "\(old) \(new) \(check)")
      #expect(check.notes.count == 1)
    }
  }

  @Test func `white space does not matter to a report in JSON`() throws {
    let report = SampleReports.fail()
    let text = ReportWriter(report).text(.json).replacing("\n  ", with: "\n\t")
    let check = try SavedReport(Array(text.utf8)).check(against: report, policyAsWritten: SampleReports.policy)
    #expect(check.holds)
    #expect(check.notes.count == 1)
  }

  @Test(arguments: formats)
  func `another version of the program is said, and compared as far as it goes`(format: ReportFormat) throws {
    var report = SampleReports.fail()
    let saved = try Self.saved(report, format)
    report.toolVersion = "9.9.9"
    let check = saved.check(against: report, policyAsWritten: SampleReports.policy)
    #expect(check.holds)
    #expect(check.notes.first == "the report was written by calypso 1.2.3, and this is 9.9.9")
  }

  // MARK: - Not the same

  @Test(arguments: formats)
  func `an altered verdict is found`(format: ReportFormat) throws {
    let quote = format == .json ? "\"" : "&quot;"
    let saved = try Self.altered(format, "\(quote)FAIL\(quote)", "\(quote)PASS\(quote)")
    #expect(
      saved.check(
        against: SampleReports.fail(), policyAsWritten: SampleReports.policy
      ).differences == [
        "verdict: 'PASS' in the report, 'FAIL' by these inputs"
      ])
  }

  @Test func `a page that shows something else than its report is found`() throws {
    let saved = try Self.altered(.html, "<strong>FAIL</strong>", "<strong>PASS</strong>")
    #expect(
      saved.check(
        against: SampleReports.fail(), policyAsWritten: SampleReports.policy
      ).differences == ["the page does not show what the report in it says"])
  }

  @Test func `a member that was added, doubled or moved is found`() throws {
    for (old, new) in [
      ("\"verdict\": \"FAIL\"", "\"verdict\": \"FAIL\", \"approved\": true"),
      ("\"verdict\": \"FAIL\"", "\"verdict\": \"PASS\", \"verdict\": \"FAIL\""),
    ] {
      #expect(
        !(try Self.altered(.json, old, new)).check(
          against: SampleReports.fail(), policyAsWritten: SampleReports.policy
        ).holds)
    }
  }

  @Test func `descriptions of Azure may move, and not change`() throws {
    var report = SampleReports.fail()
    report.policy.descriptions[0].path = "elsewhere/acr.json"
    let saved = try Self.saved(SampleReports.fail())
    #expect(saved.check(against: report, policyAsWritten: SampleReports.policy).holds)
    report.policy.descriptions[0].sha256 = ContentDigest.sha256("other".utf8)
    #expect(!saved.check(against: report, policyAsWritten: SampleReports.policy).holds)
  }

  @Test func `a claim that is not the one of the policy's text is found`() throws {
    // Who widens the claim gets the verdict that it gives; the text of the policy gives it away.
    var report = SampleReports.pass
    report.policy.policy.callers[0].addresses = []
    let forged = try Self.saved(report)
    let difference = "policy.claim: is not what the text of the policy says"
    #expect(forged.check(against: report, policyAsWritten: SampleReports.policy).differences == [difference])
    report.policy.text = SampleReports.policy.canonicalText
    report.policy.sha256 = ContentDigest.sha256(report.policy.text.utf8)
    #expect(try Self.saved(report).check(against: report).differences == [difference])
    report.policy.policy = SampleReports.policy
    #expect(try Self.saved(report).check(against: report) == ReportCheck(differences: [], notes: []))
  }

  @Test func `inputs that are missing, new or changed are named`() throws {
    var report = SampleReports.fail()
    report.inputs.inputs[0].path = "exports/other.json"
    report.inputs.inputs[0].sha256 = ContentDigest.sha256("two".utf8)
    let differences = try Self.saved(SampleReports.fail()).check(against: report, policyAsWritten: SampleReports.policy)
      .differences
    #expect(differences.first?.hasPrefix("input 'exports/PT1H.json' is missing: ") == true)
    #expect(differences.contains { $0.hasPrefix("'exports/other.json' is no input of the report") })
    report.inputs.inputs[0].path = "exports/PT1H.json"
    let changed = try Self.saved(SampleReports.fail()).check(against: report, policyAsWritten: SampleReports.policy)
      .differences
    #expect(changed.first?.hasPrefix("input 'exports/PT1H.json' has changed: SHA-256 7692c3ad") == true)
  }

  @Test func `many differences are counted, not listed`() throws {
    var report = SampleReports.fail()
    report.callers = (0..<100).map { _ in report.callers[0] }
    var other = report
    for index in other.callers.indices { other.callers[index].why = "something else" }
    let differences = try Self.saved(report).check(against: other, policyAsWritten: SampleReports.policy).differences
    #expect(differences.count == 51)
    #expect(differences.last == "and 50 more differences")
  }

  @Test func `long texts are shown where they differ`() throws {
    let long = String(repeating: "a", count: 100)
    let end = String(repeating: "a", count: 15)
    func node(_ text: String) -> DocumentNode {
      DocumentNode(
        .mapping([
          DocumentNode.Entry(key: "k", keyPosition: .start, value: DocumentNode(.string(text), at: .start))
        ]), at: .start)
    }
    let differences = DocumentDifferences(node(long + "x"), node(long + "y"), limit: 5)
    #expect(
      differences.lines == [
        "k: '…\(end)x' in the report, '…\(end)y' by these inputs"
      ])
  }
}
