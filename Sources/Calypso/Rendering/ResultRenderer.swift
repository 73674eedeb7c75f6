import KQLRendering
import KQLTypes

/// The forms in which an answer can be written.
public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
  /// Aligned columns, for people.
  case table
  /// RFC 4180 with a header line.
  case csv
  /// Tab-separated with a header line; tabs and line breaks in values as `\t`, `\n`, `\r`.
  case tsv
  /// An array of objects keyed by column.
  case json
  /// One object a line.
  case ndjson
  case markdown
  /// One self-contained page without scripts.
  case html
  case kustoV1 = "kusto-v1"
  case kustoV2 = "kusto-v2"
}

/// Writes an answer in a format as it is computed.
public final class ResultRenderer: ResultHandler {
  private let sink: TargetSink
  private let writer: any ResultWriter

  /// - Parameters:
  ///   - width: Columns of the terminal that a table must keep to; `nil` for no limit.
  ///   - usesColor: Whether a table may be styled.
  ///   - escapesControls: Whether control characters are made visible in CSV and TSV too, as on a terminal.
  public init(
    _ format: OutputFormat, to target: some OutputTarget, width: Int? = nil, usesColor: Bool = false,
    escapesControls: Bool = false
  ) {
    sink = TargetSink(target)
    let options = RenderingOptions(width: width, usesColor: usesColor, escapesControls: escapesControls)
    writer = ResultFormat(rawValue: format.rawValue)!.makeWriter(to: sink, options: options)
  }

  public func begin(_ table: ResultDescription) throws {
    try attempt { () throws(OutputError) in try writer.begin(Schema(table.columns), name: table.name) }
  }

  public func receive(_ batch: ResultBatch) throws {
    try attempt { () throws(OutputError) in try writer.write(batch.batch) }
  }

  public func end() throws {
    try attempt { () throws(OutputError) in try writer.end() }
  }

  /// Completes the document; call once, after the query has run.
  public func finish() throws {
    try attempt { () throws(OutputError) in try writer.finish() }
  }

  private func attempt(_ body: () throws(OutputError) -> Void) throws(QueryError) {
    do throws(OutputError) { try body() } catch {
      throw sink.failure ?? QueryError(.outputFailed(isBrokenPipe: error.isBrokenPipe), error.message)
    }
  }
}
