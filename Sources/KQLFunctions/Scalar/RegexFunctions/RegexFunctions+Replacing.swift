import KQLColumnar
import KQLTypes
import LinearRegex

extension RegexFunctions {
  /// Replaces every match; the rewrite names groups as `\1`, the whole match as `\0`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/replace-regex-function>
  static let replaceRegex = replacement("replace_regex", source: 0, pattern: 1, rewrite: 2)

  /// The older `replace(pattern, rewrite, source)`.
  static let replace = replacement("replace", source: 2, pattern: 0, rewrite: 1)

  private static func replacement(_ name: String, source: Int, pattern: Int, rewrite: Int) -> ScalarFunction {
    .ofText(name) { (site) throws(ExecutionError) in
      let regex = try PatternArgument(site, at: pattern)
      return { (arguments, rowCount) throws(ExecutionError) in
        let patterns = TextArgument(arguments[pattern])
        let rewrites = TextArgument(arguments[rewrite])
        let text = TextArgument(arguments[source])
        return try Lift.strings(rowCount) { (row, output) throws(ExecutionError) in
          let bytes = text[row]
          let template = rewrites[row]
          try regex.regex(patterns, row).withMatcher { matcher in
            var end = 0
            matcher.forEachMatch(in: bytes) { slots in
              output.append(contentsOf: bytes[end..<slots[0]])
              expand(template, slots, of: bytes, to: &output)
              end = slots[1]
              return true
            }
            output.append(contentsOf: bytes[end...])
          }
        }
      }
    }
  }

  private static func expand(
    _ template: UnsafeBufferPointer<UInt8>, _ slots: [Int], of text: UnsafeBufferPointer<UInt8>,
    to output: inout [UInt8]
  ) {
    var index = 0
    while index < template.count {
      let byte = template[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < template.count else {
        output.append(byte)
        index += 1
        continue
      }
      let next = template[index + 1]
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
        let slot = Int(next - UInt8(ascii: "0")) * 2
        if slot < slots.count, slots[slot] >= 0 { output.append(contentsOf: text[slots[slot]..<slots[slot + 1]]) }
      } else if next == UInt8(ascii: "\\") {
        output.append(next)
      } else {
        output.append(byte)
        output.append(next)
      }
      index += 2
    }
  }

  /// Escapes everything that a pattern would read as more than itself.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/regex-quote-function>
  static let regexQuote = ScalarFunction.textToText("regex_quote") { text, output in
    output.append(contentsOf: LinearRegex.quoted(String(decoding: text, as: UTF8.self)).utf8)
  }
}
