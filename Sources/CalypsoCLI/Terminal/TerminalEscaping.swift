/// Makes control characters visible, so that names and values from logs cannot steer the terminal.
enum TerminalEscaping {
  static func escaped(_ text: String, keepingLineBreaks: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a where keepingLineBreaks: result += "\n"
      case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
