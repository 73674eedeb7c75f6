import KQLColumnar
import KQLTypes

/// Functions on URLs and their escapes.
enum URLFunctions {
  static let functions: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/url-encode-function>
    .textToText("url_encode") { encode($0, to: &$1, blank: "+") },
    // <https://learn.microsoft.com/kusto/query/url-encode-component-function>
    .textToText("url_encode_component") { encode($0, to: &$1, blank: "%20") },
    // <https://learn.microsoft.com/kusto/query/url-decode-function>
    .textToText("url_decode") { decode($0, to: &$1) },
    // <https://learn.microsoft.com/kusto/query/parse-url-function>
    .textToValue("parse_url", .dynamic) { URLParts($0).value },
    .textToValue("parseurl", .dynamic) { URLParts($0).value },
    // <https://learn.microsoft.com/kusto/query/parse-urlquery-function>
    .textToValue("parse_urlquery", .dynamic) { query($0) },
    .textToValue("parseurlquery", .dynamic) { query($0) },
  ]

  private static func query(_ text: UnsafeBufferPointer<UInt8>) -> DynamicValue? {
    let query = text.first == UInt8(ascii: "?") ? text.dropFirst() : text[...]
    return .bag(DynamicBag([("Query Parameters", URLParts.parameters(query))]))
  }
}

// MARK: - Escapes

extension URLFunctions {
  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "*"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: TermBoundary.isTermByte(byte)
    }
  }

  private static func encode(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], blank: String) {
    for byte in text {
      if isSafe(byte) {
        output.append(byte)
      } else if byte == UInt8(ascii: " ") {
        output.append(contentsOf: blank.utf8)
      } else {
        output.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
      }
    }
  }

  /// Escapes that are not valid stay as they are; bytes that are not UTF-8 afterwards become U+FFFD.
  private static func decode(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var offset = 0
    var needsRepair = false
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "+") {
        output.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), offset + 1 < text.count,
        let high = IntegerText.hexadecimalDigit(text[offset]), let low = IntegerText.hexadecimalDigit(text[offset + 1])
      {
        output.append(high << 4 | low)
        offset += 2
        needsRepair = needsRepair || high >= 8
      } else {
        output.append(byte)
      }
    }
    if needsRepair { output = Array(String(decoding: output, as: UTF8.self).utf8) }
  }
}
