import KQLFunctions
import KQLTypes

/// Calls that Kusto answers although its own declarations do not allow them.
enum EngineSignatures {
  static func additional(to function: String) -> [FunctionSignature] { signatures[function] ?? [] }

  private static let signatures: [String: [FunctionSignature]] = [
    "count": [
      FunctionSignature(
        parameters: [Parameter("expr", .scalar)], minimumCount: 1, maximumCount: 1, result: .exactly(.long),
        isHidden: true)
    ],
    "make_timespan": [
      timespan(least: 2, "hours", "minutes", "seconds"), timespan(least: 4, "days", "hours", "minutes", "seconds"),
    ],
  ]

  /// Parts of a timespan, of which the last may have a fraction.
  private static func timespan(least: Int, _ parts: String...) -> FunctionSignature {
    let parameters = parts.enumerated().map { index, name in
      Parameter(
        name, index == parts.count - 1 ? .number : .integer, minimumCount: index < least ? 1 : 0)
    }
    return FunctionSignature(
      parameters: parameters, minimumCount: least, maximumCount: parts.count, result: .exactly(.timespan),
      isHidden: true)
  }
}
