import Foundation
import Testing

@Suite struct VerifyCommandTests {
  private static let policy = "Samples/policy.yaml"
  private static let exports = "Samples/exports/storage-account"

  /// A policy that the sample exports prove, or as it is changed.
  private static func policy(_ folder: TemporaryFolder, _ change: (String) -> String = { $0 }) throws -> String {
    let text = """
      registry: [harborline.azurecr.io]
      window: 24h
      callers:
        - name: AKS
          addresses: [203.0.113.10]
          mustAppear: true
        - name: Defender
          identities: [6f0c51f0-0000-4000-8000-0000000000d2]
          userAgents: ["MDCContainersSecurity/*"]
        - name: Builder
          addresses: [192.0.2.66]
      """
    return try folder.write("policy.yaml", change(text))
  }

  private static func json(_ run: CalypsoProcess) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errorOutput)")
  }

  // MARK: - Verdicts

  @Test(arguments: SampleTests.exports)
  func `fails on a caller that is not in the claim`(export: String) throws {
    let run = try CalypsoProcess.run([
      "verify", "--policy", Self.policy, "Samples/exports/\(export)", "--format", "json",
    ])
    #expect(run.exitCode == 10, "\(run.errorOutput)")
    let report = try Self.json(run)
    #expect(report["verdict"] as? String == "FAIL")
    let callers = try #require(report["callers"] as? [[String: Any]])
    #expect(callers.map { $0["class"] as? String } == ["unexpected", "expected", "expected", "refused"])
    #expect(callers.map { $0["address"] as? String } == ["192.0.2.66", "198.51.100.21", "203.0.113.10", "192.0.2.99"])
    #expect(callers[0]["caller"] is NSNull && callers[2]["caller"] as? String == "AKS")
    let codes = try #require(report["reasons"] as? [[String: Any]]).map { $0["code"] as? String ?? "" }
    #expect(codes.prefix(2) == ["unexpected-caller", "local-authentication"])
  }

  @Test func `passes when the logs prove the claim`() throws {
    let folder = try TemporaryFolder()
    let run = try CalypsoProcess.run(["verify", "--policy", Self.policy(folder), Self.exports])
    #expect(run.exitCode == 0, "\(run.output)\(run.errorOutput)")
    #expect(run.output.hasPrefix("PASS"))
  }

  @Test func `is inconclusive when nothing contradicts the claim and something is missing`() throws {
    let folder = try TemporaryFolder()
    let policy = try Self.policy(folder) { $0 + "\ncoverage: { maximumGap: 1m }\n" }
    let run = try CalypsoProcess.run(["verify", "--policy", policy, Self.exports])
    #expect(run.exitCode == 11)
    #expect(run.output.hasPrefix("INCONCLUSIVE") && run.output.contains("coverage-gap"))
  }

  @Test func `excuses callers of the firewall when asked to`() throws {
    let folder = try TemporaryFolder()
    let policy = try Self.policy(folder) {
      $0.replacing("  - name: Builder\n    addresses: [192.0.2.66]", with: "firewall: { ipRules: [192.0.2.0/24] }")
    }
    #expect(try CalypsoProcess.run(["verify", "--policy", policy, Self.exports]).exitCode == 10)
    #expect(try CalypsoProcess.run(["verify", "--policy", policy, "--allow-firewall", Self.exports]).exitCode == 0)
  }

  @Test func `counts the window from the time that is given`() throws {
    let arguments = [
      "verify", "--policy", Self.policy, "--now", "2026-11-25T00:00:00Z", Self.exports, "--format", "json",
    ]
    let run = try CalypsoProcess.run(arguments)
    #expect(run.exitCode == 11)
    let report = try Self.json(run)
    #expect(report["now"] as? String == "2026-11-25T00:00:00.0000000Z")
    let window = report["window"] as? [String: String]
    #expect(window == ["from": "2026-11-23T23:40:00.0000000Z", "to": "2026-11-24T23:40:00.0000000Z"])
  }

  @Test func `explains a caller`() throws {
    let run = try CalypsoProcess.run(
      ["verify", "--policy", Self.policy, "--explain-caller", "::ffff:192.0.2.66", Self.exports])
    #expect(run.exitCode == 10)
    #expect(run.output.hasPrefix("192.0.2.66: 1 caller from 2026-11-22T"))
    #expect(
      run.output.contains(
        "'AKS'        address differs, identity differs, user agent differs, Push not in its operations"))
    #expect(run.output.contains("| where CallerIpAddress has '192.0.2.66'"))
    let absent = try CalypsoProcess.run([
      "verify", "--policy", Self.policy, "--explain-caller", "10.0.0.1", Self.exports,
    ])
    #expect(absent.output.hasPrefix("10.0.0.1 was not seen from"))
  }

  // MARK: - Reports

  @Test func `writes several reports at once, the same bytes every time, and checks them`() throws {
    let folder = try TemporaryFolder()
    func files(_ round: String) -> [String] {
      ["report.html", "report.json", "report.md", "report.sarif", "junit.xml"].map {
        "\(folder.url.path)/\(round)-\($0)"
      }
    }
    for round in ["a", "b"] {
      let options = files(round).flatMap { ["--report", $0.hasSuffix(".xml") ? "junit=\($0)" : $0] }
      let threads = round == "a" ? "1" : "3"
      let run = try CalypsoProcess.run(
        ["verify", "--policy", Self.policy] + options + ["--threads", threads, Self.exports])
      #expect(run.exitCode == 10, "\(run.errorOutput)")
    }
    for (first, second) in zip(files("a"), files("b")) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: first))
      let again = try Data(contentsOf: URL(fileURLWithPath: second))
      #expect(!bytes.isEmpty && bytes == again, "\(first)")
    }
    let check = try CalypsoProcess.run(["verify", "--check", files("a")[1], Self.exports])
    #expect(check.exitCode == 0, "\(check.output)\(check.errorOutput)")
    let other = try CalypsoProcess.run(["verify", "--check", files("a")[1], "Samples/exports/log-analytics-csv"])
    #expect(other.exitCode != 0)
  }

  @Test func `says which report could not be written`() throws {
    let run = try CalypsoProcess.run(
      ["verify", "--policy", Self.policy, "--report", "/nowhere/report.html", Self.exports])
    #expect(run.exitCode == 5)
    #expect(run.errorOutput.contains("/nowhere/report.html"))
  }

  // MARK: - Mistakes

  @Test func `tells policies, usage and inputs that are wrong apart`() throws {
    let folder = try TemporaryFolder()
    let wrong = try folder.write("wrong.yaml", "registry: [harborline.azurecr.io]\nwindow: 24h\ncalers: []\n")
    let garbage = try folder.write("garbage.json", Data([0, 1, 2, 3, 200, 201]))
    #expect(try CalypsoProcess.run(["verify", "--policy", wrong, Self.exports]).exitCode == 1)
    #expect(try CalypsoProcess.run(["verify", Self.exports]).exitCode == 2)
    #expect(try CalypsoProcess.run(["verify", "--policy", Self.policy]).exitCode == 2)
    #expect(
      try CalypsoProcess.run(["verify", "--policy", Self.policy, "--report", "noformat", Self.exports]).exitCode == 2)
    #expect(try CalypsoProcess.run(["verify", "--policy", Self.policy, "/nowhere/at/all"]).exitCode == 3)
    #expect(try CalypsoProcess.run(["verify", "--policy", Self.policy, garbage]).exitCode == 3)
    #expect(try CalypsoProcess.run(["verify", "--policy", "/nowhere.yaml", Self.exports]).exitCode == 3)
  }

  @Test func `reads on behind bad records and cut-off files`() throws {
    let folder = try TemporaryFolder()
    let bad = try folder.write(
      "ContainerRegistryLoginEvents.json", "{\"TimeGenerated\": \"2026-11-23T05:00:00Z\"}\nnonsense {\n")
    let empty = try folder.write("ContainerRegistryRepositoryEvents.json", "")
    let run = try CalypsoProcess.run([
      "verify", "--policy", Self.policy(folder), bad, empty, Self.exports, "--format", "json",
    ])
    #expect(run.exitCode == 11, "\(run.errorOutput)")
    let codes = try #require(try Self.json(run)["reasons"] as? [[String: Any]]).map { $0["code"] as? String ?? "" }
    #expect(codes.contains("malformed-records") && codes.contains("input-empty"))
  }

  @Test func `reads exports from standard input`() throws {
    let folder = try TemporaryFolder()
    let login = "Samples/exports/log-analytics-json/ContainerRegistryLoginEvents.json"
    let pulls = CalypsoProcess.root.appendingPathComponent(
      "Samples/exports/log-analytics-json/ContainerRegistryRepositoryEvents.json")
    let run = try CalypsoProcess.run(
      ["verify", "--policy", Self.policy(folder), login, "-"], input: try Data(contentsOf: pulls))
    #expect(run.exitCode == 0, "\(run.output)\(run.errorOutput)")
  }
}
