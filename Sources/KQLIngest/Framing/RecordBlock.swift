import KQLTypes

/// Whole records of an input, side by side in a buffer.
struct RecordBlock {
  typealias Bytes = UnsafePointer<UInt8>

  var start: Bytes
  var end: Bytes
  /// Where `start` stands in the input, decompressed.
  var offset: Int64
  /// Where each record begins and ends, from `start`; empty when records are lines.
  var bounds: [Range<Int>] = []
}

/// Cuts an input, or a part of it, into blocks of whole records.
///
/// The blocks depend on the input alone, not on who asks for them.
protocol BlockFeed: AnyObject {
  /// Reads the next block into a buffer; `nil` at the end.
  ///
  /// - Parameter tally: Told of records that cannot be framed; throws when such records are errors.
  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock?
}

/// Sizes and limits of reading; tests make them small.
package struct FramingLimits: Sendable {
  /// Bytes that are read at once.
  package var chunkByteCount = 512 << 10
  /// The longest record that is held.
  package var recordByteCount = 64 << 20
}

extension FramingLimits {
  /// How much more to read of a record that does not end in the buffer: as much again, so that long records are not
  /// searched again and again, but hardly more than a record may have.
  func nextChunk(filled: Int, held: Int) -> Int {
    max(chunkByteCount, min(filled, recordByteCount - held + 1))
  }
}
