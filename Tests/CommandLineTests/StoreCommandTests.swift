import Foundation
import Testing

/// Stores as people use them.
@Suite struct StoreCommandTests {
  static let loginLines = (0..<50).map { row in
    """
    {"TimeGenerated":"2026-11-2\(row % 5)T10:00:0\(row % 10)Z","OperationName":"Login","Identity":"user\(row % 3)",\
    "CallerIpAddress":"10.0.0.\(row % 7)","JwtId":"\(row)","Type":"ContainerRegistryLoginEvents","Extra":{"n":\(row)}}

    """
  }

  private func makeExports(_ folder: TemporaryFolder) throws -> [String] {
    [
      try folder.write("a.ndjson", Self.loginLines[..<20].joined()),
      try folder.write("b.ndjson", Self.loginLines[20...].joined()),
      try folder.write("values.csv", "id,name\n1,x\n2,\n3,\"a,b\"\n"),
    ]
  }

  @Test func `answers from a store as from the files`() throws {
    let folder = try TemporaryFolder()
    let exports = try makeExports(folder)
    let store = folder.url.appendingPathComponent("logs.store").path
    let ingest = try CalypsoProcess.run(["ingest", store] + exports)
    #expect(ingest.exitCode == 0, "\(ingest.errorOutput)")
    let lines = ingest.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("committed \(exports[0]) 20 "))
    #expect(lines[3].hasPrefix("digest "))
    for query in [
      "ContainerRegistryLoginEvents | project TimeGenerated, Identity, CallerIpAddress, JwtId, _Extra",
      "ContainerRegistryLoginEvents | where Identity has 'user1' | summarize count() by CallerIpAddress",
      "ContainerRegistryLoginEvents | where TimeGenerated > datetime(2026-11-22) | count",
      "values | sort by id asc", "union withsource=t * | summarize count() by t",
      "values | summarize min(id), max(id), count()",
    ] {
      let fromFiles = try CalypsoProcess.run(["query", query, "--format", "json"] + exports)
      let fromStore = try CalypsoProcess.run(["query", query, "--format", "json", store])
      #expect(fromStore.exitCode == 0, "\(fromStore.errorOutput)")
      #expect(fromStore.output == fromFiles.output, "\(query)")
    }
    let latest = try CalypsoProcess.run([
      "query", "ContainerRegistryLoginEvents | where TimeGenerated > ago(1d) | count", "--now", "latest", "--format",
      "csv", store,
    ])
    #expect(latest.output == "Count\n10\n")
  }

  @Test func `passes over what is in, and gives the same digest whether it was interrupted or not`() throws {
    let folder = try TemporaryFolder()
    let exports = try makeExports(folder)
    let stores = ["one", "two"].map { folder.url.appendingPathComponent($0).path }
    let whole = try CalypsoProcess.run(["ingest", stores[0]] + exports)
    _ = try CalypsoProcess.run(["ingest", stores[1], exports[0]])
    let rest = try CalypsoProcess.run(["ingest", stores[1]] + exports)
    #expect(rest.errorOutput.contains("a.ndjson: is in the store already"))
    #expect(rest.output.split(separator: "\n").count == 3)
    #expect(whole.output.split(separator: "\n").last == rest.output.split(separator: "\n").last)
    let again = try CalypsoProcess.run(["ingest", stores[1]] + exports)
    #expect(again.output.split(separator: "\n").count == 1)
    #expect(again.exitCode == 0)
  }

  @Test func `tells, proves and rewrites stores`() throws {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("s").path
    let ingest = try CalypsoProcess.run(["ingest", store] + makeExports(folder))
    let digest = String(ingest.output.split(separator: "\n").last?.dropFirst("digest ".count) ?? "")
    let info = try CalypsoProcess.run(["store", "info", store, "--format", "csv"])
    #expect(info.output.contains(digest))
    #expect(info.output.contains("ContainerRegistryLoginEvents,21,50,2,"))
    #expect(
      try CalypsoProcess.run(["store", "check", store, "--expect", digest]).output.hasPrefix("sound \(digest)\n"))
    let other = String(repeating: "0", count: 64)
    #expect(try CalypsoProcess.run(["store", "check", store, "--expect", other]).exitCode == 3)
    #expect(try CalypsoProcess.run(["store", "check", store, "--expect", "abc"]).exitCode == 2)
    let compact = try CalypsoProcess.run(["store", "compact", store])
    #expect(compact.output.hasPrefix("2 segments became 1\ndigest "))
    let drop = try CalypsoProcess.run(["store", "drop-before", store, "2026-11-22"])
    #expect(drop.output.hasPrefix("20 rows dropped\n"))
    #expect(try CalypsoProcess.run(["store", "drop-before", store, "soon"]).exitCode == 2)
    #expect(try CalypsoProcess.run(["store", "check", store]).exitCode == 0)
  }

  @Test func `writes tables of a store as they came in`() throws {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("s").path
    _ = try CalypsoProcess.run(["ingest", store] + makeExports(folder))
    let csv = try CalypsoProcess.run(["store", "export", store, "--table", "values", "--format", "csv"])
    #expect(csv.output == "id,name\n1,x\n2,\n3,\"a,b\"\n")
    let unclear = try CalypsoProcess.run(["store", "export", store])
    #expect(unclear.exitCode == 2)
    #expect(unclear.errorOutput.contains("ContainerRegistryLoginEvents, values"))
  }

  @Test func `puts the rows of a store before those of files of the same table`() throws {
    let folder = try TemporaryFolder()
    let exports = try makeExports(folder)
    let store = folder.url.appendingPathComponent("s").path
    _ = try CalypsoProcess.run(["ingest", store, exports[0]])
    let both = try CalypsoProcess.run([
      "query", "ContainerRegistryLoginEvents | project JwtId", "--format", "csv", exports[1], store,
    ])
    #expect(both.output == "JwtId\n" + (0..<50).map { "\($0)\n" }.joined())
  }

  @Test func `keeps the files before one that is wrong, and nothing of that one`() throws {
    let folder = try TemporaryFolder()
    let exports = try makeExports(folder)
    let store = folder.url.appendingPathComponent("s").path
    #expect(try CalypsoProcess.run(["ingest", store, "missing.json"]).exitCode == 3)
    #expect(!FileManager.default.fileExists(atPath: store))
    let bad = try folder.write("bad.ndjson", Self.loginLines[..<3].joined() + "{\"TimeGenerated\": oops}\n")
    #expect(try CalypsoProcess.run(["ingest", store, bad]).exitCode == 3)
    let mixed = try CalypsoProcess.run(["ingest", store, exports[0], bad, exports[1]])
    #expect(mixed.exitCode == 3)
    #expect(mixed.output.split(separator: "\n").count == 1)
    #expect(mixed.errorOutput.contains("bad.ndjson:4"))
    let count = try CalypsoProcess.run(["query", "ContainerRegistryLoginEvents | count", "--format", "csv", store])
    #expect(count.output == "Count\n20\n")
    let skipping = try CalypsoProcess.run(["ingest", store, bad, "--skip-bad-records"])
    #expect(skipping.exitCode == 0)
    #expect(skipping.errorOutput.contains("1 malformed record"))
  }

  @Test func `reads later files with the types that the store has`() throws {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("s").path
    _ = try CalypsoProcess.run(["ingest", store, "T=" + folder.write("a.csv", "id,v\n1,10\n")])
    // All empty, so on its own a text.
    _ = try CalypsoProcess.run(["ingest", store, "T=" + folder.write("b.csv", "id,v,more\n2,,x\n")])
    let rows = try CalypsoProcess.run(["query", "T", "--format", "csv", store])
    #expect(rows.output == "id,v,more\n1,10,\n2,,x\n")
    let wrong = try CalypsoProcess.run(["ingest", store, "T=" + folder.write("c.csv", "id,v\n3,many\n")])
    #expect(wrong.exitCode == 3)
    #expect(wrong.errorOutput.contains("c.csv:2"))
  }

  @Test func `leaves out duplicates of a store as of files`() throws {
    let folder = try TemporaryFolder()
    let exports = [
      try folder.write("a.ndjson", Self.loginLines[..<20].joined()),
      try folder.write("b.ndjson", Self.loginLines[10...].joined()),
    ]
    let store = folder.url.appendingPathComponent("s").path
    _ = try CalypsoProcess.run(["ingest", store] + exports)
    let query = [
      "query", "ContainerRegistryLoginEvents | summarize count(), dcount(JwtId)", "--deduplicate", "--format", "csv",
    ]
    let fromFiles = try CalypsoProcess.run(query + exports)
    let fromStore = try CalypsoProcess.run(query + [store])
    #expect(fromStore.output == fromFiles.output)
    #expect(fromStore.output.hasSuffix("\n50,50\n"))
    #expect(try CalypsoProcess.run(query + [store, exports[0]]).exitCode == 3)
    #expect(try CalypsoProcess.run(["ingest", store, "--deduplicate"] + exports).exitCode == 1)
  }

  @Test func `puts the same file into several tables, each once`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("v.csv", "id\n1\n")
    let store = folder.url.appendingPathComponent("s").path
    let first = try CalypsoProcess.run(["ingest", store, "A=" + file, "B=" + file])
    #expect(first.output.split(separator: "\n").count == 3)
    let again = try CalypsoProcess.run(["ingest", store, "A=" + file, "B=" + file])
    #expect(again.output.split(separator: "\n").count == 1)
    let rows = try CalypsoProcess.run(["query", "union withsource=t A, B | project t, id", "--format", "csv", store])
    #expect(rows.output == "t,id\nA,1\nB,1\n")
  }

  @Test func `does not take a file that it cannot read for one that it holds`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("cut.ndjson.gz", Data([0x1f, 0x8b, 8, 0, 0, 0]))
    let store = folder.url.appendingPathComponent("s").path
    for _ in 0..<2 {
      let ingest = try CalypsoProcess.run(["ingest", store, file, "--skip-bad-records"])
      #expect(ingest.output.split(separator: "\n").count == 1)
      #expect(ingest.errorOutput.contains("is not in the store"))
    }
  }

  @Test func `refuses what is no store`() throws {
    let folder = try TemporaryFolder()
    let exports = try makeExports(folder)
    let text = try folder.write("notes.txt", "some words\n")
    let ingest = try CalypsoProcess.run(["ingest", text, exports[0]])
    #expect(ingest.exitCode == 3)
    #expect(ingest.errorOutput.contains("is not a store of Calypso"))
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "some words\n")
    let store = folder.url.appendingPathComponent("s").path
    _ = try CalypsoProcess.run(["ingest", store, exports[0]])
    #expect(try CalypsoProcess.run(["ingest", store, store]).exitCode == 3)
    #expect(try CalypsoProcess.run(["query", "T", "T=" + store]).exitCode == 3)
    #expect(try CalypsoProcess.run(["ingest", store]).exitCode == 2)
  }

  /// Kills the program at random moments while it ingests; `CALYPSO_CRASHES` says how often.
  @Test func `holds exactly what it acknowledged when it is killed`() throws {
    let crashCount = Int(ProcessInfo.processInfo.environment["CALYPSO_CRASHES"] ?? "") ?? 6
    let folder = try TemporaryFolder()
    let exports = folder.url.appendingPathComponent("exports")
    try FileManager.default.createDirectory(at: exports, withIntermediateDirectories: false)
    for file in 0..<200 {
      let lines = (0..<30).map { "{\"TimeGenerated\":\"2026-11-22T10:00:00Z\",\"file\":\(file),\"row\":\($0)}\n" }
      try Data(lines.joined().utf8).write(to: exports.appendingPathComponent("\(1000 + file).ndjson"))
    }
    let inputs = "T=" + exports.path
    let reference = folder.url.appendingPathComponent("reference").path
    let whole = try CalypsoProcess.run(["ingest", reference, inputs])
    let digest = try #require(whole.output.split(separator: "\n").last)
    var generator = SystemRandomNumberGenerator()
    var store = ""
    var acknowledged = 0
    for crash in 0..<crashCount {
      if crash % 5 == 0 {
        store = folder.url.appendingPathComponent("store\(crash)").path
        acknowledged = 0
      }
      let delay = Double.random(in: 0.001...0.6, using: &generator)
      let lines = try Self.ingest(into: store, inputs, killedAfter: delay)
      acknowledged += lines.count { $0.hasPrefix("committed ") }
      guard FileManager.default.fileExists(atPath: store) else { continue }
      let count = try Self.sourceCount(of: store)
      // A kill may come between a commit and its lines.
      #expect(count >= acknowledged && count <= acknowledged + 64, "after crash \(crash)")
      acknowledged = count
      if count > 0 {
        let rows = try CalypsoProcess.run([
          "query", "T | summarize n = count() by file | where n != 30 | count", "--format", "csv", store,
        ])
        #expect(rows.output == "Count\n0\n")
        #expect(try CalypsoProcess.run(["store", "check", store]).exitCode == 0)
      }
      if crash % 5 == 4 || crash == crashCount - 1 {
        let rest = try CalypsoProcess.run(["ingest", store, inputs])
        #expect(rest.output.split(separator: "\n").last == digest)
      }
    }
  }

  private static func ingest(into store: String, _ inputs: String, killedAfter delay: Double) throws -> [Substring] {
    let process = Process()
    process.executableURL = CalypsoProcess.executable
    process.arguments = ["ingest", store, inputs]
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("calypso-crash-\(UUID().uuidString)")
    FileManager.default.createFile(atPath: output.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: output) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: delay)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8).split(separator: "\n")
  }

  /// 0 for a store that was killed before it had a beginning.
  private static func sourceCount(of store: String) throws -> Int {
    let info = try CalypsoProcess.run(["store", "info", store, "--format", "csv"])
    guard let line = info.output.split(separator: "\n").first(where: { $0.hasPrefix("sources,") }) else { return 0 }
    return Int(line.dropFirst("sources,".count)) ?? -1
  }
}
