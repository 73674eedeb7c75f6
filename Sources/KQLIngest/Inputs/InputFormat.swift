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
}

/// What a file of delimited fields looks like.
package struct DelimitedLayout: Hashable, Sendable {
  package var delimiter: UInt8
  /// The fields' names, by position.
  package var header: [String]
  /// Where the first row begins, in the decompressed input.
  var firstRowOffset: Int64
}

extension InputFormat {
  package var name: String {
    switch self {
    case .empty: "empty"
    case .jsonLines: "JSON lines"
    case .jsonDocuments: "JSON"
    case .delimited(let layout): layout.delimiter == 0x09 ? "TSV" : "CSV"
    }
  }
}

extension InputFormat {
  var isDelimited: Bool {
    if case .delimited = self { true } else { false }
  }
}
