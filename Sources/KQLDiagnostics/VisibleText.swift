/// Makes text safe to show: data and queries cannot steer a terminal or hide what they say.
package enum VisibleText {
  /// The text with control characters, line breaks, and invisible formatting and direction marks as escapes.
  ///
  /// - Parameter keepingLineBreaks: Whether line feeds stay, as in messages of several lines.
  package static func escaped(_ text: String, keepingLineBreaks: Bool = false) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a where keepingLineBreaks: result += "\n"
      case 0x09: result += "\\t"
      case 0x0a: result += "\\n"
      case 0x0d: result += "\\r"
      case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xe0000...0xe007f:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
