import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

#if canImport(Foundation)
  import Foundation
#endif

/// What was acknowledged stays, whatever happens to the disk.
@Suite struct DurabilityTests {
  static let schema = Schema([Field("TimeGenerated", .datetime), Field("name", .string)])

  static func batch(_ source: Int, rows: Int = 40) -> RecordBatch {
    RecordBatch(
      columns: [
        .int64((0..<rows).map { Int64(source * 1_000 + $0) }, as: .datetime),
        .string((0..<rows).map { "row \($0) of \(source)" }),
      ], rowCount: rows)
  }

  /// Adds sources that are not in the store, in transactions of some; returns those that were committed.
  static func fill(_ path: String, _ sources: Range<Int>, groupedBy group: Int) throws -> [Int] {
    let writer = try StoreWriter(path, threadCount: 1)
    var committed: [Int] = []
    var pending: [Int] = []
    for source in sources where writer.source(withDigest: SHA256.digest(of: "\(source)".utf8), tables: ["T"]) == nil {
      try writer.add("\(source)", schema, [batch(source)])
      pending.append(source)
      if pending.count == group {
        try writer.commit()
        committed += pending
        pending = []
      }
    }
    try writer.commit()
    return committed + pending
  }

  @Test func `has a digest that does not depend on transactions and interruptions`() throws {
    let folder = try TestFolder()
    var digests: Set<String> = []
    for (name, groups) in [("a", [1, 1]), ("b", [7, 7]), ("c", [3, 5]), ("d", [100, 1])] {
      _ = try Self.fill(folder[name], 0..<6, groupedBy: groups[0])
      _ = try Self.fill(folder[name], 0..<13, groupedBy: groups[1])
      digests.insert(try Store(opening: folder[name]).digest)
    }
    #expect(digests.count == 1)
    _ = try Self.fill(folder["other order"], 1..<13, groupedBy: 1)
    #expect(!digests.contains(try Store(opening: folder["other order"]).digest))
  }

  @Test func `shows nothing of a source before it is committed, and nothing of one that is cancelled`() throws {
    let folder = try TestFolder()
    let writer = try StoreWriter(folder["store"], threadCount: 1)
    try writer.add("0", Self.schema, [Self.batch(0)])
    #expect(try Store(opening: folder["store"]).sources.isEmpty)
    try writer.commit()
    let before = try Store(opening: folder["store"])
    try writer.begin("1")
    try writer.beginTable("T", schema: Self.schema)
    try writer.append(Self.batch(1, rows: 70_000))
    writer.cancelSource()
    try writer.add("2", Self.schema, [Self.batch(2)])
    try writer.commit()
    let store = try Store(opening: folder["store"])
    #expect(store.sources.map(\.path) == ["0", "2"])
    // A reader keeps what it saw when it opened the store.
    #expect(try before[table: "T"]?.rows().count == 40)
    #expect(try store[table: "T"]?.rows().count == 80)
    #expect(try StoreCheck(folder["store"]).problems == [])
  }

  @Test func `lets a second writer wait, and refuses it when that takes too long`() throws {
    let folder = try TestFolder()
    let first = try StoreWriter(folder["store"], threadCount: 1)
    let second = try StoreWriter(folder["store"], threadCount: 1)
    try first.add("0", Self.schema, [Self.batch(0)])
    second.setPatience(milliseconds: 50)
    let error = #expect(throws: StoreError.self) { try second.add("1", Self.schema, [Self.batch(1)]) }
    #expect(error?.kind == .busy)
    try first.commit()
    try second.add("1", Self.schema, [Self.batch(1)])
    try second.commit()
    try first.add("2", Self.schema, [Self.batch(2)])
    try first.commit()
    #expect(try Store(opening: folder["store"]).sources.map(\.path) == ["0", "1", "2"])
    #expect(try StoreCheck(folder["store"]).problems == [])
  }

  @Test(.serialized, arguments: FileFaults.Fault.allCases, [false, true])
  func `stays sound when a write or sync fails, once or for good`(fault: FileFaults.Fault, lasts: Bool) throws {
    var operation = 0
    while true {
      let folder = try TestFolder()
      _ = try Self.fill(folder["store"], 0..<1, groupedBy: 1)
      var acknowledged: [Int] = [0]
      let (error, hasFailed) = FileFaults.during(fault, after: operation, lasts: lasts) { () -> (any Error)? in
        do {
          let writer = try StoreWriter(folder["store"], threadCount: 1)
          for source in 1..<3 {
            try writer.add("\(source)", Self.schema, [Self.batch(source)])
            try writer.commit()
            acknowledged.append(source)
          }
          return nil
        } catch {
          return error
        }
      }
      let problems = try StoreCheck(folder["store"]).problems
      #expect(problems == [], "operation \(operation)")
      let sources = try Store(opening: folder["store"]).sources.map(\.path)
      #expect(sources.starts(with: acknowledged.map { "\($0)" }), "operation \(operation)")
      #expect(sources.count <= acknowledged.count + 1)
      if hasFailed, acknowledged.count < 3 {
        #expect((error as? StoreError)?.kind == .cannotWrite, "operation \(operation)")
      }
      _ = try Self.fill(folder["store"], 0..<3, groupedBy: 1)
      let digest = try Store(opening: folder["store"]).digest
      #expect(digest == Self.digestOfThree)
      if !hasFailed { break }
      operation += 1
    }
    #expect(operation > 10)
  }

  static let digestOfThree: String = {
    let folder = try! TestFolder()
    _ = try! fill(folder["store"], 0..<3, groupedBy: 3)
    return try! Store(opening: folder["store"]).digest
  }()

  @Test func `refuses what is no store, and leaves it as it is`() throws {
    let folder = try TestFolder()
    let text = Data("not a store\n".utf8)
    try text.write(to: URL(fileURLWithPath: folder["text"]))
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: folder["real"])
    try FileManager.default.createDirectory(atPath: folder["folder"], withIntermediateDirectories: false)
    let foreign = try SQLiteConnection(folder["foreign"].creatingEmptyFile(), .existing)
    try foreign.execute("CREATE TABLE t (a)")
    for name in ["text", "link", "folder", "foreign"] {
      let error = #expect(throws: StoreError.self) { _ = try StoreWriter(folder[name], threadCount: 1) }
      #expect(error?.kind == .notAStore, "\(name)")
      #expect(throws: StoreError.self) { _ = try Store(opening: folder[name]) }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder["text"])) == text)
    #expect(throws: StoreError.self) { _ = try Store(opening: folder["missing"]) }
    #expect(!FileManager.default.fileExists(atPath: folder["missing"]))
  }

  @Test func `keeps stores to their owner, and tidy`() throws {
    let folder = try TestFolder()
    _ = try Self.fill(folder["store"], 0..<3, groupedBy: 1)
    let mode = try FileManager.default.attributesOfItem(atPath: folder["store"])[.posixPermissions] as? Int
    #expect(mode == 0o600)
    _ = try Store(opening: folder["store"]).tables
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["store"])
  }
}

extension String {
  fileprivate func creatingEmptyFile() -> String {
    _ = FileManager.default.createFile(atPath: self, contents: nil)
    return self
  }
}
