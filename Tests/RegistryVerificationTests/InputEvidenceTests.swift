import Calypso
import Foundation
import RegistryVerification
import Testing

/// What is wrong with inputs keeps a claim from being proven, and never hides what contradicts it.
@Suite struct InputEvidenceTests {
  private let file = "ContainerRegistryRepositoryEvents.json"

  private func report(_ change: (ExportFolder) -> Void, _ events: [LogEvent] = World.expected) throws
    -> VerificationReport
  {
    let folder = ExportFolder(events)
    change(folder)
    return try folder.verify(.aksAndDefender)
  }

  @Test func `reports malformed records`() throws {
    let report = try report { $0.append("{\"TimeGenerated\": nonsense}\n", to: file) }
    #expect(report.verdict == .inconclusive)
    #expect(report.codes(.inconclusive) == [.malformedRecords])
    let input = report.inputs.inputs.first { $0.path.hasSuffix(file) }
    #expect(input?.malformedCount == 1 && input?.malformed.first?.line == 107)
  }

  @Test func `reports a file that ends within a record`() throws {
    let report = try report { $0.append("{\"TimeGenerated\": \"2026-11-22T", to: file) }
    #expect(report.verdict == .inconclusive)
    #expect(Set(report.codes(.inconclusive)).isSubset(of: [.inputIncomplete, .malformedRecords]))
  }

  // So little is left of them that nobody can tell whose records they held.
  @Test(arguments: ["{\"T", "{\"records\": [", "[{\"TimeGenerated\": \"2026-11-22T1", "{\"a\": 1}\n{\"b\""])
  func `reports what is left of a document that was cut off early`(text: String) throws {
    let report = try report { $0.write(text, to: "rest.json") }
    #expect(report.verdict == .inconclusive)
    #expect(Set(report.codes(.inconclusive)).isSubset(of: [.inputIncomplete, .malformedRecords, .inputEmpty]))
  }

  @Test func `does not mind files about other things`() throws {
    let report = try report { folder in
      folder.write("{\"name\": \"cluster\", \"networkProfile\": {\"outboundType\": \"loadBalancer\"}}", to: "aks.json")
      folder.write("a,b\n1,2\n", to: "other.csv")
    }
    #expect(report.verdict == .pass)
  }

  @Test func `reports records without a time`() throws {
    let report = try report({ _ in }, World.expected + [World.outsider().with { $0.time = nil }])
    #expect(report.codes(.inconclusive) == [.timelessRecords])
    let given = try verify(
      World.expected + [World.outsider().with { $0.time = nil }], .aksAndDefender,
      VerificationOptions(now: .fixed(World.end)))
    #expect(given.codes(.inconclusive) == [.timelessRecords])
  }

  @Test(arguments: ["", "\n\n", "[]", "{\"records\": []}\n"])
  func `reports empty documents`(text: String) throws {
    let report = try report { $0.write(text, to: "empty/ContainerRegistryLoginEvents.json") }
    #expect(report.codes(.inconclusive) == [.inputEmpty])
  }

  @Test func `proves nothing with nothing`() throws {
    let folder = ExportFolder()
    folder.write("", to: "empty.json")
    let report = try folder.verify(.aksAndDefender)
    #expect(report.verdict == .inconclusive)
    #expect(report.codes(.inconclusive).contains(.tableMissing))
    #expect(report.codes(.inconclusive).contains(.inputEmpty))
    #expect(report == (try folder.verify(.aksAndDefender)))
  }

  @Test func `reads on behind what is bad, and never hides the stronger reason`() throws {
    let folder = ExportFolder(World.expected)
    folder.append("garbage\n" + ExportFormat.dataExport.files([World.outsider()])[0].text, to: file)
    let both = try folder.verify(.aksAndDefender)
    #expect(both.verdict == .fail)
    #expect(both.codes(.fail) == [.unexpectedCaller] && both.codes(.inconclusive) == [.malformedRecords])
    #expect(both.reasons.map(\.severity) == [.fail, .inconclusive])
  }

  @Test func `gives the account of what was read`() throws {
    let report = try verify(World.expected)
    #expect(report.inputs.inputs.count == 2)
    #expect(report.inputs.inputs.allSatisfy { $0.isComplete && $0.recordCount == 106 && $0.sha256?.count == 64 })
  }

  @Test func `throws when an input cannot be opened or recognised`() {
    #expect(throws: QueryError.self) { try RegistryVerifier(.aksAndDefender).verify(["/nowhere/at/all"]) }
    let folder = ExportFolder()
    folder.write("\u{0}\u{1}\u{2} nothing that is known", to: "image.json")
    #expect(throws: QueryError.self) { try RegistryVerifier(.aksAndDefender).verify([folder.path + "/image.json"]) }
  }

  @Test func `says which files were not read`() throws {
    let report = try report { $0.write("About these logs", to: "README.md") }
    #expect(report.verdict == .pass)
    #expect(report.codes(.note) == [.inputNotRead])
  }
}

@Suite struct RegistryAttributionTests {
  @Test func `leaves other registries out and says so`() throws {
    let other = World.outsider().with { $0.registry = "fabrikamacr.azurecr.io" }
    let report = try verify(World.expected + [other])
    #expect(report.verdict == .pass)
    #expect(report.codes(.note) == [.otherRegistries])
    #expect(report.otherRegistries.map(\.loginServer) == ["fabrikamacr.azurecr.io"])
    #expect(report.callers(at: "192.0.2.66").isEmpty)
  }

  @Test func `takes the names of regions for the registry's own`() throws {
    let event = World.outsider().with { $0.registry = "contosoacr.westeurope.geo.azurecr.io" }
    #expect(try verify(World.expected + [event]).codes(.fail) == [.unexpectedCaller])
  }

  @Test func `goes by the resource where no login server is named`() throws {
    let line = ExportFormat.flat(World.outsider())
    let folder = ExportFolder(World.expected)
    folder.append(
      line.replacing("\"LoginServer\": \"contosoacr.azurecr.io\", ", with: "") + "\n",
      to: "ContainerRegistryRepositoryEvents.json")
    let report = try folder.verify(.aksAndDefender)
    #expect(report.codes(.fail) == [.unexpectedCaller])
    #expect(report.timelines.first?.records.count == 1)
  }

  @Test func `proves nothing by records that name no registry`() throws {
    let line = ExportFormat.flat(World.outsider().with { $0.registry = "" })
    let folder = ExportFolder(World.expected)
    let resource = line.range(of: "\"_ResourceId\": \"[^\"]*\", ", options: .regularExpression)!
    folder.append(line.replacingCharacters(in: resource, with: "") + "\n", to: "ContainerRegistryRepositoryEvents.json")
    let report = try folder.verify(.aksAndDefender)
    #expect(report.codes(.inconclusive) == [.registryMissing])
    #expect(report.otherRegistries.map(\.loginServer) == [""])
  }
}
