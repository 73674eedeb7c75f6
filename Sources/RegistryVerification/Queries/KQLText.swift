import Calypso

/// Writes values as literals of KQL.
enum KQLText {
  /// Text in single quotes; what would end it or hide in it is escaped.
  static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  static func list(_ texts: [String]) -> String { texts.map(quoted).joined(separator: ", ") }

  static func datetime(_ time: Timestamp) -> String { "datetime(\(time))" }

  static func timespan(_ length: TimeInterval) -> String { "time(\(length))" }
}
