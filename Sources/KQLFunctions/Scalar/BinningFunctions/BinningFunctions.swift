import KQLColumnar
import KQLTypes

/// Functions that round down to a multiple of a bin size. A bin size that is not positive gives null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/bin-function>
enum BinningFunctions {
  static let functions = [bin("bin"), bin("floor"), binAt]

  private static func bin(_ name: String) -> ScalarFunction {
    ScalarFunction(name, resultType: { types, _ in resultType(types) }) { site throws(ExecutionError) in
      let type = site.resultType
      switch type {
      case .real:
        let casts = site.argumentTypes.map { Cast(from: $0, to: .real) }
        return { arguments, rowCount in
          Lift.map(casts[0](arguments[0]), casts[1](arguments[1]), rowCount, to: type) {
            (value: Double, size: Double) in
            floor(value, size, from: 0)
          }
        }
      case .decimal:
        let casts = site.argumentTypes.map { Cast(from: $0, to: .decimal) }
        return { arguments, rowCount in
          Lift.map(casts[0](arguments[0]), casts[1](arguments[1]), rowCount, to: type) {
            (value: KQLDecimal, size: KQLDecimal) in floor(value, size, from: 0)
          }
        }
      default:
        return { arguments, rowCount in
          // Every instant has a bin, so the usual constant size leaves nothing to decide by row.
          if case .constant(let value) = arguments[1], let size = value.int64, size > 0, type == .datetime {
            let divisor = ReciprocalDivisor(size)
            return Lift.dense(arguments[0], to: type) { (value: Int64) in divisor.floor(value) }
          }
          return Lift.map(arguments[0], arguments[1], rowCount, to: type) { (value: Int64, size: Int64) in
            floor(value, size, from: 0)
          }
        }
      }
    }
  }

  /// As `bin`, with bins that begin at multiples of the size counted from a fixed point.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/bin-at-function>
  private static let binAt = ScalarFunction(
    "bin_at", resultType: { types, _ in resultType(types) }
  ) { site throws(ExecutionError) in
    let type = site.resultType
    let types = site.argumentTypes
    if type == .datetime || type == .timespan, types[1].isNumeric {
      throw .unsupported("bin_at() with a number as the bin size of a \(type.name) is not supported: use a timespan")
    }
    let casts = types.map { Cast(from: $0, to: type == .real || type == .decimal ? type : $0) }
    return { (arguments, rowCount) throws(ExecutionError) in
      let arguments = zip(arguments, casts).map { $1($0) }
      return try Lift.rows(arguments, rowCount, to: type) { (values) throws(ExecutionError) in
        switch (values[0], values[1], values[2]) {
        case (.real(let value), .real(let size), .real(let start)):
          return floor(value, size, from: start).map(ScalarValue.real) ?? .null(type)
        case (.decimal(let value), .decimal(let size), .decimal(let start)):
          return floor(value, size, from: start).map(ScalarValue.decimal) ?? .null(type)
        default:
          guard let value = values[0].int64, let size = values[1].int64, let start = values[2].int64,
            let result = floor(value, size, from: start),
            type != .datetime || Ticks.validDatetime(result) != nil
          else { return .null(type) }
          return ScalarValue(int64: result, as: type)
        }
      }
    }
  }

  private static func resultType(_ types: [ScalarType]) -> ScalarType? {
    guard let first = types.first else { return nil }
    if first == .datetime || first == .timespan { return first }
    return types.dropFirst().reduce(first == .int ? .long : first) { ArithmeticOperation.widest($0, $1) }
  }

  // MARK: - Single values

  private static func floor(_ value: Int64, _ size: Int64, from start: Int64) -> Int64? {
    guard size > 0 else { return nil }
    let distance = value.subtractingReportingOverflow(start)
    guard !distance.overflow else { return nil }
    let result = value.subtractingReportingOverflow(distance.partialValue.remainderDown(dividingBy: size))
    return result.overflow ? nil : result.partialValue
  }

  private static func floor(_ value: Double, _ size: Double, from start: Double) -> Double? {
    guard size > 0 else { return nil }
    return ((value - start) / size).rounded(.down) * size + start
  }

  private static func floor(_ value: KQLDecimal, _ size: KQLDecimal, from start: KQLDecimal) -> KQLDecimal? {
    guard size > 0, let distance = value.subtracting(start), let rest = Modulo.decimal(distance, size) else {
      return nil
    }
    return value.subtracting(rest)
  }
}

extension Int64 {
  /// What a division rounded towards negative infinity leaves, which is never negative.
  ///
  /// - Precondition: `divisor` is positive.
  @inline(__always)
  fileprivate func remainderDown(dividingBy divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder &+ divisor : remainder
  }
}
