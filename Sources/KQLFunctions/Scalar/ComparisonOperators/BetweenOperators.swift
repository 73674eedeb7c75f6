import KQLColumnar
import KQLTypes

/// `between` and `!between`: whether a value lies in a range that includes its ends.
///
/// Null when an operand is. A timespan as the upper end of datetimes is counted from the lower end.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/between-operator>
enum BetweenOperators {
  static let between = function("between", isNegated: false)
  static let notBetween = function("!between", isNegated: true)

  private static func function(_ name: String, isNegated: Bool) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let types = site.argumentTypes
      if types[0] == .datetime, types[1] == .datetime, types[2] == .timespan {
        return { arguments, _ in
          let high = Lift.dense(arguments[1], arguments[2], to: .datetime) { (low: Int64, length: Int64) in
            let sum = low.addingReportingOverflow(length)
            return sum.overflow ? (length < 0 ? .min : .max) : sum.partialValue
          }
          return inRange(arguments[0], arguments[1], high, as: Int64.self, isNegated)
        }
      }
      guard let low = ComparisonDomain(types[0], types[1]), let high = ComparisonDomain(types[0], types[2]),
        low != .string, high != .string
      else {
        throw .invalidArgument(
          "'\(name)' does not take \(types[0].name) between \(types[1].name) and \(types[2].name)")
      }
      let domains = [low, high]
      if domains.contains(.dynamic) {
        return { arguments, rowCount in
          let isAbove = DynamicComparison.compare(.greaterOrEqual, arguments[0], arguments[1], rowCount)
          let isBelow = DynamicComparison.compare(.lessOrEqual, arguments[0], arguments[2], rowCount)
          return both(isAbove, isBelow, isNegated)
        }
      }
      let domain: ComparisonDomain =
        domains.contains(.decimal) ? .decimal : domains.contains(.real) ? .real : .int64
      let casts = types.map { Cast(from: $0, to: domain.operandType($0)) }
      return { arguments, _ in
        let (value, low, high) = (casts[0](arguments[0]), casts[1](arguments[1]), casts[2](arguments[2]))
        return switch domain {
        case .decimal: inRange(value, low, high, as: KQLDecimal.self, isNegated)
        case .real: inRange(value, low, high, as: Double.self, isNegated)
        default: inRange(value, low, high, as: Int64.self, isNegated)
        }
      }
    }
  }

  private static func inRange<Value: ColumnElement & Comparable>(
    _ value: Datum, _ low: Datum, _ high: Datum, as: Value.Type, _ isNegated: Bool
  ) -> Datum {
    if case .constant(let l) = low, case .constant(let h) = high {
      guard !l.isNull, !h.isNull else { return .constant(.null(.bool)) }
      let (lowest, highest) = (Value(l), Value(h))
      return Lift.dense(value, to: .bool) { (value: Value) in (value >= lowest && value <= highest) != isNegated }
    }
    return both(
      Comparison.greaterOrEqual.compare(value, low, as: Value.self),
      Comparison.lessOrEqual.compare(value, high, as: Value.self), isNegated)
  }

  private static func both(_ left: Datum, _ right: Datum, _ isNegated: Bool) -> Datum {
    Lift.dense(left, right, to: .bool) { (a: Bool, b: Bool) in (a && b) != isNegated }
  }
}
