import Calypso

/// Text from logs in GitHub-flavoured Markdown.
///
/// Such text stands in code spans and fenced blocks alone, in which Markdown, HTML, links and mentions mean nothing.
enum MarkdownText {
  /// The text as a code span that may stand in a table; a dash for an empty text.
  static func code(_ text: String) -> String {
    if text.isEmpty { return "–" }
    let scalars = Array(SafeText.escaped(text).unicodeScalars)
    var content = ""
    for (index, scalar) in scalars.enumerated() {
      if scalar == "|" {
        // Parsers disagree about a pipe behind a backslash, so that one is shown as an escape.
        content += index > 0 && scalars[index - 1] == "\\" ? "\\u{7c}" : "\\|"
      } else {
        content.unicodeScalars.append(scalar)
      }
    }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: content) + 1)
    let atEnds: [Unicode.Scalar?] = [scalars.first, scalars.last]
    return atEnds.contains("`") || atEnds.contains(" ") ? "\(fence) \(content) \(fence)" : fence + content + fence
  }

  /// A fenced block; of the control characters only line feeds stay.
  static func block(_ text: String, language: String = "") -> String {
    let content = SafeText.escaped(text, keepingLineBreaks: true)
    let fence = String(repeating: "`", count: max(longestRun(of: "`", in: content) + 1, 3))
    return "\(fence)\(language)\n\(content)\n\(fence)\n"
  }

  /// Words of our own, which may quote text from logs, outside a code span: whatever could be markup is a reference.
  static func prose(_ text: String) -> String {
    var result = ""
    for scalar in SafeText.escaped(text).unicodeScalars {
      switch scalar {
      case "&", "<", ">", "\\", "`", "*", "_", "[", "]", "{", "}", "#", "!", "|", "~", "@", "$":
        result += "&#\(scalar.value);"
      // Kept from becoming links.
      case ":" where result.hasSuffix("http") || result.hasSuffix("https") || result.hasSuffix("ftp"): result += "&#58;"
      case "." where result.suffix(3).lowercased() == "www": result += "&#46;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for other in text.unicodeScalars {
      run = other == scalar ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
