import Calypso

/// Text in the forms that SARIF wants.
enum SARIFText {
  /// A plain text message: braces would be placeholders and brackets links if they were not escaped.
  ///
  /// Specification: SARIF 2.1.0, 3.11.5 and 3.11.6.
  static func message(_ text: String) -> String {
    var result = ""
    for scalar in SafeText.escaped(text).unicodeScalars {
      switch scalar {
      case "{": result += "{{"
      case "}": result += "}}"
      case "[", "]", "\\": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A path as a relative or absolute URI reference by RFC 3986.
  static func uri(ofPath path: String) -> String {
    let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = path.utf8.first == UInt8(ascii: "/") ? Array("file://".utf8) : []
    for byte in path.utf8 {
      if unreserved.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
