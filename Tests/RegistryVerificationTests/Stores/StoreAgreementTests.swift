import Calypso
import Foundation
import RegistryVerification
import Testing

/// A store gives the answers that the files gave which it was made from.
@Suite("A store answers as its files do")
struct StoreAgreementTests {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Samples/exports")

  private static let queries = [
    "ContainerRegistryRepositoryEvents | sort by TimeGenerated asc, CorrelationId asc",
    "ContainerRegistryLoginEvents | sort by TimeGenerated asc, CorrelationId asc",
    "| where TimeGenerated > ago(24h) | sort by TimeGenerated asc | distinct CallerIpAddress, ArtifactType, OperationName, Identity",
    "ContainerRegistryRepositoryEvents | summarize count(), min(TimeGenerated), max(TimeGenerated)",
    "ContainerRegistryRepositoryEvents | count",
    "ContainerRegistryRepositoryEvents | where UserAgent has 'containerd' | summarize count() by Identity | sort by Identity asc",
    "ContainerRegistryRepositoryEvents | where UserAgent !has 'containerd' | summarize dcount(UserAgent), countif(isempty(Tag))",
    "ContainerRegistryRepositoryEvents | where Identity in ('nobody', 'nothing') | count",
    "ContainerRegistryRepositoryEvents | where CorrelationId contains 'a' | summarize count() by bin(TimeGenerated, 1h) | sort by TimeGenerated asc",
    "ContainerRegistryLoginEvents | where ResultDescription startswith '4' | summarize take_anyif(isnotempty(JwtId), true), count() by CallerIpAddress | sort by CallerIpAddress asc",
    "ContainerRegistryRepositoryEvents | join kind=inner ContainerRegistryLoginEvents on Identity | summarize count() by Identity | sort by Identity asc",
    "ContainerRegistryRepositoryEvents | where isnotnull(Size) | summarize sum(Size)",
    "union ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents | summarize arg_max(TimeGenerated, *) by Identity | sort by Identity asc",
    "ContainerRegistryRepositoryEvents | evaluate bag_unpack(_Extra) | getschema",
  ]

  @Test(
    "whatever is asked, of every kind of export",
    arguments: ["log-analytics-csv", "log-analytics-json", "storage-account"])
  func agreement(_ export: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("events.store").path
    let inputs = [Self.samples.appendingPathComponent(export).path]
    let files = Session()
    try files.addInputs(inputs)
    _ = try Session().ingest(inputs, into: path)
    let store = Session()
    try store.addInputs([path])

    #expect(store.tableNames.sorted() == files.tableNames.sorted())
    let options = QueryOptions(now: .latest)
    for query in Self.queries + NamedQuery.all.map(\.text) {
      let expected = Result { try files.query(query, options: options).rows }
      let found = Result { try store.query(query, options: options).rows }
      switch (expected, found) {
      case (.success(let expected), .success(let found)): #expect(found == expected, "\(query)")
      case (.failure(let expected), .failure(let found)): #expect("\(found)" == "\(expected)", "\(query)")
      default: Issue.record("\(query): \(found) instead of \(expected)")
      }
    }
  }
}
