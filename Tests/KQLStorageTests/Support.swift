import KQLCatalog
import KQLColumnar
import KQLTypes

@testable import KQLStorage

#if canImport(Foundation)
  import Foundation
#endif

/// A folder that goes away with the test.
final class TestFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("calypso-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  subscript(name: String) -> String { url.appendingPathComponent(name).path }
}

/// Repeatable random numbers.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

extension StoreWriter {
  /// Adds one source with rows of one table.
  @discardableResult
  func add(_ name: String, table: String = "T", _ schema: Schema, _ batches: [RecordBatch]) throws -> SourceRecord {
    try begin(name)
    try beginTable(table, schema: schema)
    for batch in batches { try append(batch) }
    return try end(
      SourceRecord(
        path: name, sha256: SHA256.digest(of: name.utf8), byteCount: 1, format: "test",
        recordCount: batches.reduce(0) { $0 + $1.rowCount }))
  }
}

extension StoreTable {
  /// All rows that a scan gives, in order.
  func rows(
    _ columns: [Int]? = nil, filters: [ScanFilter] = [], limit: Int? = nil, batchRowCount: Int = 2048
  ) throws -> [[ScalarValue]] {
    let request = ScanRequest(
      columns: columns ?? Array(schema.fields.indices), filters: filters, limit: limit, batchRowCount: batchRowCount)
    let scan = try makeScan(request, control: QueryControl())
    let reader = try scan.makeReader()
    var rows: [[ScalarValue]] = []
    var last: Int64 = -1
    while let scanned = try reader.next() {
      precondition(scanned.ordinal > last, "ordinals must ascend")
      last = scanned.ordinal
      for row in 0..<scanned.batch.physicalRowCount { rows.append(scanned.batch.columns.map { $0[row] }) }
    }
    return rows
  }
}
