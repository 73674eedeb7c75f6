import Calypso
import Foundation
import Testing

@testable import RegistryVerification

/// The report in JSON is what programs build on: its shape is documented and held to the documentation.
@Suite struct JSONReportTests {
  static let schemaFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(
      "Sources/RegistryVerification/RegistryVerification.docc/verification-report-1.schema.json")

  static func schema() throws -> JSONSchema {
    JSONSchema(root: try DocumentNode(json: [UInt8](Data(contentsOf: schemaFile))))
  }

  static func document(_ report: VerificationReport) throws -> DocumentNode {
    try DocumentNode(json: Array(ReportWriter(report).text(.json).utf8))
  }

  @Test(arguments: ["docker/24.0.7"] + EscapingTests.hostile)
  func `is as its schema says`(text: String) throws {
    let schema = try Self.schema()
    #expect(schema.violations(of: try Self.document(SampleReports.fail(saying: text))) == [])
    #expect(schema.violations(of: try Self.document(SampleReports.pass)) == [])
  }

  @Test func `is as its schema says where everything is missing`() throws {
    var report = SampleReports.pass
    report.callers = []
    report.queries = []
    report.policy.path = nil
    report.policy.policy = Policy(
      registries: [], window: .between(from: report.window.from, to: report.window.to), callers: [])
    report.inputs.inputs = [
      InputEvidence.Input(
        path: "-", format: "", byteCount: nil, sha256: nil, recordCount: 0, keptCount: 0, malformedCount: 0,
        duplicateCount: 0, timelessCount: 0, firstTime: nil, lastTime: nil, isComplete: false, malformed: [],
        problems: ["the text ends early"])
    ]
    for index in report.coverage.indices {
      report.coverage[index].firstSeen = nil
      report.coverage[index].lastSeen = nil
      report.coverage[index].longestGap = nil
      report.coverage[index].bins = []
    }
    #expect(try Self.schema().violations(of: try Self.document(report)) == [])
  }

  @Test func `the schema knows every code, severity, class and outcome`() throws {
    let definitions = try #require(try Self.schema().root["$defs"])
    func names(_ path: String...) -> [String] { definitions[path: path]?.elements?.compactMap(\.text) ?? [] }
    #expect(names("reason", "properties", "code", "enum") == ReasonCode.allCases.map(\.rawValue))
    #expect(names("reason", "properties", "severity", "enum") == Reason.Severity.allCases.map(\.rawValue))
    #expect(names("caller", "properties", "class", "enum") == CallerClass.allCases.map(\.rawValue))
  }

  @Test func `the schema refuses what is no report`() throws {
    let schema = try Self.schema()
    #expect(!schema.violations(of: try DocumentNode(json: Array("{}".utf8))).isEmpty)
    var text = ReportWriter(SampleReports.pass).text(.json)
    text = text.replacing("\"verdict\": \"PASS\"", with: "\"verdict\": \"MAYBE\", \"extra\": 1")
    #expect(schema.violations(of: try DocumentNode(json: Array(text.utf8))).count == 2)
  }

  @Test func `gives the facts of a caller`() throws {
    let caller = try #require(try Self.document(SampleReports.fail())["callers"]?.elements?.first)
    #expect(caller["address"]?.text == "192.0.2.66")
    #expect(caller["class"]?.text == "unexpected")
    #expect(caller["caller"]?.isNull == true)
    #expect(caller["operations"]?.elements?.compactMap(\.text) == ["Login", "Pull"])
    #expect(caller["succeeded"]?.content == .number("2"))
    #expect(caller["refused"]?.content == .number("1"))
    #expect(caller["firstSeen"]?.text == "2026-11-22T05:41:12.2500000Z")
  }

  @Test func `holds the policy so that it can be verified again`() throws {
    let claim = try #require(try Self.document(SampleReports.pass)[path: ["policy", "claim"]])
    #expect(try Policy(claim) == SampleReports.policy)
  }
}
