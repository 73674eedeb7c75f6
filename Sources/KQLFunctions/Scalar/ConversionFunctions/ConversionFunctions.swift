import KQLColumnar
import KQLTypes

/// Functions that give a value under another type, or null when it does not convert.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-functions#conversion-functions>
enum ConversionFunctions {
  static let functions: [ScalarFunction] = [
    cast("tobool", to: .bool),
    cast("toboolean", to: .bool),
    cast("toint", to: .int),
    cast("tolong", to: .long),
    cast("toreal", to: .real),
    cast("todouble", to: .real),
    cast("todecimal", to: .decimal),
    cast("todatetime", to: .datetime),
    cast("totimespan", to: .timespan),
    cast("totime", to: .timespan),
    cast("toguid", to: .guid),
    cast("tostring", to: .string),
    tohex,
  ]

  private static func cast(_ name: String, to target: ScalarType) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let cast = Cast(from: site.argumentTypes[0], to: target)
      return { arguments, _ in cast(arguments[0]) }
    }
  }

  /// Hexadecimal digits of the two's complement, 32 bits wide for `int`; `minLength` puts zeros in front.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/tohex-function>
  private static let tohex = ScalarFunction.rowwise("tohex", propagatesNull: false) { values, site in
    guard let value = values[0].int64 else { return .string("") }
    let minimumLength = values.count > 1 ? values[1].int64 ?? 0 : 0
    let bits = site.argumentTypes[0] == .int ? UInt64(UInt32(truncatingIfNeeded: value)) : UInt64(bitPattern: value)
    let digits = String(bits, radix: 16)
    let padding = max(0, Int(min(max(minimumLength, 0), 16)) - digits.utf8.count)
    return .string(String(repeating: "0", count: padding) + digits)
  }
}
