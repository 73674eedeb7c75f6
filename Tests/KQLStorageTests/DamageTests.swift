import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

#if canImport(Foundation)
  import Foundation
#endif

/// A store that was damaged or edited gives an error, never another answer.
@Suite struct DamageTests {
  private func makeStore(_ folder: TestFolder) throws -> [[ScalarValue]] {
    _ = try DurabilityTests.fill(folder["store"], 0..<6, groupedBy: 2)
    return try #require(try Store(opening: folder["store"])[table: "T"]).rows()
  }

  /// The answers of a store, or `nil` when it gives an error.
  private func answers(_ path: String) -> [[ScalarValue]]? {
    guard let store = try? Store(opening: path), let table = store[table: "T"], let rows = try? table.rows() else {
      return nil
    }
    return rows
  }

  @Test func `notices 300 random flips of a bit`() throws {
    let folder = try TestFolder()
    let rows = try makeStore(folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder["store"]))
    var generator = SeededGenerator(seed: 42)
    for _ in 0..<300 {
      var damaged = whole
      let byte = Int.random(in: 0..<whole.count, using: &generator)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
      damaged[byte] ^= bit
      try damaged.write(to: URL(fileURLWithPath: folder["damaged"]))
      let isSound = (try? StoreCheck(folder["damaged"]).isSound) ?? false
      #expect(!isSound, "byte \(byte), bit \(bit)")
      let found = answers(folder["damaged"])
      #expect(found == nil || found == rows, "byte \(byte), bit \(bit)")
    }
  }

  @Test func `notices that a file was cut off or has grown`() throws {
    let folder = try TestFolder()
    let rows = try makeStore(folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder["store"]))
    for count in [0, 50, 100, 4096, whole.count / 2, whole.count - 8192, whole.count - 1] {
      try whole.prefix(count).write(to: URL(fileURLWithPath: folder["cut"]))
      let isSound = (try? StoreCheck(folder["cut"]).isSound) ?? false
      #expect(!isSound, "\(count) bytes")
      let found = answers(folder["cut"])
      #expect(found == nil || found == rows, "\(count) bytes")
    }
    try (whole + Data(repeating: 7, count: 8192)).write(to: URL(fileURLWithPath: folder["grown"]))
    #expect(!(try StoreCheck(folder["grown"]).isSound))
  }

  /// Edits that leave the database and its pages perfectly whole.
  static let edits = [
    "DELETE FROM segments WHERE id = 2",
    "DELETE FROM blobs WHERE id = (SELECT min(id) FROM blobs)",
    "DELETE FROM manifest WHERE record = (SELECT max(record) FROM manifest)",
    "DELETE FROM manifest WHERE record = 3",
    "DELETE FROM manifest",
    "DELETE FROM head",
    "UPDATE head SET record = record - 1",
    "UPDATE head SET digest = (SELECT digest FROM manifest WHERE record = 2)",
    "UPDATE manifest SET body = replace(body, '\"rows\":40', '\"rows\":41') WHERE record = 2",
    "UPDATE manifest SET body = body || ' ' WHERE record = 2",
    "UPDATE manifest SET digest = zeroblob(32) WHERE record = 2",
    "UPDATE manifest SET record = record + 100 WHERE record = (SELECT max(record) FROM manifest)",
    "UPDATE segments SET description = replace(description, '\"max\":1039', '\"max\":1038') WHERE id = 2",
    "UPDATE segments SET id = id + 100 WHERE id = 6",
    """
    UPDATE segments SET description = (SELECT description FROM segments AS other WHERE other.id = 3 - segments.id) \
    WHERE id IN (1, 2)
    """,
    """
    UPDATE blobs SET bytes = (SELECT bytes FROM blobs AS other WHERE other.id = 196608 - blobs.id) WHERE id IN (65536, 131072)
    """,
    "UPDATE blobs SET bytes = zeroblob(length(bytes)) WHERE id = 65536",
    "UPDATE blobs SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB) WHERE id = 65536",
    "UPDATE blobs SET id = id + 1000 WHERE id = (SELECT max(id) FROM blobs)",
    "INSERT INTO blobs VALUES (1, x'00')",
    "INSERT INTO segments SELECT 99, description FROM segments WHERE id = 1",
    "INSERT INTO head SELECT 2, record, digest FROM head",
    "DROP VIEW catalogue",
    "CREATE TABLE more (a)",
    "CREATE TRIGGER t AFTER INSERT ON blobs BEGIN DELETE FROM segments; END",
    "ALTER TABLE blobs RENAME TO hidden; CREATE VIEW blobs AS SELECT id, zeroblob(length(bytes)) AS bytes FROM hidden",
    "PRAGMA user_version=2",
    "PRAGMA application_id=7",
  ]

  @Test(arguments: edits)
  func `notices edits through SQL`(edit: String) throws {
    let folder = try TestFolder()
    let rows = try makeStore(folder)
    do {
      // Through our own files, so that check sums of pages are right.
      let connection = try StoreFile.open(folder["store"], .existing)
      try connection.execute(edit)
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let isSound = (try? StoreCheck(folder["store"]).isSound) ?? false
    #expect(!isSound)
    let found = answers(folder["store"])
    #expect(found == nil || found == rows)
  }

  @Test func `notices a store that is whole but another one`() throws {
    let folder = try TestFolder()
    _ = try makeStore(folder)
    let digest = try Store(opening: folder["store"]).digest
    #expect(try StoreCheck(folder["store"], expecting: digest).isSound)
    #expect(try StoreCheck(folder["store"], expecting: digest.uppercased()).isSound)
    _ = try DurabilityTests.fill(folder["store"], 6..<7, groupedBy: 1)
    #expect(try StoreCheck(folder["store"]).isSound)
    #expect(!(try StoreCheck(folder["store"], expecting: digest).isSound))
  }
}
