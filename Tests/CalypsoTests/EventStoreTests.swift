import Calypso
import Foundation
import Testing

/// Stores through the library.
@Suite struct EventStoreTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("calypso-\(UUID().uuidString)")
  private var store: String { folder.appendingPathComponent("store").path }

  private func withFolder(_ body: () throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body()
  }

  private static func makeSession() throws -> Session {
    let session = Session()
    try session.addTable(
      named: "T",
      columns: [
        ColumnDefinition("a", .long), ColumnDefinition("b", .string), ColumnDefinition("TimeGenerated", .datetime),
      ],
      rows: [
        [.long(1), .string("x y"), .datetime(Timestamp("2026-01-01")!)], [.null, .string(""), .null],
        [.long(3), .string("y"), .datetime(Timestamp("2026-01-02")!)],
      ])
    try session.addTable(named: "Empty", columns: [ColumnDefinition("n", .int)], rows: [])
    return session
  }

  @Test func `answers as the tables that were saved`() throws {
    try withFolder {
      let session = try Self.makeSession()
      let saved = try session.saveTables(into: store)
      #expect(saved.tables.map(\.rowCount) == [3, 0])
      let reader = Session()
      try reader.addInputs([store])
      #expect(reader.tableNames == ["T", "Empty"])
      for query in [
        "T", "T | where b has 'y'", "T | where TimeGenerated > datetime(2026-01-01) | project b", "Empty | count",
        "T | count",
        "T | summarize count(), min(TimeGenerated), max(a)", "T | summarize min(a) by b", "T | where a < 0 | count",
        "Empty | summarize min(n), count()", "T | summarize max(b)",
      ] {
        #expect(try reader.query(query).rows == session.query(query).rows, "\(query)")
      }
      #expect(try reader.timeRange(ofTable: "T") == session.timeRange(ofTable: "T"))
      #expect(reader.storeInformation.map(\.digest) == [saved.digest])
    }
  }

  @Test func `counts and takes extremes without reading a row`() throws {
    try withFolder {
      try Self.makeSession().saveTables(into: store)
      let reader = Session()
      try reader.addInputs([store])
      let answer = try reader.query(
        "T | summarize n = count(), oldest = min(TimeGenerated), newest = max(TimeGenerated)")
      #expect(answer.statistics.rowsScanned == 0)
      #expect(answer.rows == [[.long(3), .datetime(Timestamp("2026-01-01")!), .datetime(Timestamp("2026-01-02")!)]])
    }
  }

  @Test func `tells what files became, and accounts for them later`() throws {
    try withFolder {
      let file = folder.appendingPathComponent("a.csv")
      try Data("id,name\n1,x\n2,y\n".utf8).write(to: file)
      var outcomes: [IngestedFile] = []
      let session = Session()
      let first = try session.ingest([file.path], into: store) { outcomes.append($0) }
      let second = try session.ingest([file.path], into: store) { outcomes.append($0) }
      #expect(outcomes.map(\.outcome) == [.committed, .knownAs(path: file.path)])
      #expect(outcomes.map(\.rowCount) == [2, 2])
      #expect(first.digest == second.digest)
      let reader = Session()
      try reader.addInputs([store])
      let account = reader.account()
      #expect(account.files.map(\.sha256) == [outcomes[0].sha256])
      #expect(account.rowCount == 2 && account.isComplete)
      #expect(account.tables.map(\.rowCount) == [2])
      let report = try EventStore(path: store).check(expecting: first.digest)
      #expect(report.isSound && report.digest == first.digest)
    }
  }
}
