/// Why bytes are not a record.
enum RecordFault: Error, Equatable {
  case unexpected(UInt8)
  case unexpectedEnd
  /// The input ends within the record.
  case cutOff
  case controlCharacter(UInt8)
  case invalidUTF8
  case invalidEscape
  case invalidNumber
  case nestedTooDeep
  case notAnObject
  case notARow
  case trailingText
  case tooLong(limit: Int)
  /// CSV: a closing quote that is not followed by a delimiter or line end.
  case textAfterQuote
  case quoteInField
  case unclosedQuote
  case fieldCount(found: Int, expected: Int)
  /// A line of a table with columns of fixed width that has something between columns.
  case notInColumn
  /// A line of such a table that goes on with the row before.
  case continuedRow
  case valueCount(found: Int, expected: Int)
  /// A value that its column's type cannot hold.
  case wrongType(column: String, type: String, text: String, isInferred: Bool)
}

// MARK: - Text

extension RecordFault: CustomStringConvertible {
  var description: String {
    switch self {
    case .unexpected(let byte): "\(Self.name(byte)) is not expected here"
    case .unexpectedEnd: "the record ends too early"
    case .cutOff: "the file is cut off within this record: is it still being written?"
    case .controlCharacter(let byte): "\(Self.name(byte)) must be escaped within a string"
    case .invalidUTF8: "the text is not valid UTF-8"
    case .invalidEscape: "there is no such escape sequence"
    case .invalidNumber: "this is not a number"
    case .nestedTooDeep: "values are nested more than \(JSONScanner.maximumDepth) deep"
    case .notAnObject: "a record must be a JSON object"
    case .notARow: "a row must be a JSON array of values"
    case .trailingText: "something follows the record"
    case .tooLong(let limit): "the record is longer than \(limit >> 20) MiB"
    case .textAfterQuote: "a closing quote must be followed by a delimiter or the end of the line"
    case .quoteInField: "a quote within a field that is not quoted"
    case .unclosedQuote: "the quoted field never ends"
    case .fieldCount(let found, let expected): "the row has \(found) fields, the header \(expected)"
    case .notInColumn: "text stands between the table's columns, so fields cannot be told apart; export as JSON instead"
    case .continuedRow:
      "the line goes on with the row before, whose fields cannot be told apart; export as JSON instead"
    case .valueCount(let found, let expected): "the row has \(found) values, the table \(expected) columns"
    case .wrongType(let column, let type, let text, let isInferred):
      "column '\(column)' is of type \(type) and cannot hold '\(text)'"
        + (isInferred ? "; the type was found from the first records, and --schema declares another" : "")
    }
  }

  private static func name(_ byte: UInt8) -> String {
    switch byte {
    case 0x00: "a NUL byte"
    case 0x09: "a tab"
    case 0x0a: "the end of the line"
    case 0x0d: "a carriage return"
    case 0x21..<0x7f: "'\(Character(Unicode.Scalar(byte)))'"
    case 0x20: "a space"
    default: "byte 0x\(String(byte, radix: 16))"
    }
  }
}
