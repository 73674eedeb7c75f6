import KQLTypes

/// The forms in which a result can be written.
package enum ResultFormat: String, Sendable, CaseIterable {
  case table
  case csv
  case tsv
  case json
  case ndjson
  case markdown
  case html
  /// A Kusto v1 response: `{"Tables": […]}`.
  case kustoV1 = "kusto-v1"
  /// A Kusto v2 response: an array of frames.
  case kustoV2 = "kusto-v2"
}

/// How to write for the reader at the other end.
package struct RenderingOptions: Sendable {
  /// Width in characters that a table should keep to; `nil` when nobody looks at it through a window.
  package var width: Int?
  package var usesColor: Bool
  /// Whether control characters must be made visible, since a terminal would obey them.
  package var escapesControls: Bool

  package init(width: Int? = nil, usesColor: Bool = false, escapesControls: Bool = false) {
    self.width = width
    self.usesColor = usesColor
    self.escapesControls = escapesControls
  }
}

extension ResultFormat {
  package func makeWriter(to sink: any ByteSink, options: RenderingOptions = .init()) -> any ResultWriter {
    switch self {
    case .table: TableWriter(sink, options: options)
    case .csv: DelimitedWriter(sink, delimiter: .comma, options: options)
    case .tsv: DelimitedWriter(sink, delimiter: .tab, options: options)
    case .json: JSONWriter(sink, style: .array)
    case .ndjson: JSONWriter(sink, style: .lines)
    case .markdown: MarkdownWriter(sink)
    case .html: HTMLWriter(sink)
    case .kustoV1: KustoV1Writer(sink)
    case .kustoV2: KustoV2Writer(sink)
    }
  }
}
