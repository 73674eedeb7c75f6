import Foundation
import Testing

@Suite struct QueryCommandTests {
  static let rows = """
    {"a": 1, "b": "x", "t": "2026-11-23T05:00:00Z"}
    {"a": 2, "b": "y,\\"z\\"", "t": "2026-11-23T06:00:00Z"}

    """

  @Test(arguments: [
    ("csv", "a,b\n1,x\n2,\"y,\"\"z\"\"\"\n"),
    ("tsv", "a\tb\n1\tx\n2\ty,\"z\"\n"),
    ("json", "[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y,\\\"z\\\"\"}\n]\n"),
    ("ndjson", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y,\\\"z\\\"\"}\n"),
    ("table", "a  b\n─  ─────\n1  x\n2  y,\"z\"\n"),
    ("markdown", "| a | b |\n| ---: | --- |\n| 1 | x |\n| 2 | y,\"z\" |\n"),
  ])
  func `writes every format`(format: String, expected: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("rows.json", Self.rows)
    let run = try CalypsoProcess.run(["query", "T | project a, b", "T=\(file)", "--format", format])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output == expected)
  }

  @Test func `keeps HTML inert`() throws {
    let run = try CalypsoProcess.run(["query", "print x = '<script>alert(1)</script>'", "--format", "html"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("&lt;script&gt;"))
    #expect(!run.output.contains("<script>"))
  }

  @Test func `writes Kusto's own responses`() throws {
    let first = try CalypsoProcess.run(["query", "print x = 1", "--format", "kusto-v1"])
    let tables = try #require(try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    #expect((tables["Tables"] as? [Any])?.count == 1)
    let second = try CalypsoProcess.run(["query", "print x = 1", "--format", "kusto-v2"])
    let frames = try #require(try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [[String: Any]])
    #expect(frames.map { $0["FrameType"] as? String } == ["DataSetHeader", "DataTable", "DataSetCompletion"])
  }

  @Test func `reads the query from a file and rows from standard input`() throws {
    let folder = try TemporaryFolder()
    let query = try folder.write("q.kql", "T\n| where a > 1 // the second\n| project b\n")
    let run = try CalypsoProcess.run(
      ["query", "-f", query, "T=-", "--format", "csv"], input: Data(Self.rows.utf8))
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output == "b\n\"y,\"\"z\"\"\"\n")
  }

  @Test func `runs a query that begins with a pipe on the only table`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Events.json", Self.rows)
    let run = try CalypsoProcess.run(["query", "| count", file, "--format", "csv"])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output == "Count\n2\n")
  }

  @Test func `proposes the newest time when ago() selects nothing`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "E.json", #"{"TimeGenerated": "2020-01-01T00:00:00Z", "a": 1}"# + "\n")
    let arguments = ["query", "E | where TimeGenerated > ago(1d)", file, "--format", "csv"]
    let wall = try CalypsoProcess.run(arguments)
    #expect(wall.exitCode == 0)
    #expect(wall.errorOutput.contains("--now latest"))
    let latest = try CalypsoProcess.run(arguments + ["--now", "latest"])
    #expect(latest.output.split(separator: "\n").count == 2, "\(latest)")
  }

  @Test func `says how long it took`() throws {
    let run = try CalypsoProcess.run(["query", "print 1", "--timing"])
    #expect(run.errorOutput.contains("rows scanned"))
  }
}

@Suite struct ExitCodeTests {
  @Test func `shows the place of a mistake and proposes a name`() throws {
    let run = try CalypsoProcess.run(["query", "print x = 1\n| sumarize count()"])
    #expect(run.exitCode == 1)
    #expect(run.output.isEmpty)
    #expect(run.errorOutput.contains("line 2, column 3"))
    #expect(run.errorOutput.contains("^~~~~~~~"))
    #expect(run.errorOutput.contains("did you mean 'summarize'?"))
    #expect(!run.errorOutput.contains("\u{1b}"))
  }

  @Test(arguments: [
    ["query"], ["nonsense"], ["query", "print 1", "--format", "pdf"], ["serve"],
    ["query", "print 1", "--threads", "0"],
  ])
  func `ends with 2 on wrong usage`(arguments: [String]) throws {
    let run = try CalypsoProcess.run(arguments)
    #expect(run.exitCode == 2, "\(run)")
    #expect(run.output.isEmpty)
    #expect(!run.errorOutput.isEmpty)
  }

  @Test func `ends with 0 on a request for help`() throws {
    for arguments in [["--help"], ["help"], ["query", "--help"], ["--version"]] {
      let run = try CalypsoProcess.run(arguments)
      #expect(run.exitCode == 0)
      #expect(!run.output.isEmpty)
    }
  }

