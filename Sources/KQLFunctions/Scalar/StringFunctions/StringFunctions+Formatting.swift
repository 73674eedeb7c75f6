import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let formatting: [ScalarFunction] = [formatBytes]

  private static let units = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"]

  /// A number of bytes in the unit that is asked for, else in the largest one of which there is at least one.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/format-bytes-function>
  private static let formatBytes = ScalarFunction.rowwise("format_bytes", propagatesNull: false) { values, _ in
    guard let size = values[0].number, size.isFinite else { return .string("") }
    let precision = values.count > 1 ? values[1].number ?? 0 : 0
    let unitName = values.count > 2 ? values[2].text : ""
    var unit = 0
    if unitName.isEmpty {
      while unit + 1 < units.count, size.magnitude >= scale(unit + 1) { unit += 1 }
    } else {
      guard let named = units.firstIndex(of: unitName) else { return .string("") }
      unit = named
    }
    return .string(rounded(size / scale(unit), digits: precision > 0 ? Int(min(precision, 15)) : 0) + " " + units[unit])
  }

  private static func scale(_ unit: Int) -> Double { Double(1 << (10 * unit)) }

  /// Decimal digits after the point up to a number, without zeros at the end.
  private static func rounded(_ value: Double, digits: Int) -> String {
    var power = 1.0
    for _ in 0..<digits { power *= 10 }
    let scaled = value * power
    let result = scaled.magnitude < 9e15 ? scaled.rounded() / power : value
    let text = RealText.string(result)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
