import KQLDiagnostics

/// The value of a string as written in the text: without prefix and quotes, escapes resolved.
enum StringLiteralText {
  /// - Parameter written: The bytes of a string token; it may lack its end.
  static func decode(_ written: ArraySlice<UInt8>) -> (value: String, isObfuscated: Bool) {
    let utf8 = Array(written)
    var start = 0
    var isObfuscated = false
    if let first = utf8.first, first | 0x20 == UInt8(ascii: "h") {
      isObfuscated = true
      start = 1
    }
    let isVerbatim = start < utf8.count && utf8[start] == ASCII.at
    if isVerbatim { start += 1 }
    guard start < utf8.count else { return ("", isObfuscated) }
    let quote = utf8[start]
    if quote == ASCII.backtick || quote == ASCII.tilde {
      let contentStart = min(start + 3, utf8.count)
      let isClosed = utf8.count >= contentStart + 3 && utf8.suffix(3).allSatisfy { $0 == quote }
      let content = utf8[contentStart..<(isClosed ? utf8.count - 3 : utf8.count)]
      return (String(decoding: content, as: UTF8.self), isObfuscated)
    }
    return (decodeLine(utf8, from: start + 1, quote: quote, isVerbatim: isVerbatim), isObfuscated)
  }

  private static func decodeLine(_ utf8: [UInt8], from start: Int, quote: UInt8, isVerbatim: Bool) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(utf8.count - start)
    var index = start
    while index < utf8.count {
      let byte = utf8[index]
      if byte == ASCII.backslash, !isVerbatim, let length = StringEscape.length(at: index, in: utf8) {
        index += StringEscape.append(at: index, length: length, in: utf8, to: &output)
      } else if byte == quote {
        // Either a doubled quote of a verbatim string, or the end.
        guard index + 1 < utf8.count else { break }
        output.append(byte)
        index += 2
      } else {
        output.append(byte)
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