  @Test func `ends with 3 on a bad record, with its place`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("E.json", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n")
    let run = try CalypsoProcess.run(["query", "E | count", file, "--format", "csv"])
    #expect(run.exitCode == 3, "\(run)")
    #expect(run.errorOutput.contains("E.json:2"), "\(run.errorOutput)")
    let tolerant = try CalypsoProcess.run([
      "query", "E | summarize sum(a)", file, "--format", "csv", "--skip-bad-records",
    ])
    #expect(tolerant.exitCode == 0, "\(tolerant)")
    #expect(tolerant.output == "sum_a\n4\n")
    #expect(tolerant.errorOutput.contains("1 malformed record"), "\(tolerant.errorOutput)")
  }

  @Test func `ends with 3 on a missing file`() throws {
    let run = try CalypsoProcess.run(["query", "T | count", "no/such/file.json"])
    #expect(run.exitCode == 3, "\(run)")
    #expect(run.errorOutput.contains("no/such/file.json"))
  }

  @Test func `ends with 4 at a limit, with Kusto's name for it`() throws {
    let run = try CalypsoProcess.run(
      ["query", "range x from 1 to 3000000 step 1 | summarize make_list(x)", "--memory-limit", "1MB"])
    #expect(run.exitCode == 4, "\(run.exitCode) \(run.errorOutput)")
    #expect(run.errorOutput.contains("E_RUNAWAY_QUERY"))
    let slow = try CalypsoProcess.run(
      ["query", "range x from 1 to 100000000000 step 1 | where x < 0 | count", "--time-limit", "200ms"])
    #expect(slow.exitCode == 4, "\(slow.exitCode) \(slow.errorOutput)")
    #expect(slow.errorOutput.contains("E_QUERY_TIMEOUT"))
  }

  @Test func `ends with 5 when the output cannot be written`() throws {
    let process = Process()
    process.executableURL = CalypsoProcess.executable
    process.arguments = ["query", "range x from 1 to 100000 step 1", "--format", "csv"]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 5)
  }

  @Test func `stops at SIGINT`() throws {
    let process = Process()
    process.executableURL = CalypsoProcess.executable
    process.arguments = ["query", "range x from 1 to 1000000000000 step 1 | where x < 0 | count"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: 1)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
  }
}

@Suite struct AccountCommandTests {
  @Test func `leaves out what repeats, and opens only the blobs that it needs`() throws {
    let folder = try TemporaryFolder()
    for hour in ["01", "02", "09"] {
      let path = "insights-logs-containerregistryloginevents/resourceId=/R/y=2026/m=11/d=22/h=\(hour)/m=00"
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(path), withIntermediateDirectories: true)
      let line =
        #"{"time":"2026-11-22T\#(hour):10:00Z","category":"ContainerRegistryLoginEvents","operationName":"Login"}"#
        + "\n"
      _ = try folder.write("\(path)/PT1H.json", line + line)
    }
    let query = [
      "query", "| where TimeGenerated > ago(2h) | count", folder.url.path, "--now", "latest", "--format", "csv",
      "--timing",
    ]
    let run = try CalypsoProcess.run(query + ["--deduplicate"])
    #expect(run.output == "Count\n1\n", "\(run.errorOutput)")
    #expect(run.errorOutput.contains("2 of 3 files not opened"))
    let all = try CalypsoProcess.run(query + ["--read-all-blobs"])
    #expect(all.output == "Count\n2\n", "\(all.errorOutput)")
    #expect(!all.errorOutput.contains("not opened"))
  }

  @Test func `writes the account of a query to a file`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("T.json", QueryCommandTests.rows)
    let target = folder.url.appendingPathComponent("account.json")
    let run = try CalypsoProcess.run(["query", "T | count", file, "--account", target.path])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    let account = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: target)) as? [String: Any])
    #expect(account["isComplete"] as? Bool == true)
    let files = try #require(account["files"] as? [[String: Any]])
    #expect(files[0]["records"] as? Int == 2)
    #expect(files[0]["bytes"] as? Int == QueryCommandTests.rows.utf8.count)
  }

  @Test func `schema shows the account and fails when something is lost`() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("T.json", QueryCommandTests.rows)
    let fine = try CalypsoProcess.run(["schema", good])
    #expect(fine.exitCode == 0)
    #expect(fine.errorOutput.hasPrefix("Read: 1 file, 2 records (complete)\n"), "\(fine.errorOutput)")
    let bad = try folder.write("U.json", QueryCommandTests.rows + "{\"a\": 3, \"b\"")
    let run = try CalypsoProcess.run(["schema", bad, "--account", "/nowhere/account.json"])
    #expect(run.exitCode == 5)
    let again = try CalypsoProcess.run(["schema", bad])
    #expect(again.exitCode == 3)
    #expect(again.output.contains("U      a       long"), "\(again.output)")
    #expect(again.errorOutput.contains("NOT COMPLETE"), "\(again.errorOutput)")
    #expect(try CalypsoProcess.run(["schema", "--skip-bad-records", bad]).exitCode == 0)
  }
}
