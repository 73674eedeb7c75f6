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
  /// Whether the input ends with the block and no line end stands behind its last line.
  var endsOpen = false
  /// What the values of the records are, where records are rows of values.
  var columns: AnswerColumns?
  /// Where the records stand, when they are rows of columns.
  var rowGroup: ParquetRowGroup?
}

extension RecordBlock {
  /// What a fault of a record is when the input may have been cut off within it.
  ///
  /// - Parameters:
  ///   - place: Where the fault was found.
  ///   - next: Where reading goes on, which is the block's end for its last record.
  func judged(_ fault: RecordFault, at place: Bytes, next: Bytes) -> RecordFault {
    guard endsOpen, next >= end else { return fault }
    switch fault {
    case .unexpectedEnd, .unexpected(0x0a), .controlCharacter(0x0a), .unclosedQuote: return .cutOff
    case .fieldCount(let found, let expected): return found < expected ? .cutOff : fault
    // A character, an escape or a number of which the rest is missing; two escapes may make up a character.
    case .invalidUTF8, .invalidEscape, .invalidNumber: return end - place <= 13 ? .cutOff : fault
    default: return fault
    }
  }
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
  /// Bytes that are read at once: as many as a core's own cache holds, since a smaller number costs more calls.
  package var chunkByteCount = 1 << 20
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
