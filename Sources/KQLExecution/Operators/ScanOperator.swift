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
  /// What came to be known of rows that are of use after the plan was made.
  private var narrowings: [(column: Int, narrowing: KeyNarrowing)] = []

  init(node: ScanNode) { self.node = node }

  func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator {
    // A limit counts the rows that pass the filters of the plan.
    guard node.limit == nil else { return self }
    var result = self
    result.narrowings.append((node.columnIndexes[column], narrowing))
    return result
  }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    var request = ScanRequest(
      columns: node.columnIndexes, filters: node.filters, limit: node.limit,
      batchRowCount: context.options.batchRowCount)
    for (column, narrowing) in narrowings {
      request.keyFilters.append(KeyFilter(column: column, conditions: narrowing.conditions, keys: narrowing.keys))
    }
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
