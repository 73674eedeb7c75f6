import Calypso

/// The report as a log of SARIF 2.1.0: a rule for each code, a result for each reason.
///
/// Specification: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>
struct SARIFReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String {
    let log: JSONNode = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": .array([Self.run(edition)]),
    ]
    return log.document
  }
}

extension SARIFReportRenderer {
  private static func run(_ edition: ReportEdition) -> JSONNode {
    let report = edition.report
    return [
      "tool": ["driver": driver(report)],
      "invocations": .array([["executionSuccessful": true]]),
      "artifacts": .array(artifacts(report)),
      "results": .array(results(report)),
      "columnKind": "unicodeCodePoints",
      "properties": [
        "verdict": .string(report.verdict.rawValue), "now": JSONReport.time(report.now),
        "windowFrom": JSONReport.time(report.window.from), "windowTo": JSONReport.time(report.window.to),
        "policySha256": .string(report.policy.sha256), "reportSha256": .string(edition.digest),
      ],
    ]
  }

  private static func driver(_ report: VerificationReport) -> JSONNode {
    [
      "name": "calypso", "version": .string(report.toolVersion),
      "rules": .array(
        ReasonCode.allCases.map { code in
          [
            "id": .string(code.rawValue),
            "shortDescription": ["text": .string(code.explanation.requirement)],
            "help": ["text": .string(code.explanation.remedy)],
          ]
        }),
    ]
  }

  // MARK: - Results

  private static func results(_ report: VerificationReport) -> [JSONNode] {
    var occurrences: [String: Int] = [:]
    return report.reasons.map { reason in
      let key = fingerprint(reason)
      let occurrence = occurrences[key, default: 0]
      occurrences[key] = occurrence + 1
      return [
        "ruleId": .string(reason.code.rawValue),
        "ruleIndex": .integer(ReasonCode.allCases.firstIndex(of: reason.code) ?? 0),
        "level": .string(level(reason.severity)),
        "message": ["text": .string(SARIFText.message(reason.text))],
        "locations": .array([location(of: report)]),
        "partialFingerprints": ["reason/v1": .string(ContentDigest.sha256("\(key)#\(occurrence)".utf8))],
        "properties": [
          "severity": .string(reason.severity.rawValue),
          "details": .array(reason.details.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ],
      ]
    }
  }

  /// What a reason is about, without the counts and times that the next export changes.
  private static func fingerprint(_ reason: Reason) -> String {
    let lasting = reason.details.filter { Self.lastingDetails.contains($0.name) }
    return ([reason.code.rawValue] + lasting.flatMap { [$0.name, $0.value] }).map { "\($0.utf8.count):\($0)" }.joined()
  }

  private static let lastingDetails: Set = [
    "address", "identity", "userAgent", "caller", "operation", "registry", "table", "column", "path", "resourceID",
  ]

  private static func level(_ severity: Reason.Severity) -> String {
    switch severity {
    case .fail: "error"
    case .inconclusive: "warning"
    case .note: "note"
    }
  }

  /// A reason is about the claim as a whole, so it points at the policy; at the first input where that has no file.
  private static func location(of report: VerificationReport) -> JSONNode {
    let path = report.policy.path ?? report.inputs.inputs.first?.path
    return ["physicalLocation": ["artifactLocation": ["uri": .string(SARIFText.uri(ofPath: path ?? "policy"))]]]
  }

  // MARK: - Artifacts

  private static func artifacts(_ report: VerificationReport) -> [JSONNode] {
    let policy = report.policy.path.map { artifact($0, byteCount: nil, sha256: report.policy.sha256) }
    return (policy.map { [$0] } ?? [])
      + report.inputs.inputs.map { artifact($0.path, byteCount: $0.byteCount, sha256: $0.sha256) }
  }

  private static func artifact(_ path: String, byteCount: Int?, sha256: String?) -> JSONNode {
    var members = [
      JSONNode.Member(name: "location", value: ["uri": .string(SARIFText.uri(ofPath: path))])
    ]
    if let byteCount { members.append(JSONNode.Member(name: "length", value: .integer(byteCount))) }
    if let sha256 { members.append(JSONNode.Member(name: "hashes", value: ["sha-256": .string(sha256)])) }
    return .object(members)
  }
}
