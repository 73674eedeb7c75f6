import KQLColumnar
import KQLTypes

/// Functions on the bits of whole numbers, taken as `long`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-functions#binary-functions>
enum BitFunctions {
  static let functions: [ScalarFunction] = [
    binary("binary_and") { $0 & $1 },
    binary("binary_or") { $0 | $1 },
    binary("binary_xor") { $0 ^ $1 },
    unary("binary_not") { ~$0 },
    unary("bitset_count_ones") { Int64($0.nonzeroBitCount) },
    shift("binary_shift_left") { $0 << $1 },
    shift("binary_shift_right") { $0 >> $1 },
  ]

  private static func binary(_ name: String, _ body: @escaping @Sendable (Int64, Int64) -> Int64) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      { arguments, _ in Lift.dense(arguments[0], arguments[1], to: .long, body) }
    }
  }

  private static func unary(_ name: String, _ body: @escaping @Sendable (Int64) -> Int64) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in { arguments, _ in Lift.dense(arguments[0], to: .long, body) }
    }
  }

  /// Shifts by the remainder of 64; a negative distance gives null.
  private static func shift(_ name: String, _ body: @escaping @Sendable (Int64, Int64) -> Int64) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      { arguments, rowCount in
        Lift.map(arguments[0], arguments[1], rowCount, to: .long) { (value: Int64, distance: Int64) in
          distance < 0 ? nil : body(value, distance % 64)
        }
      }
    }
  }
}
