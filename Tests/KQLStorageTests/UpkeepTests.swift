import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

#if canImport(Foundation)
  import Foundation
#endif

/// Putting segments together changes no answer; dropping old rows drops those alone.
@Suite struct UpkeepTests {
  @Test func `puts small segments together and leaves rows as they are`() throws {
    let folder = try TestFolder()
    _ = try DurabilityTests.fill(folder["store"], 0..<30, groupedBy: 10)
    let rows = try #require(try Store(opening: folder["store"])[table: "T"]).rows()
    #expect(try Store(opening: folder["store"]).segmentCount == 30)
    let outcome = try StoreUpkeep(folder["store"], threadCount: 2).compact()
    #expect(outcome.removedSegmentCount == 30 && outcome.addedSegmentCount == 1)
    do {
      let store = try Store(opening: folder["store"])
      #expect(store.digest == outcome.digest)
      let after = try #require(store[table: "T"])
      #expect(after.segmentCount == 1)
      #expect(try after.rows() == rows)
      #expect(after.segments[0].description.origins.map(\.rowCount) == [Int](repeating: 40, count: 30))
    }
    #expect(try StoreCheck(folder["store"]).problems == [])
    // There is nothing left to do, which is no event.
    #expect(try StoreUpkeep(folder["store"], threadCount: 2).compact().digest == outcome.digest)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["store"])
    // What comes later goes behind.
    _ = try DurabilityTests.fill(folder["store"], 30..<31, groupedBy: 1)
    #expect(try #require(try Store(opening: folder["store"])[table: "T"]).rows().count == rows.count + 40)
  }

  @Test func `drops rows before a time and no others`() throws {
    let folder = try TestFolder()
    _ = try DurabilityTests.fill(folder["store"], 0..<10, groupedBy: 10)
    let writer = try StoreWriter(folder["store"], threadCount: 1)
    try writer.add(
      "nulls", DurabilityTests.schema,
      [
        RecordBatch(
          columns: [Column([.null(.datetime), .datetime(1)], type: .datetime), .string(["kept", "gone"])], rowCount: 2)
      ])
    try writer.add(
      "timeless", table: "U", Schema([Field("a", .long)]), [RecordBatch(columns: [.int64([1], as: .long)], rowCount: 1)]
    )
    try writer.commit()
    let rows = try #require(try Store(opening: folder["store"])[table: "T"]).rows()
    let outcome = try StoreUpkeep(folder["store"], threadCount: 1).dropRows(before: 4_010)
    let store = try Store(opening: folder["store"])
    let kept = rows.filter { row in row[0].isNull || row[0].int64! >= 4_010 }
    #expect(try #require(store[table: "T"]).rows() == kept)
    #expect(try #require(store[table: "U"]).rows().count == 1)
    #expect(outcome.droppedRowCount == rows.count - kept.count)
    #expect(store.droppedRowCount == outcome.droppedRowCount)
    #expect(store.sources.count == 12)
    #expect(try StoreCheck(folder["store"], expecting: outcome.digest).problems == [])
    // The files stay known, so the rows do not come back.
    #expect(try DurabilityTests.fill(folder["store"], 0..<10, groupedBy: 1) == [])
  }

  @Test func `tells a reader that the store was rewritten under it`() throws {
    let folder = try TestFolder()
    _ = try DurabilityTests.fill(folder["store"], 0..<4, groupedBy: 4)
    let table = try #require(try Store(opening: folder["store"])[table: "T"])
    _ = try StoreUpkeep(folder["store"], threadCount: 1).compact()
    let error = #expect(throws: ExecutionError.self) { try table.rows() }
    #expect(error?.message.contains("rewritten") == true)
  }
}
