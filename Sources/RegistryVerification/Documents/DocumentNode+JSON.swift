extension DocumentNode {
  /// The node as compact JSON, entries in their order.
  public var json: String {
    var output = ""
    appendJSON(to: &output)
    return output
  }

  private func appendJSON(to output: inout String) {
    switch content {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .number(let text): output += text
    case .string(let text): Self.appendJSON(text, to: &output)
    case .list(let elements):
      output += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { output += "," }
        element.appendJSON(to: &output)
      }
      output += "]"
    case .mapping(let entries):
      output += "{"
      for (index, entry) in entries.enumerated() {
        if index > 0 { output += "," }
        Self.appendJSON(entry.key, to: &output)
        output += ":"
        entry.value.appendJSON(to: &output)
      }
      output += "}"
    }
  }

  /// The text in quotes. What JavaScript or YAML do not take as it is stands as an escape.
  static func appendJSON(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\0"..<" ", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
