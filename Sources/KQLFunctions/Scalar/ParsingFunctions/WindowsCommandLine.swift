/// Splits a command line by the rules of the Windows function CommandLineToArgvW.
///
/// - The program comes first: all up to the closing quote if it begins with one, else up to white space.
/// - Blanks and tabs outside of quotes separate arguments.
/// - Backslashes count only before a quote: each pair gives one, and an odd one makes the quote an ordinary one.
/// - Within quotes, two more quotes in a row give one and end the quoted part.
///
/// Specification: <https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw>
enum WindowsCommandLine {
  static func arguments(_ text: UnsafeBufferPointer<UInt8>) -> [String] {
    var offset = 0
    var arguments = [program(text, from: &offset)]
    skipBlanks(text, from: &offset)
    while offset < text.count {
      arguments.append(argument(text, from: &offset))
      skipBlanks(text, from: &offset)
    }
    return arguments
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func skipBlanks(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int) {
    while offset < text.count, isBlank(text[offset]) { offset += 1 }
  }

  private static func program(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int) -> String {
    let isQuoted = text.first == quote
    if isQuoted { offset += 1 }
    let start = offset
    while offset < text.count, isQuoted ? text[offset] != quote : text[offset] > 0x20 { offset += 1 }
    let program = String(decoding: text[start..<offset], as: UTF8.self)
    if isQuoted, offset < text.count { offset += 1 }
    return program
  }

  private static func argument(_ text: UnsafeBufferPointer<UInt8>, from offset: inout Int) -> String {
    var result: [UInt8] = []
    var backslashCount = 0
    /// Quotes since the quoted part began; 0 outside.
    var quoteCount = 0
    while offset < text.count, quoteCount > 0 || !isBlank(text[offset]) {
      let byte = text[offset]
      offset += 1
      result.append(byte)
      if byte == backslash {
        backslashCount += 1
        continue
      }
      if byte == quote {
        result.removeLast(1 + (backslashCount + 1) / 2)
        if backslashCount % 2 == 1 {
          result.append(quote)
        } else {
          quoteCount += 1
        }
        while offset < text.count, text[offset] == quote {
          offset += 1
          quoteCount += 1
          if quoteCount == 3 {
            result.append(quote)
            quoteCount = 0
          }
        }
        if quoteCount == 2 { quoteCount = 0 }
      }
      backslashCount = 0
    }
    return String(decoding: result, as: UTF8.self)
  }
}
