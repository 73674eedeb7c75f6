import Calypso
import Foundation
import Testing

/// Runs every `*.test` below `Tests/Golden`, and again in every way that must not change an answer.
///
/// `CALYPSO_UPDATE_GOLDEN=1 swift test --filter GoldenTests` writes the answers of the engine into the files; review
/// the difference before you keep it.
@Suite struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden")

  static let files: [String] = {
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(".test") }.sorted()
  }()

  /// A clock that stands still, so that `now()` can be tested.
  static let options = QueryOptions(now: .fixed(Timestamp("2026-11-24T12:00:00Z")!))

  @Test func `finds the files`() {
    #expect(Self.files.count >= 5)
  }

  @Test(arguments: files)
  func `gives the expected answer`(file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let golden = try GoldenFile(parsing: String(contentsOf: url, encoding: .utf8))
    let session = Session()
    let actual = golden.records.map { GoldenAnswer.text(of: $0.query, in: session, options: Self.options) }
    if ProcessInfo.processInfo.environment["CALYPSO_UPDATE_GOLDEN"] != nil {
      try golden.text(expectations: actual).write(to: url, atomically: true, encoding: .utf8)
      return
    }
    for (record, answer) in zip(golden.records, actual) {
      #expect(answer == record.expectation, "\(file):\(record.line)")
    }
  }

  @Test(arguments: [
    ("unoptimised", EngineConfiguration(threadCount: 2, optimizesPlans: false)),
    ("batches of 2 rows", EngineConfiguration(threadCount: 2, batchRowCount: 2)),
    ("one thread", EngineConfiguration(threadCount: 1)),
    ("five threads, batches of 3 rows", EngineConfiguration(threadCount: 5, batchRowCount: 3)),
    ("rows in temporary files", EngineConfiguration(threadCount: 2, batchRowCount: 3, spillThresholdBytes: 0)),
  ])
  func `gives the same answer in every mode`(mode: String, configuration: EngineConfiguration) throws {
    for file in Self.files {
      let golden = try GoldenFile(
        parsing: String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8))
      let session = Session(configuration)
      for record in golden.records {
        let answer = GoldenAnswer.text(of: record.query, in: session, options: Self.options)
        #expect(answer == record.expectation, "\(file):\(record.line), \(mode)")
      }
    }
  }

  @Test func `gives the same answer from a store`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var storedCount = 0
    for (number, file) in Self.files.enumerated() {
      let golden = try GoldenFile(
        parsing: String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8))
      // Errors tell places in the text, and some columns the names of tables.
      let records = golden.records.filter { record in
        !record.expectation.hasPrefix("error")
          && !["withsource", "find", "search", "$table"].contains { record.query.contains($0) }
      }
      let tables = StoredTables(replacingLiteralsOf: records.map(\.query))
      guard tables.count > 0 else { continue }
      storedCount += tables.count
      let path = folder.appendingPathComponent("\(number).store").path
      try tables.save(into: path)
      let session = Session(EngineConfiguration(threadCount: 2))
      try session.addInputs([path])
      for (record, query) in zip(records, tables.queries) {
        let answer = GoldenAnswer.text(of: query, in: session, options: Self.options)
        #expect(answer == record.expectation, "\(file):\(record.line), from a store")
      }
    }
    #expect(storedCount > 200)
  }
}
