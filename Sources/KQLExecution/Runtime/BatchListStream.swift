import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// Gives rows that are in memory, in pieces of the wanted size.
final class BatchListStream: BatchStream {
  private struct Piece: Sendable {
    var batch: Int
    var rows: Range<Int>
    var ordinal: Int64
  }
  private let rows: MaterializedRows
  private let pieces: [Piece]
  private let nextPiece = Atomic<Int>(0)
  private let rowCount: Int

  init(_ rows: MaterializedRows, in context: ExecutionContext) {
    self.rows = rows
    let wanted = context.options.batchRowCount
    var pieces: [Piece] = []
    var ordinal = 0
    for (index, batch) in rows.batches.enumerated() {
      let count = batch.physicalRowCount
      // Cutting copies, so only batches that are much too large are cut.
      let size = wanted >= 64 && count <= wanted * 4 ? count : wanted
      for start in stride(from: 0, to: count, by: size) {
        let end = min(count, start + size)
        pieces.append(Piece(batch: index, rows: start..<end, ordinal: Int64(ordinal + start)))
      }
      ordinal += count
    }
    self.pieces = pieces
    rowCount = ordinal
  }

  var maximumReaderCount: Int { max(1, pieces.count) }
  var ordinalBound: Int64 { Int64(rowCount) + 1 }
  func makeReader() -> any BatchReader { Reader(self) }

  private final class Reader: BatchReader {
    private let stream: BatchListStream
    init(_ stream: BatchListStream) { self.stream = stream }

    func next() throws(ExecutionError) -> StreamBatch? {
      let index = stream.nextPiece.add(1, ordering: .relaxed).oldValue
      guard index < stream.pieces.count else { return nil }
      let piece = stream.pieces[index]
      return StreamBatch(stream.rows.batches[piece.batch].slice(piece.rows), ordinal: piece.ordinal)
    }
  }
}
