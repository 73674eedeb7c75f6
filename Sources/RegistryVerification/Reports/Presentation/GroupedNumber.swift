/// Whole numbers for people.
enum GroupedNumber {
  /// Digits in groups of three: `1,234,567`.
  static func text(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var result = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A number with its noun, such as `1 caller` and `2 callers`.
  static func text(_ value: some BinaryInteger, _ singular: String, _ plural: String? = nil) -> String {
    "\(text(value)) \(value == 1 ? singular : plural ?? singular + "s")"
  }
}
