/// The status of an event: an HTTP status in the column `ResultDescription`.
///
/// `ResultType` is no status: it holds the words `HttpStatusCode`.
enum StatusText {
  enum Outcome {
    /// 200 to 299
    case succeeded
    case refused
    /// The text is missing or is no HTTP status, so that it is not known how the event ended.
    case unknown
  }

  /// The texts that ``outcome(_:)`` takes for a success.
  static let successPattern = #"^\s*2[0-9][0-9](\.0+)?\s*$"#

  /// Exports through programs that guess types write `200` as `200.0`.
  static func outcome(_ text: String) -> Outcome {
    var bytes = Substring(text).utf8
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    let digits = bytes.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }), let hundreds = digits.first,
      (0x31...0x35).contains(hundreds)
    else { return .unknown }
    let rest = bytes.dropFirst(3)
    guard rest.isEmpty || rest.first == 0x2e && rest.count > 1 && rest.dropFirst().allSatisfy({ $0 == 0x30 }) else {
      return .unknown
    }
    return hundreds == 0x32 ? .succeeded : .refused
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
