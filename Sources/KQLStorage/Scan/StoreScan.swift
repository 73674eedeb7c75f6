import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// A scan of a table of a store; readers take segments in turn, in order.
final class StoreScan: TableScan {
  let table: StoreTable
  let request: ScanRequest
  let control: QueryControl
  let filter: SegmentFilter
  /// The segments that may hold rows of interest.
  private let segments: [StoreTable.Segment]
  private let nextSegment = Atomic<Int>(0)
  private let deliveredRowCount = Atomic<Int>(0)

  init(_ table: StoreTable, _ request: ScanRequest, _ control: QueryControl) {
    self.table = table
    self.request = request
    self.control = control
    let filter = SegmentFilter(request.allFilters, schema: table.schema)
    self.filter = filter
    segments = table.segments.filter { filter.mayPass($0) }
  }

  var maximumReaderCount: Int { max(1, segments.count) }

  func makeReader() -> any TableReader { StoreReader(self) }

  /// The next segment that a reader should look at; `nil` when none is left, or rows enough were delivered.
  ///
  /// Every segment that was handed out is read to its end, so the rows that were delivered are the first ones.
  func takeSegment() -> StoreTable.Segment? {
    if let limit = request.limit, filter.isExact, deliveredRowCount.load(ordering: .relaxed) >= limit { return nil }
    let index = nextSegment.add(1, ordering: .relaxed).oldValue
    return index < segments.count ? segments[index] : nil
  }

  func countDelivered(_ rowCount: Int) { deliveredRowCount.add(rowCount, ordering: .relaxed) }
}

/// One thread's part in a scan.
private final class StoreReader: TableReader {
  private let scan: StoreScan
  private var batch: RecordBatch?
  private var firstOrdinal: Int64 = 0
  private var nextRow = 0

  init(_ scan: StoreScan) { self.scan = scan }

  func next() throws(ExecutionError) -> ScannedBatch? {
    while batch == nil {
      try scan.control.checkpoint()
      guard let segment = scan.takeSegment() else { return nil }
      scan.control.countScanned(rows: segment.description.rowCount)
      do throws(StoreError) {
        var reader = SegmentReader(segment, of: scan.table.store, schema: scan.table.schema)
        batch = try reader.batch(scan.request.columns, filter: scan.filter)
      } catch {
        throw error.executionError
      }
      firstOrdinal = Int64(segment.firstRow)
      nextRow = 0
      scan.countDelivered(batch?.physicalRowCount ?? 0)
    }
    guard let batch else { return nil }
    // Segments are handed out whole, unless a much smaller size was asked for.
    let wanted = max(1, scan.request.batchRowCount)
    let isSmall = wanted >= 64 && batch.physicalRowCount / 32 <= wanted
    let end = isSmall ? batch.physicalRowCount : min(batch.physicalRowCount, nextRow + wanted)
    let part = batch.slice(nextRow..<end)
    let ordinal = firstOrdinal + Int64(nextRow)
    nextRow = end
    if end == batch.physicalRowCount { self.batch = nil }
    return ScannedBatch(part, ordinal: ordinal)
  }
}
