import KQLColumnar
import KQLTypes
import Synchronization

/// A table held as record batches; immutable.
package struct InMemoryTable: TableProvider {
  package let schema: Schema
  package let batches: [RecordBatch]
  package let statistics: TableStatistics
  /// Number of the first row of each batch.
  fileprivate let firstRows: [Int64]
  fileprivate let zones: [ZoneMap]

  /// - Parameter batches: Batches without selection whose columns match the schema.
  package init(schema: Schema, batches: [RecordBatch]) {
    self.schema = schema
    self.batches = batches.filter { $0.rowCount > 0 }.map { $0.compacted() }
    var firstRows: [Int64] = []
    var rowCount = 0
    for batch in self.batches {
      firstRows.append(Int64(rowCount))
      rowCount += batch.physicalRowCount
    }
    self.firstRows = firstRows
    for batch in self.batches {
      for case .string(let strings) in batch.columns.lazy.map(\.values) { strings.heap.markResident() }
    }
    zones = self.batches.map { ZoneMap($0) }
    statistics = TableStatistics(rowCount: rowCount)
  }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    InMemoryScan(table: self, request: request, control: control)
  }
}

private final class InMemoryScan: TableScan {
  let table: InMemoryTable
  let request: ScanRequest
  let control: QueryControl
  /// The batches that may hold rows of interest.
  let batchIndexes: [Int]
  let nextBatch = Atomic<Int>(0)

  init(table: InMemoryTable, request: ScanRequest, control: QueryControl) {
    self.table = table
    self.request = request
    self.control = control
    let filters = request.allFilters
    batchIndexes = table.batches.indices.filter { table.zones[$0].mayMeet(filters) }
  }

  var maximumReaderCount: Int { max(1, batchIndexes.count) }

  func makeReader() -> any TableReader { InMemoryReader(scan: self) }
}

private final class InMemoryReader: TableReader {
  let scan: InMemoryScan
  private var batchIndex = 0
  private var nextRow = 0
  private var current: RecordBatch?

  init(scan: InMemoryScan) { self.scan = scan }

  func next() throws(ExecutionError) -> ScannedBatch? {
    if current == nil {
      let next = scan.nextBatch.add(1, ordering: .relaxed).oldValue
      guard next < scan.batchIndexes.count else { return nil }
      batchIndex = scan.batchIndexes[next]
      current = scan.table.batches[batchIndex].projected(scan.request.columns)
      nextRow = 0
    }
    guard let batch = current else { return nil }
    // Batches are handed out whole unless a much smaller size was asked for, as differential tests do.
    let wanted = scan.request.batchRowCount
    let end =
      batch.physicalRowCount <= max(wanted * 32, wanted) && wanted >= 64
      ? batch.physicalRowCount : min(batch.physicalRowCount, nextRow + wanted)
    let part = batch.slice(nextRow..<end)
    let ordinal = scan.table.firstRows[batchIndex] + Int64(nextRow)
    scan.control.countScanned(rows: end - nextRow)
    nextRow = end
    if end == batch.physicalRowCount { current = nil }
    return ScannedBatch(part, ordinal: ordinal)
  }
}
