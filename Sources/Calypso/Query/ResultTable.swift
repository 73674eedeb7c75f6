/// What is known of a table of an answer before its rows.
public struct ResultDescription: Hashable, Sendable {
  /// Set when an answer has several tables, as of `fork`, or when the query names it.
  public var name: String?
  public var columns: [ColumnDefinition]
  /// What `render` asks for; `nil` without one.
  public var visualization: Visualization?

  /// A chart that the query asks for. Calypso hands it on and draws nothing.
  public struct Visualization: Hashable, Sendable {
    public var chart: String
    public var properties: [String: Value]
  }
}

/// A table of an answer, held in memory.
public struct ResultTable: Sendable {
  public var description: ResultDescription
  public var batches: [ResultBatch]

  public var columns: [ColumnDefinition] { description.columns }
  public var rowCount: Int { batches.reduce(0) { $0 + $1.rowCount } }

  /// All rows as values; for small results.
  public var rows: [[Value]] { batches.flatMap { batch in (0..<batch.rowCount).map { batch.row($0) } } }
}

/// Receives an answer as it is computed: `begin`, `receive`…, `end` for each table.
///
/// An error that a method throws stops the query and is handed on.
public protocol ResultHandler: AnyObject {
  func begin(_ table: ResultDescription) throws
  func receive(_ batch: ResultBatch) throws
  func end() throws
}

/// What running a query took.
public struct QueryStatistics: Hashable, Sendable {
  public var elapsed: Duration
  /// Rows that scans looked at.
  public var rowsScanned: Int
  /// Rows of the answer.
  public var rowsReturned: Int
}
