import KQLColumnar
import KQLTypes

/// Functions that take structured text apart: paths, versions, CSV records, XML and command lines.
enum ParsingFunctions {
  static let functions: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/parse-path-function>
    .textToValue("parse_path", .dynamic) { PathParts($0).value },
    // <https://learn.microsoft.com/kusto/query/parse-version-function>
    .textToValue("parse_version", .decimal) { version($0) },
    // <https://learn.microsoft.com/kusto/query/parse-csv-function>
    .textToValue("parse_csv", .dynamic) { csv($0) },
    // <https://learn.microsoft.com/kusto/query/parse-xml-function>
    .textToValue("parse_xml", .dynamic) { XMLDocument.parse($0) },
    parseCommandLine,
    // <https://learn.microsoft.com/kusto/query/parse-user-agent-function>
    .refused("parse_user_agent", because: "it needs the pattern database of browsers and devices"),
  ]
}

// MARK: - Versions

extension ParsingFunctions {
  /// One to four parts of one to eight digits, as a number whose order is that of the versions.
  private static func version(_ text: UnsafeBufferPointer<UInt8>) -> KQLDecimal? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 4 else { return nil }
    var mantissa: Int128 = 0
    for index in 0..<4 {
      mantissa *= 100_000_000
      guard index < parts.count else { continue }
      let part = parts[index]
      guard (1...8).contains(part.count), part.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
      mantissa += part.reduce(0) { $0 * 10 + Int128($1 &- 0x30) }
    }
    return KQLDecimal(mantissa: mantissa, scale: 0)
  }
}

// MARK: - CSV

extension ParsingFunctions {
  private static func csv(_ text: UnsafeBufferPointer<UInt8>) -> DynamicValue? {
    .array(csvRecord(text).map { .string($0) })
  }

  /// The fields of the first record. A field in quotes may hold commas, line breaks and doubled quotes.
  private static func csvRecord(_ text: UnsafeBufferPointer<UInt8>) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var offset = 0
    scan: while offset < text.count {
      let byte = text[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if offset < text.count, text[offset] == byte {
          field.append(byte)
          offset += 1
        } else {
          isQuoted = false
        }
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","):
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): break scan
      default: field.append(byte)
      }
    }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }
}

// MARK: - Command lines

extension ParsingFunctions {
  /// Splits a command line into arguments as Windows does.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-command-line-function>
  private static let parseCommandLine = ScalarFunction.ofText("parse_command_line") { (site) throws(ExecutionError) in
    if let parser = site.constant(1)?.text, !isWindows(parser) {
      throw .unsupported("'parse_command_line' has no parser '\(parser)': only 'windows' is supported")
    }
    return { (arguments, rowCount) throws(ExecutionError) in
      let command = TextArgument(arguments[0])
      let parser = TextArgument(arguments[1])
      return try Lift.values(rowCount, to: .dynamic) { row -> DynamicValue? in
        guard isWindows(parser.string(row)), !command[row].isEmpty else { return nil }
        return .array(WindowsCommandLine.arguments(command[row]).map { .string($0) })
      }
    }
  }

  private static func isWindows(_ parser: String) -> Bool {
    StringMatcher(.equals, "windows", ignoringCase: true).matches(parser)
  }
}
