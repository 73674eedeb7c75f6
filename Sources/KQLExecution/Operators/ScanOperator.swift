import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension ScanNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    ScanOperator(node: self)
  }
}

/// Reads a table (`T`).
struct ScanOperator: PhysicalOperator {
  let node: ScanNode

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let request = ScanRequest(
      columns: node.columnIndexes, filters: node.filters, limit: node.limit,
      batchRowCount: context.options.batchRowCount)
    return Stream(scan: try node.table.makeScan(request, control: context.control), context: context)
  }

  private struct Stream: BatchStream {
    let scan: any TableScan
    let context: ExecutionContext

    var maximumReaderCount: Int { max(1, scan.maximumReaderCount) }
    func makeReader() throws(ExecutionError) -> any BatchReader {
      Reader(try scan.makeReader(), context.control)
    }
  }

  private final class Reader: BatchReader {
    private let table: any TableReader
    private let control: QueryControl

    init(_ table: any TableReader, _ control: QueryControl) {
      self.table = table
      self.control = control
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      try control.checkpoint()
      guard let scanned = try table.next() else { return nil }
      assert(scanned.ordinal >= 0 && scanned.ordinal < ScannedBatch.ordinalLimit, "ordinal out of range")
      return StreamBatch(scanned.batch, ordinal: scanned.ordinal)
    }
  }
}
