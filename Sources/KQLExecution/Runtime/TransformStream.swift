import KQLCatalog
import KQLColumnar
import KQLTypes

/// Turns batches into others, each by itself; used by one thread.
protocol BatchTransform: AnyObject {
  /// - Parameter batch: A batch with rows, perhaps under a selection.
  func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch
}

/// The batches of a stream, transformed by the thread that draws them.
struct TransformStream: BatchStream {
  private let input: any BatchStream
  private let control: QueryControl
  private let makeTransform: @Sendable () throws(ExecutionError) -> any BatchTransform

  init(
    _ input: any BatchStream, in context: ExecutionContext,
    _ makeTransform: @escaping @Sendable () throws(ExecutionError) -> any BatchTransform
  ) {
    self.input = input
    control = context.control
    self.makeTransform = makeTransform
  }

  var maximumReaderCount: Int { input.maximumReaderCount }
  var hasRowOrdinals: Bool { input.hasRowOrdinals }
  var ordinalBound: Int64 { input.ordinalBound }

  func makeReader() throws(ExecutionError) -> any BatchReader {
    Reader(try input.makeReader(), try makeTransform(), control)
  }

  private final class Reader: BatchReader {
    private let input: any BatchReader
    private let transform: any BatchTransform
    private let control: QueryControl

    init(_ input: any BatchReader, _ transform: any BatchTransform, _ control: QueryControl) {
      self.input = input
      self.transform = transform
      self.control = control
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      guard let scanned = try input.next() else { return nil }
      guard scanned.batch.rowCount > 0 else {
        return StreamBatch(RecordBatch(columns: [], rowCount: 0), ordinal: scanned.ordinal, firstRow: scanned.firstRow)
      }
      try control.checkpoint()
      return StreamBatch(try transform.process(scanned.batch), ordinal: scanned.ordinal, firstRow: scanned.firstRow)
    }
  }
}
