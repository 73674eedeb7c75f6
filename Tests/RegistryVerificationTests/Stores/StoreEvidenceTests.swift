import Calypso
import Foundation
import RegistryVerification
import Testing

/// A report over a store quotes the digest that proves the store.
@Suite("Reports quote the digests of stores")
struct StoreEvidenceTests {
  @Test("in every form")
  func digest() throws {
    let folder = ExportFolder(World.expected)
    let path = NSTemporaryDirectory() + "evidence-\(UUID().uuidString).store"
    defer { for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) } }
    let information = try Session().ingest([folder.path], into: path)

    let report = try RegistryVerifier(.aksAndDefender).verify([path])
    #expect(report.verdict == .pass)
    let store = try #require(report.inputs.stores.first)
    #expect(report.inputs.stores.count == 1 && store.path == path && store.digest == information.digest)
    let reading = try folder.verify(.aksAndDefender)
    #expect(reading.inputs.stores.isEmpty)
    #expect(report.callers == reading.callers && report.coverage == reading.coverage)
    for format in [ReportFormat.text, .json, .markdown, .html] {
      let text = ReportWriter(report).text(format).filter { !$0.isWhitespace }
      #expect(text.contains(information.digest), "\(format)")
    }
  }
}
