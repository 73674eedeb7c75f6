import KQLCatalog
import KQLColumnar
import KQLTypes

/// Turns a batch into any number of others; used by one thread.
protocol BatchExpansion: AnyObject {
  /// - Parameter batch: A batch with rows and without selection.
  func start(_ batch: RecordBatch) throws(ExecutionError)

  /// The next batch made of the one that was started, or `nil` when it is used up.
  func next() throws(ExecutionError) -> RecordBatch?
}

/// The batches of a stream, expanded by the thread that draws them.
struct ExpansionStream: BatchStream {
  private let input: any BatchStream
  private let control: QueryControl
  private let makeExpansion: @Sendable () throws(ExecutionError) -> any BatchExpansion

  init(
    _ input: any BatchStream, in context: ExecutionContext,
    _ makeExpansion: @escaping @Sendable () throws(ExecutionError) -> any BatchExpansion
  ) {
    self.input = input
    control = context.control
    self.makeExpansion = makeExpansion
  }

  var maximumReaderCount: Int { input.maximumReaderCount }
  var hasRowOrdinals: Bool { false }
  var ordinalBound: Int64 { input.ordinalBound }

  func makeReader() throws(ExecutionError) -> any BatchReader {
    Reader(try input.makeReader(), try makeExpansion(), control)
  }

  private final class Reader: BatchReader {
    private let input: any BatchReader
    private let expansion: any BatchExpansion
    private let control: QueryControl
    private var isStarted = false
    private var ordinal: Int64 = -1
    /// Rows given of inputs with this ordinal.
    private var rowCount: Int64 = 0

    init(_ input: any BatchReader, _ expansion: any BatchExpansion, _ control: QueryControl) {
      self.input = input
      self.expansion = expansion
      self.control = control
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      while true {
        try control.checkpoint()
        if isStarted {
          if let batch = try expansion.next() {
            defer { rowCount += Int64(batch.rowCount) }
            return StreamBatch(batch, ordinal: ordinal, firstRow: rowCount)
          }
          isStarted = false
        }
        guard let scanned = try input.next() else { return nil }
        if scanned.ordinal != ordinal { rowCount = 0 }
        ordinal = scanned.ordinal
        guard scanned.batch.rowCount > 0 else { return scanned }
        try expansion.start(scanned.batch.compacted())
        isStarted = true
      }
    }
  }
}
