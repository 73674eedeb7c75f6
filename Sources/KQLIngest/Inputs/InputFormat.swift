import KQLTypes

/// How the records of an input are written.
package enum InputFormat: Hashable, Sendable {
  /// Nothing but space.
  case empty
  /// A JSON object a line; a line may also hold an envelope with an array of records.
  case jsonLines
  /// JSON objects, arrays of them or envelopes around arrays, laid out in any way.
  case jsonDocuments
  /// Rows of fields under a header.
  case delimited(DelimitedLayout)
  /// Tables of rows, as query interfaces answer.
  case answer(AnswerLayout)
  /// Fields under a header, each beginning at the same place of every line.
  case fixedWidth(FixedWidthLayout)
  /// Lines that are one field each.
  case textLines
  /// Columns of values.
  case parquet(ParquetFile)
}

extension InputFormat {
  package var name: String {
    switch self {
    case .empty: "empty"
    case .jsonLines: "JSON lines"
    case .jsonDocuments: "JSON"
    case .delimited(let layout): layout.delimiter == 0x09 ? "TSV" : layout.isPortal ? "portal CSV" : "CSV"
    case .answer(let layout): layout.kind.name
    case .fixedWidth: "az table"
    case .textLines: "text"
    case .parquet: "Parquet"
    }
  }
}

extension InputFormat {
  var isDelimited: Bool {
    if case .delimited = self { true } else { false }
  }

  /// The columns that are known before a record is read.
  var header: [String] {
    switch self {
    case .delimited(let layout): layout.header
    case .fixedWidth(let layout): layout.header
    case .answer(let layout): layout.fields.map(\.name)
    case .textLines: [TextLines.columnName]
    case .parquet(let file): file.columns.map(\.name)
    case .empty, .jsonLines, .jsonDocuments: []
    }
  }

  /// The types of columns that the input declares.
  var declaredFields: [Field] {
    switch self {
    case .answer(let layout): layout.fields
    case .textLines: [Field(TextLines.columnName, .string)]
    case .parquet(let file): file.columns.map { Field($0.name, $0.type) }
    case .delimited, .fixedWidth, .empty, .jsonLines, .jsonDocuments: []
    }
  }

  /// Whether values that are no text are written as text.
  var isText: Bool {
    switch self {
    case .delimited, .answer, .fixedWidth, .textLines: true
    case .empty, .jsonLines, .jsonDocuments, .parquet: false
    }
  }
}
