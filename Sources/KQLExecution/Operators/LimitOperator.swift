import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension LimitNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    LimitOperator(input: try planner.makeOperator(for: input), count: count)
  }
}

/// Keeps the first rows (`take`) and stops its input when it has them.
struct LimitOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let count: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    guard count > 0 else { return BatchListStream(MaterializedRows([], types: []), in: context) }
    return Stream(input: SequencedStream(try input.open(in: context), in: context), count: count)
  }

  private struct Stream: BatchStream {
    let input: SequencedStream
    let count: Int

    var maximumReaderCount: Int { 1 }
    func makeReader() throws(ExecutionError) -> any BatchReader { Reader(try input.makeReader(), count) }
  }

  private final class Reader: BatchReader {
    /// `nil` when enough rows came, which also stops the threads behind it.
    private var input: (any BatchReader)?
    private var remaining: Int

    init(_ input: any BatchReader, _ count: Int) {
      self.input = input
      remaining = count
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      guard let scanned = try input?.next() else { return nil }
      let rowCount = scanned.batch.rowCount
      if rowCount < remaining {
        remaining -= rowCount
        return scanned
      }
      input = nil
      return StreamBatch(scanned.batch.compacted().slice(0..<remaining), ordinal: scanned.ordinal)
    }
  }
}
