import Foundation
import Testing

@Suite struct NamedQueryCommandTests {
  private static let pull = """
    {"TimeGenerated":"2026-03-01T08:00:00Z","Type":"ContainerRegistryRepositoryEvents","OperationName":"Pull",\
    "CallerIpAddress":"203.0.113.5","Identity":"kubelet","ResultDescription":"200","Repository":"shop","Tag":"1"}

    """

  private func run(_ arguments: String...) throws -> CalypsoProcess {
    let folder = try TemporaryFolder()
    return try CalypsoProcess.run(arguments + [folder.write("pulls.json", Self.pull)])
  }

  @Test func `answers by name, and lets more operators follow`() throws {
    let run = try run("query", "@last-pull | project Repository, Identity", "--format", "csv")
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output == "Repository,Identity\nshop,kubelet\n")
  }

  @Test func `lists the queries within 80 columns`() throws {
    let run = try CalypsoProcess.run(["query", "@"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("  @last-pull"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `proposes a name and lists the others`() throws {
    let run = try CalypsoProcess.run(["query", "@last-pul"])
    #expect(run.exitCode == 1)
    #expect(run.errorOutput.hasPrefix("error: there is no query '@last-pul'; did you mean '@last-pull'?\n"))
    #expect(run.errorOutput.contains("  @deleted-by"))
    #expect(run.output.isEmpty)
  }

  @Test func `shows the text of a query, which is one that runs`() throws {
    let shown = try CalypsoProcess.run(["query", "@callers", "--show-query"])
    #expect(shown.exitCode == 0)
    #expect(shown.output.hasPrefix("// Everyone who reached the registry"))
    #expect(
      try run("query", shown.output, "--format", "csv").output == run("query", "@callers", "--format", "csv").output)
  }

  @Test func `says that a table is missing when the answer is partial, and refuses when it is the only one`() throws {
    let partial = try run("query", "@callers", "--format", "csv")
    #expect(partial.exitCode == 0)
    #expect(partial.errorOutput.contains("no records of ContainerRegistryLoginEvents; the answer is without them"))
    let empty = try run("query", "@failed-logins")
    #expect(empty.exitCode == 3)
    #expect(empty.errorOutput.contains("no records of ContainerRegistryLoginEvents, which @failed-logins reads"))
  }

  @Test func `refuses inputs without any table of a registry`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("rows.json", "{\"a\": 1}\n")
    let run = try CalypsoProcess.run(["query", "@last-pull", "Other=\(file)"])
    #expect(run.exitCode == 3)
    #expect(run.errorOutput.contains("reads ContainerRegistryRepositoryEvents, but the inputs hold Other"))
  }

  @Test func `wants a bar before more operators`() throws {
    let run = try CalypsoProcess.run(["query", "@callers where x"])
    #expect(run.exitCode == 2)
    #expect(run.errorOutput.contains("the first begins with '|'"))
  }

  @Test func `explains a named query`() throws {
    let run = try run("explain", "@last-pull")
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output.contains("As it runs:"))
  }
}
