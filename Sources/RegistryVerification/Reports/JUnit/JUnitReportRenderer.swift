import Calypso

/// The report as JUnit XML: a test case for each code of a reason.
///
/// A case fails when something contradicts the claim, and is an error when something keeps it from being proven, so a
/// suite without failures and errors is a PASS. Nothing in it says how long checks took.
struct JUnitReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String {
    var xml = MarkupBuilder()
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    let report = edition.report
    let failures = Self.count(.fail, in: report)
    let errors = Self.count(.inconclusive, in: report)
    let counts = (tests: "\(ReasonCode.allCases.count)", failures: "\(failures)", errors: "\(errors)")
    xml.element("testsuites", ["tests": counts.tests, "failures": counts.failures, "errors": counts.errors]) { xml in
      xml.newLine()
      xml.element(
        "testsuite",
        [
          "name": "calypso verify: \(report.policy.policy.registries.joined(separator: ", "))", "tests": counts.tests,
          "failures": counts.failures, "errors": counts.errors, "skipped": "0", "time": "0",
        ]
      ) { xml in
        xml.newLine()
        Self.writeProperties(edition, to: &xml)
        for code in ReasonCode.allCases { Self.writeCase(code, report, to: &xml) }
      }
      xml.newLine()
    }
    xml.newLine()
    return xml.text
  }
}

extension JUnitReportRenderer {
  /// Codes whose worst reason has the severity.
  private static func count(_ severity: Reason.Severity, in report: VerificationReport) -> Int {
    ReasonCode.allCases.filter { worst(of: report.reasons.filter(at: $0)) == severity }.count
  }

  private static func worst(of reasons: [Reason]) -> Reason.Severity? {
    Reason.Severity.allCases.first { severity in reasons.contains { $0.severity == severity } }
  }

  private static func writeProperties(_ edition: ReportEdition, to xml: inout MarkupBuilder) {
    let report = edition.report
    let properties = [
      ("verdict", report.verdict.rawValue), ("now", report.now.description),
      ("windowFrom", report.window.from.description),
      ("windowTo", report.window.to.description), ("policySha256", report.policy.sha256),
      ("reportSha256", edition.digest), ("toolVersion", report.toolVersion),
    ]
    xml.element("properties") { xml in
      for (name, value) in properties { xml.empty("property", ["name": name, "value": value]) }
    }
    xml.newLine()
  }

  private static func writeCase(_ code: ReasonCode, _ report: VerificationReport, to xml: inout MarkupBuilder) {
    let reasons = report.reasons.filter(at: code)
    xml.element(
      "testcase",
      ["classname": "calypso.verify", "name": "\(code.rawValue): \(code.explanation.requirement)", "time": "0"]
    ) { xml in
      let text = (reasons.map { "\($0.severity.rawValue): \(SafeText.escaped($0.text))" } + [code.explanation.remedy])
        .joined(separator: "\n")
      switch worst(of: reasons) {
      case .fail:
        xml.element("failure", ["type": code.rawValue, "message": reasons[0].text]) { $0.addLines(text) }
      case .inconclusive:
        xml.element("error", ["type": code.rawValue, "message": reasons[0].text]) { $0.addLines(text) }
      case .note: xml.element("system-out") { $0.addLines(text) }
      case nil: break
      }
    }
    xml.newLine()
  }
}

extension [Reason] {
  fileprivate func filter(at code: ReasonCode) -> [Reason] { filter { $0.code == code } }
}
