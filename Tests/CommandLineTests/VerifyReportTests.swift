import Foundation
import Testing

/// Reports that `verify` leaves behind: written whole, the same every time, and provable.
@Suite struct VerifyReportTests {
  static let exports = "Samples/exports/log-analytics-csv"
  static let names = ["r.txt", "r.json", "r.md", "r.html", "r.sarif", "r.xml"]

  private static func verify(_ folder: TemporaryFolder, _ names: [String], _ more: [String] = []) throws
    -> CalypsoProcess
  {
    let reports = names.flatMap { name in
      let parts = name.split(separator: "=").map(String.init)
      let path = folder.url.appendingPathComponent(parts[parts.count - 1]).path
      return ["--report", parts.count == 2 ? "\(parts[0])=\(path)" : path]
    }
    return try CalypsoProcess.run(["verify", "--policy", "Samples/policy.yaml"] + reports + more + [exports])
  }

  private static func read(_ folder: TemporaryFolder, _ name: String) throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
  }

  // MARK: - Writing

  @Test func `writes every format at once, the same bytes every time, for the owner alone`() throws {
    let folders = [try TemporaryFolder(), try TemporaryFolder()]
    for (folder, threads) in zip(folders, ["1", "4"]) {
      let run = try Self.verify(folder, Self.names, ["--threads", threads])
      #expect(run.exitCode == 10, "\(run.errorOutput)")
      #expect(run.output.hasPrefix("FAIL  "))
      #expect(run.output == (try Self.read(folder, "r.txt")))
    }
    for name in Self.names {
      #expect(try Self.read(folders[0], name) == Self.read(folders[1], name), "\(name)")
      let path = folders[0].url.appendingPathComponent(name).path
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(permissions == 0o600)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folders[0].url.path).sorted() == Self.names.sorted())
  }

  @Test func `a report that cannot be written ends with 5, and the others are there`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.verify(folder, ["r.json", "missing/r.html", "r.md"])
    #expect(run.exitCode == 5)
    #expect(run.errorOutput.contains("missing/r.html' could not be written: No such file or directory"))
    #expect(try Self.read(folder, "r.md").hasPrefix("# FAIL"))
    #expect(run.output.hasPrefix("FAIL  "))
  }

  @Test func `says when the next run would read a report as a log`() throws {
    let folder = try TemporaryFolder()
    let exports = folder.url.appendingPathComponent("exports").path
    try FileManager.default.copyItem(atPath: "\(CalypsoProcess.root.path)/\(Self.exports)", toPath: exports)
    func run(_ report: String) throws -> String {
      try CalypsoProcess.run(["verify", "--policy", "Samples/policy.yaml", "--report", report, exports]).errorOutput
    }
    #expect(try run("\(exports)/r.json").contains("/r.json' lies in the input '\(exports)'"))
    #expect(try run("\(exports)-r.json").isEmpty)
  }

  @Test func `a report never replaces what it was made of`() throws {
    let folder = try TemporaryFolder()
    let policy = try folder.write(
      "policy.yaml", String(contentsOfFile: "\(CalypsoProcess.root.path)/Samples/policy.yaml", encoding: .utf8))
    let run = try CalypsoProcess.run(["verify", "--policy", policy, "--report", "json=\(policy)", Self.exports])
    #expect(run.exitCode == 5)
    #expect(run.errorOutput.contains("it is the policy"))
    #expect(try Self.read(folder, "policy.yaml").hasPrefix("# The claim"))
  }

  @Test func `a name that leaves the format open is wrong usage`() throws {
    let run = try CalypsoProcess.run(
      ["verify", "--policy", "Samples/policy.yaml", "--report", "report", Self.exports])
    #expect(run.exitCode == 2)
    #expect(run.errorOutput.contains("FORMAT=FILE"))
  }

  // MARK: - Checking

  @Test(arguments: ["r.json", "r.html"])
  func `a report is proven to belong to its inputs, and to no others`(name: String) throws {
    let folder = try TemporaryFolder()
    try Self.verify(folder, [name])
    let path = folder.url.appendingPathComponent(name).path
    let same = try CalypsoProcess.run(["verify", "--check", path, Self.exports])
    #expect(same.exitCode == 0 && same.output.hasPrefix("SAME  "), "\(same)")

    let other = try CalypsoProcess.run(["verify", "--check", path, "Samples/exports/log-analytics-json"])
    #expect(other.exitCode == 10)
    #expect(other.output.hasPrefix("DIFFERENT  "))
    #expect(other.output.contains("ContainerRegistryLoginEvents.csv' is missing: no file has SHA-256 "))

    let altered = try Self.read(folder, name).replacing("192.0.2.66", with: "192.0.2.67")
    let forged = try CalypsoProcess.run([
      "verify", "--check", try folder.write("forged-\(name)", altered), Self.exports,
    ])
    #expect(forged.exitCode == 10)
    #expect(forged.output.contains("callers[0].address: '192.0.2.67' in the report, '192.0.2.66' by these inputs"))
  }

  @Test func `a report with another claim than its policy is found`() throws {
    let folder = try TemporaryFolder()
    try Self.verify(folder, ["r.json"])
    let claim = #/"localAuthentication": "forbidden"/#
    let forged = try folder.write(
      "forged.json", try Self.read(folder, "r.json").replacing(claim, with: "\"localAuthentication\": \"unchecked\""))
    let run = try CalypsoProcess.run(["verify", "--check", forged, Self.exports])
    #expect(run.exitCode == 10)
    #expect(run.output.contains("policy.claim: is not what the text of the policy says"))
  }

  @Test func `a file that is no report is bad input, and a policy beside a report wrong usage`() throws {
    let noReport = try CalypsoProcess.run(["verify", "--check", "Samples/policy.yaml", Self.exports])
    #expect(noReport.exitCode == 3)
    #expect(noReport.errorOutput.contains("cannot be checked"))
    let both = try CalypsoProcess.run(
      ["verify", "--check", "report.json", "--policy", "Samples/policy.yaml", Self.exports])
    #expect(both.exitCode == 2)
    #expect(try CalypsoProcess.run(["verify", "--check", "report.json"]).exitCode == 2)
  }

  // MARK: - Evidence

  @Test func `the queries of a report run, and give its figures`() throws {
    let folder = try TemporaryFolder()
    try Self.verify(folder, ["r.json"])
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(Self.read(folder, "r.json").utf8)) as? [String: Any])
    let queries = try #require(report["queries"] as? [[String: String]])
    func rows(_ name: String) throws -> [[String: Any]] {
      let text = try #require(queries.first { $0["name"] == name }?["text"])
      let run = try CalypsoProcess.run(["query", text, Self.exports, "--format", "json"])
      #expect(run.exitCode == 0, "\(name): \(run.errorOutput)")
      return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    }
    func sum(_ rows: [[String: Any]], _ name: String) -> Int { rows.reduce(0) { $0 + ($1[name] as? Int ?? 0) } }

    let callers = try #require(report["callers"] as? [[String: Any]])
    #expect(sum(try rows("callers"), "Count") == sum(callers, "succeeded") + sum(callers, "refused"))
    let coverage = try #require(report["coverage"] as? [[String: Any]])
    #expect(sum(try rows("coverage"), "Count") == sum(coverage, "recordCount"))
    let failed = try #require(report["failedLogins"] as? [String: Any])
    #expect(sum(try rows("failed-logins"), "Count") == failed["count"] as? Int)
    let timelines = try #require(report["timelines"] as? [[String: Any]])
    #expect(try rows("timelines").count == (timelines[0]["records"] as? [Any])?.count)
    for query in queries { #expect(!(try rows(query["name"] ?? "")).isEmpty) }
  }
}
