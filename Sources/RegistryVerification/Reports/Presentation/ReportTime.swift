import Calypso

/// Times and lengths of time for people.
enum ReportTime {
  /// To the second, rounded down: `2026-11-23 05:59:00Z`.
  static func short(_ time: Timestamp) -> String {
    let text = time.description
    return String(text.prefix(19)).replacingT() + "Z"
  }

  /// To the minute, rounded down: `2026-11-23 05:59Z`.
  static func minute(_ time: Timestamp) -> String { String(short(time).prefix(16)) + "Z" }

  /// Without loss: ISO 8601 with as many digits of fraction as it takes.
  static func exact(_ time: Timestamp) -> String {
    var text = Substring(time.description)
    guard text.hasSuffix("Z"), text.contains(".") else { return String(text) }
    text.removeLast()
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text + "Z"
  }

  /// Days, hours, minutes and seconds that are not zero, such as `5h 3m`; days from three on, and parts of a second
  /// are left out.
  static func length(_ interval: TimeInterval) -> String {
    let ticks = interval.ticks.magnitude
    let seconds = ticks / 10_000_000
    let days = seconds < 3 * 86_400 ? 0 : seconds / 86_400
    let parts = [("d", days), ("h", (seconds - days * 86_400) / 3_600), ("m", seconds / 60 % 60), ("s", seconds % 60)]
    let text = parts.filter { $0.1 > 0 }.map { "\($0.1)\($0.0)" }.joined(separator: " ")
    let sign = interval.ticks < 0 ? "-" : ""
    return text.isEmpty ? (ticks == 0 ? "0s" : "\(sign)less than 1s") : sign + text
  }
}

extension String {
  /// A date and a time with a space between them.
  fileprivate func replacingT() -> String { String(map { $0 == "T" ? " " : $0 }) }
}
