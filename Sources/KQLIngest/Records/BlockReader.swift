import KQLTypes

/// Takes the records that a block reader finds.
protocol RecordSink: AnyObject {
  /// Rows that the sink holds on to.
  var rowCount: Int { get }
  /// Where the fields of the next record go.
  var current: UnsafeMutablePointer<RawValue> { get }
  /// Makes all fields of the next record absent.
  func clearCurrent()
  /// Offers the record that was written to ``current``.
  ///
  /// - Parameter offset: Where the record stands in its input.
  /// - Returns: What makes it malformed, `nil` when nothing does.
  func offer(at offset: Int64, extras: ExtraFields) -> RecordFault?
  /// Lets go of the values of rows that were offered, so that the bytes behind them may go.
  func flush()
  /// Counts a record that was dropped for its time alone, unread.
  func passOver(time ticks: Int64)
}

/// Reads the records of blocks, one after the other.
protocol BlockReader<Sink>: AnyObject {
  associatedtype Sink: RecordSink

  func begin(_ block: RecordBlock)

  /// Offers records of the block to the sink until that holds a number of rows.
  ///
  /// - Returns: Whether the block is used up.
  /// - Throws: What is wrong with a record, unless bad records are skipped.
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool
}
