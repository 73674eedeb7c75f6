import KQLColumnar
import KQLTypes

/// Writes the tables of an answer, batch by batch.
///
/// Calls come in the order `begin`, `write`…, `end` for each table, then `finish` once.
package protocol ResultWriter: AnyObject {
  /// - Parameter name: Name of the table, when the answer has several.
  func begin(_ schema: Schema, name: String?) throws(OutputError)
  func write(_ batch: RecordBatch) throws(OutputError)
  func end() throws(OutputError)
  /// Completes the document and hands everything on to the sink.
  func finish() throws(OutputError)
}
