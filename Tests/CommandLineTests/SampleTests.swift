import Foundation
import Testing

/// The samples that the project ships are what its first page shows.
@Suite struct SampleTests {
  static let exports = ["storage-account", "log-analytics-csv", "log-analytics-json"]

  static let expected = """
    CallerIpAddress,ArtifactType,OperationName,Identity
    203.0.113.10,acr.docker,Pull,6f0c51f0-0000-4000-8000-0000000000a1
    198.51.100.21,acr.docker,Pull,6f0c51f0-0000-4000-8000-0000000000d2
    192.0.2.66,acr.docker,Pull,old-build-token
    192.0.2.66,acr.docker,Push,old-build-token

    """

  @Test(arguments: exports)
  func `answers the documents' query over every sample`(export: String) throws {
    let run = try CalypsoProcess.run(
      ["query", "-f", "Samples/documents-query.kql", "--now", "latest", "Samples/exports/\(export)", "--format", "csv"])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(Set(run.output.split(separator: "\n")) == Set(Self.expected.split(separator: "\n")))
    #expect(run.output.split(separator: "\n").count == 5)
  }

  @Test(arguments: exports)
  func `finds both tables in every sample`(export: String) throws {
    let run = try CalypsoProcess.run(["schema", "Samples/exports/\(export)", "--format", "csv"])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output.contains("ContainerRegistryLoginEvents,TimeGenerated,datetime"))
    #expect(run.output.contains("ContainerRegistryRepositoryEvents,Repository,string"))
  }

  @Test func `embeds the library in a screenful`() throws {
    let output = try Self.run("EmbeddedAudit")
    #expect(output.contains("192.0.2.66: 4 requests succeeded, 1 were refused"), "\(output)")
    #expect(output.contains("192.0.2.99: 0 requests succeeded, 4 were refused"), "\(output)")
  }

  @Test func `embeds the verifier in a screenful`() throws {
    let output = try Self.run("EmbeddedVerification")
    #expect(output.hasPrefix("FAIL from 2026-11-22T"), "\(output)")
    #expect(output.contains("unexpected-caller: 192.0.2.66 as 'old-build-token'"), "\(output)")
    #expect(output.contains("refused 192.0.2.99: is not in the claim; no request succeeded"), "\(output)")
  }

  /// What a sample program says of the sample exports.
  private static func run(_ name: String) throws -> String {
    let program = CalypsoProcess.executable.deletingLastPathComponent().appendingPathComponent(name)
    let pipe = Pipe()
    let process = Process()
    process.executableURL = program
    process.arguments = ["Samples/exports/storage-account"]
    process.currentDirectoryURL = CalypsoProcess.root
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return output
  }
}
