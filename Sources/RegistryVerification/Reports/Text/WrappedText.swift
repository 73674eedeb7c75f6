import Calypso

/// Text laid out for a fixed number of columns.
///
/// Widths count one column a character, but for wide East Asian characters and emoji, which count two, and combining
/// marks, which count none.
enum WrappedText {
  /// Lines of at most `width` columns, broken at spaces where there are some and anywhere else where not.
  ///
  /// The text is made safe for a terminal first. An empty text has one empty line.
  static func lines(_ text: String, width: Int) -> [String] {
    let width = max(width, 2)
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for word in SafeText.escaped(text).split(separator: " ", omittingEmptySubsequences: false) {
      let wordWidth = columns(word)
      if !line.isEmpty {
        if lineWidth + 1 + wordWidth <= width {
          line += " " + word
          lineWidth += 1 + wordWidth
          continue
        }
        lines.append(line)
        (line, lineWidth) = ("", 0)
      }
      for character in word {
        let characterWidth = columns(character)
        if lineWidth + characterWidth > width {
          lines.append(line)
          (line, lineWidth) = ("", 0)
        }
        line.append(character)
        lineWidth += characterWidth
      }
    }
    lines.append(line)
    return lines
  }

  /// The text cut to a number of characters, saying how long it was; whole when it is not longer.
  static func shortened(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit, text.count > limit else { return text }
    return text.prefix(limit) + "… (\(GroupedNumber.text(text.count)) characters)"
  }

  /// The text with spaces behind, or before it, to take up `width` columns.
  static func padded(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(width - columns(text), 0))
    return onTheLeft ? padding + text : text + padding
  }

  /// Columns that a text without control characters takes up.
  static func columns(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns($1) }
  }

  private static func columns(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if first.properties.isEmojiPresentation { return 2 }
    switch first.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
      0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}
