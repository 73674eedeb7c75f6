import KQLColumnar
import KQLTypes

/// Arithmetic on `datetime` and `timespan`, in ticks. A result that does not fit is null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-timespan-arithmetic>
enum TimeArithmetic {
  /// The kernel for operands of which at least one is a time; `nil` when Kusto has no such operation.
  static func kernel(_ operation: ArithmeticOperation, _ left: ScalarType, _ right: ScalarType) -> ScalarKernel? {
    guard let type = operation.resultType(left, right) else { return nil }
    switch operation {
    case .add, .subtract: return sum(operation, left, right, type)
    case .multiply: return left.isNumeric ? product(right, left, type, isSwapped: true) : product(left, right, type)
    case .divide:
      if right.isNumeric { return quotient(right, type) }
      return { arguments, _ in
        Lift.dense(arguments[0], arguments[1], to: .real) { (a: Int64, b: Int64) in Double(a) / Double(b) }
      }
    case .modulo:
      if right == .real || right == .decimal {
        let cast = Cast(from: right, to: .real)
        return { arguments, rowCount in
          Lift.map(arguments[0], cast(arguments[1]), rowCount, to: type) { (a: Int64, b: Double) in
            ticks(Modulo.real(Double(a), b), type)
          }
        }
      }
      return { arguments, rowCount in
        Lift.map(arguments[0], arguments[1], rowCount, to: type) { (a: Int64, b: Int64) in Modulo.long(a, b) }
      }
    }
  }

  private static func sum(
    _ operation: ArithmeticOperation, _ left: ScalarType, _ right: ScalarType, _ type: ScalarType
  ) -> ScalarKernel {
    let isSum = operation == .add
    if left == .datetime, right == .datetime, !isSum {
      // Two instants of the calendar are never too far apart.
      return { arguments, _ in
        Lift.dense(arguments[0], arguments[1], to: type) { (a: Int64, b: Int64) in a &- b }
      }
    }
    if type == .datetime {
      // A sum that wraps around is negative, for an instant is less than a third of the range: no datetime either.
      return { arguments, _ in
        let ticks =
          isSum
          ? Lift.dense(arguments[0], arguments[1], to: type) { (a: Int64, b: Int64) in a &+ b }
          : Lift.dense(arguments[0], arguments[1], to: type) { (a: Int64, b: Int64) in a &- b }
        return Lift.nulling(ticks) { UInt64(bitPattern: $0) <= UInt64(bitPattern: Ticks.maximumDatetime) }
      }
    }
    return { arguments, rowCount in
      Lift.map(arguments[0], arguments[1], rowCount, to: type) { (a: Int64, b: Int64) -> Int64? in
        let result = isSum ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
        return result.overflow ? nil : result.partialValue
      }
    }
  }

  private static func product(
    _ time: ScalarType, _ number: ScalarType, _ type: ScalarType, isSwapped: Bool = false
  ) -> ScalarKernel {
    let timeIndex = isSwapped ? 1 : 0
    if number.isInteger {
      return { arguments, rowCount in
        Lift.map(arguments[timeIndex], arguments[1 - timeIndex], rowCount, to: type) { (a: Int64, b: Int64) -> Int64? in
          let product = a.multipliedReportingOverflow(by: b)
          return product.overflow ? nil : valid(product.partialValue, type)
        }
      }
    }
    let cast = Cast(from: number, to: .real)
    return { arguments, rowCount in
      Lift.map(arguments[timeIndex], cast(arguments[1 - timeIndex]), rowCount, to: type) { (a: Int64, b: Double) in
        ticks(Double(a) * b, type)
      }
    }
  }

  private static func quotient(_ number: ScalarType, _ type: ScalarType) -> ScalarKernel {
    if number.isInteger {
      return { arguments, rowCount in
        Lift.map(arguments[0], arguments[1], rowCount, to: type) { (a: Int64, b: Int64) in
          Modulo.quotient(a, b).flatMap { valid($0, type) }
        }
      }
    }
    let cast = Cast(from: number, to: .real)
    return { arguments, rowCount in
      Lift.map(arguments[0], cast(arguments[1]), rowCount, to: type) { (a: Int64, b: Double) in
        ticks(Double(a) / b, type)
      }
    }
  }

  private static func valid(_ ticks: Int64, _ type: ScalarType) -> Int64? {
    type == .datetime ? Ticks.validDatetime(ticks) : ticks
  }

  /// Whole ticks, cut off towards zero.
  private static func ticks(_ value: Double, _ type: ScalarType) -> Int64? {
    guard value.magnitude < 0x1p63 else { return nil }
    return valid(Int64(value), type)
  }
}
