import Foundation
import Testing

/// Inputs and queries that are made to break something: a clear error, the right exit code, no crash.
@Suite struct HostileInputTests {
  @Test func `refuses a file of 2 GB in one line`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Big.json", "{\"a\": \"")
    // A sparse file: the line goes on with 2 GB of NUL bytes.
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.truncate(atOffset: 2 << 30)
    try handle.close()
    let run = try CalypsoProcess.run(["query", "Big | count", file])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("Big.json"))
  }

  @Test func `refuses an object that is 100,000 levels deep`() throws {
    let folder = try TemporaryFolder()
    let depth = 100_000
    let text = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    let file = try folder.write("Deep.json", "{\"a\":1}\n" + text + "\n")
    let run = try CalypsoProcess.run(["query", "Deep | count", file])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("Deep.json"), "\(run.errorOutput)")
  }

  @Test func `refuses a truncated gzip`() throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write("E.json", String(repeating: "{\"a\":1,\"b\":\"some text\"}\n", count: 5_000))
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
    gzip.arguments = ["-c", "gzip -c '\(plain)' | head -c 200 > '\(plain).gz'"]
    try gzip.run()
    gzip.waitUntilExit()
    let run = try CalypsoProcess.run(["query", "E | count", plain + ".gz"])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("E.json.gz"), "\(run.errorOutput)")
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), "print " + String(repeating: "(", count: 100_000) + "1",
    "print " + String(repeating: "-", count: 100_000) + "1", "print " + String(repeating: "not(", count: 50_000),
    "T " + String(repeating: "| where true ", count: 50_000), String(repeating: "[", count: 100_000),
    "print dynamic(" + String(repeating: "[", count: 100_000) + ")",
    "print x = " + String(repeating: "1+", count: 50_000) + "1",
  ])
  func `answers queries that are nested without end`(query: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("q.kql", query)
    let run = try CalypsoProcess.run(["query", "-f", file])
    #expect(run.exitCode == 0 || run.exitCode == 1, "\(run.exitCode) \(run.errorOutput.prefix(300))")
    #expect(run.exitCode == 0 || !run.errorOutput.isEmpty)
  }

  @Test func `shows control characters of a query escaped`() throws {
    let run = try CalypsoProcess.run(["query", "print '\u{1b}]0;owned\u{7}' | sumarize x"])
    #expect(run.exitCode == 1)
    #expect(!run.errorOutput.contains("\u{1b}"))
    #expect(!run.errorOutput.contains("\u{7}"))
  }
}
