import Calypso
import Testing

@testable import RegistryVerification

/// What the formats for people and for other programs say.
@Suite struct ReportFormatTests {
  // MARK: - All

  @Test(arguments: ReportFormat.allCases)
  func `the same report gives the same bytes`(format: ReportFormat) {
    let texts = (0..<3).map { _ in ReportWriter(SampleReports.fail()).text(format) }
    #expect(Set(texts).count == 1)
    #expect(texts[0].hasSuffix("\n"))
  }

  @Test(arguments: ReportFormat.allCases, EscapingTests.hostile)
  func `no control character of a log reaches the reader`(format: ReportFormat, text: String) {
    let output = ReportWriter(SampleReports.fail(saying: text)).text(format)
    let harmful = output.unicodeScalars.first {
      ($0.value < 0x20 && $0 != "\n") || (0x7f..<0xa0).contains($0.value) || (0x202a...0x202e).contains($0.value)
        || (0x2066...0x2069).contains($0.value)
    }
    #expect(harmful == nil)
  }

  @Test(arguments: [ReportFormat.text, .markdown, .html, .sarif, .junit])
  func `quotes the digest of the report in JSON`(format: ReportFormat) {
    let writer = ReportWriter(SampleReports.fail())
    #expect(writer.digest == ContentDigest.sha256(writer.text(.json).utf8))
    #expect(writer.text(format).contains(writer.digest))
  }

  // MARK: - Text

  @Test func `text says the verdict first`() {
    #expect(ReportWriter(SampleReports.pass).text(.text).hasPrefix("PASS  Every caller"))
    #expect(
      ReportWriter(SampleReports.fail()).text(.text, width: 200).hasPrefix(
        "FAIL  The logs contradict the claim, for 1 reason. They do not prove the rest of it either, for 1 reason.\n"))
  }

  @Test(arguments: ["docker/24.0.7", String(repeating: "W", count: 4000)] + EscapingTests.hostile, [60, 80, 133])
  func `text keeps to its width`(text: String, width: Int) {
    var report = SampleReports.fail(saying: text)
    // Queries stay as they are, so that they can be copied.
    report.queries = []
    for line in ReportWriter(report).text(.text, width: width).split(separator: "\n") {
      #expect(WrappedText.columns(line) <= width, "\(line)")
    }
  }

  @Test func `text is styled only where it is asked to be`() {
    let writer = ReportWriter(SampleReports.fail())
    let styled = writer.text(.text, usesColor: true)
    #expect(styled.hasPrefix("\u{1b}[1;31mFAIL\u{1b}[0m"))
    #expect(styled.replacing(#/\u{1b}\[[0-9;]+m/#, with: "") == writer.text(.text))
  }

  @Test func `text draws the coverage, and tells no records from few`() {
    let text = ReportWriter(SampleReports.fail()).text(.text)
    #expect(text.contains("    ▁▂▄▆█····················\n"))
    #expect(text.contains("1h a column; █ is 13"))
  }

  // MARK: - Markdown

  @Test(arguments: EscapingTests.hostile)
  func `rows of Markdown tables have the cells of their heads`(text: String) {
    var heads = 0
    for line in ReportWriter(SampleReports.fail(saying: text)).text(.markdown).split(separator: "\n") {
      guard line.hasPrefix("| "), line.hasSuffix(" |") else {
        heads = 0
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      if heads == 0 { heads = cells }
      #expect(cells == heads, "\(line)")
    }
  }

  // MARK: - SARIF

  @Test func `SARIF has a result for each reason and a rule for each code`() throws {
    let report = SampleReports.fail(saying: "[x](y) {0}")
    let log = try DocumentNode(json: Array(ReportWriter(report).text(.sarif).utf8))
    let run = try #require(log["runs"]?.elements?.first)
    #expect(log["version"]?.text == "2.1.0")
    let rules = run[path: ["tool", "driver", "rules"]]?.elements?.compactMap { $0["id"]?.text } ?? []
    #expect(rules == ReasonCode.allCases.map(\.rawValue))
    let results = run["results"]?.elements ?? []
    #expect(results.compactMap { $0["ruleId"]?.text } == report.reasons.map(\.code.rawValue))
    #expect(results.compactMap { $0["level"]?.text } == ["error", "warning", "note"])
    for result in results {
      guard case .number(let index) = result["ruleIndex"]?.content else { return #expect(Bool(false)) }
      #expect(rules[Int(index) ?? -1] == result["ruleId"]?.text)
    }
    #expect(results[0][path: ["message", "text"]]?.text?.contains("\\[x\\](y) {{0}}") == true)
    let artifacts = run["artifacts"]?.elements?.compactMap { $0[path: ["location", "uri"]]?.text }
    #expect(artifacts == ["policy.yaml", "exports/PT1H.json"])
  }

  @Test func `fingerprints of SARIF outlive new counts and times, and tell callers apart`() throws {
    func fingerprints(_ report: VerificationReport) throws -> [String] {
      let log = try DocumentNode(json: Array(ReportWriter(report).text(.sarif).utf8))
      return log["runs"]?.elements?[0]["results"]?.elements?
        .compactMap { $0[path: ["partialFingerprints", "reason/v1"]]?.text } ?? []
    }
    var report = SampleReports.fail()
    report.reasons.append(report.reasons[0])
    report.reasons[0].details.append(Reason.Detail("lastSeen", "2026-11-23T05:12:44Z"))
    let before = try fingerprints(report)
    report.reasons[0].text = "192.0.2.66 succeeded 3 times"
    report.reasons[0].details[2].value = "2026-11-24T05:12:44Z"
    #expect(try fingerprints(report) == before)
    #expect(Set(before).count == 4)
    report.reasons[0].details[0].value = "192.0.2.67"
    #expect(try fingerprints(report)[0] != before[0])
  }

  // MARK: - JUnit

  @Test func `JUnit has a case for each code, and fails with the verdict`() throws {
    let document = try MarkupDocument(ReportWriter(SampleReports.fail()).text(.junit))
    #expect(document.all("testcase").count == ReasonCode.allCases.count)
    #expect(document.all("failure").map { $0.attributes["type"] } == ["unexpected-caller"])
    #expect(document.all("error").map { $0.attributes["type"] } == ["coverage-gap"])
    let suite = document.all("testsuite")[0].attributes
    #expect(suite["failures"] == "1" && suite["errors"] == "1" && suite["tests"] == "\(ReasonCode.allCases.count)")
  }

  @Test func `JUnit of a claim that holds has no failures`() throws {
    let document = try MarkupDocument(ReportWriter(SampleReports.pass).text(.junit))
    #expect(document.all("failure").isEmpty && document.all("error").isEmpty)
    #expect(document.all("testsuites")[0].attributes["failures"] == "0")
  }

  @Test(arguments: EscapingTests.hostile)
  func `JUnit is well-formed whatever logs say`(text: String) throws {
    _ = try MarkupDocument(ReportWriter(SampleReports.fail(saying: text)).text(.junit))
  }

  // MARK: - Explanations

  @Test func `each code says what is checked and what to do`() {
    for code in ReasonCode.allCases {
      #expect(!code.explanation.requirement.hasSuffix("."))
      #expect(code.explanation.remedy.hasSuffix("."))
    }
    #expect(Set(ReasonCode.allCases.map(\.explanation.requirement)).count == ReasonCode.allCases.count)
  }
}
