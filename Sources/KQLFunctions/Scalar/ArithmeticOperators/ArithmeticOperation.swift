import KQLTypes

/// A binary operator on numbers and times.
enum ArithmeticOperation: String, CaseIterable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
}

// MARK: - Types

extension ArithmeticOperation {
  /// The type of a result; `nil` where Kusto declares none.
  func resultType(_ left: ScalarType, _ right: ScalarType) -> ScalarType? {
    switch (left, right) {
    case (.dynamic, .dynamic): return .dynamic
    case (.dynamic, _): return resultType(dynamicPartner(of: right), right)
    case (_, .dynamic): return resultType(left, dynamicPartner(of: left))
    default: break
    }
    if left.isNumeric, right.isNumeric { return Self.widest(left, right) }
    let leftIsTime = left == .datetime || left == .timespan
    let rightIsTime = right == .datetime || right == .timespan
    switch self {
    case .add where leftIsTime && rightIsTime: return left == right ? left : .datetime
    case .subtract where leftIsTime && rightIsTime: return left == right ? .timespan : .datetime
    case .multiply where leftIsTime && right.isNumeric: return left
    case .multiply where left.isNumeric && rightIsTime: return right
    case .divide where leftIsTime && right.isNumeric, .modulo where leftIsTime && right.isNumeric: return left
    case .divide where leftIsTime && rightIsTime: return left == .timespan && right == .datetime ? nil : .real
    case .modulo where leftIsTime && rightIsTime: return left == .timespan && right == .datetime ? nil : .timespan
    default: return nil
    }
  }

  /// The numeric type that holds both; whole numbers are computed as `long`.
  static func widest(_ left: ScalarType, _ right: ScalarType) -> ScalarType {
    if left == .decimal || right == .decimal { return .decimal }
    if left == .real || right == .real { return .real }
    return .long
  }

  /// The type under which a dynamic operand is taken next to one of another type.
  func dynamicPartner(of type: ScalarType) -> ScalarType {
    switch type {
    case .int: .long
    default: type
    }
  }
}

// MARK: - Decimals

extension ArithmeticOperation {
  /// - Returns: `nil` when the result is too large, and for a division by zero.
  func decimals(_ left: KQLDecimal, _ right: KQLDecimal) -> KQLDecimal? {
    switch self {
    case .add: left.adding(right)
    case .subtract: left.subtracting(right)
    case .multiply: left.multiplied(by: right)
    case .divide: left.divided(by: right)
    case .modulo: Modulo.decimal(left, right)
    }
  }
}

/// Division as KQL has it: quotients are cut off towards zero, and what `%` leaves is never negative.
enum Modulo {
  /// - Returns: `nil` for a zero divisor.
  @inline(__always)
  static func quotient(_ left: Int64, _ right: Int64) -> Int64? {
    if right == 0 { return nil }
    return left.dividedReportingOverflow(by: right).partialValue
  }

  /// - Returns: `nil` for a zero divisor.
  @inline(__always)
  static func long(_ left: Int64, _ right: Int64) -> Int64? {
    if right == 0 { return nil }
    let remainder = left.remainderReportingOverflow(dividingBy: right).partialValue
    if remainder >= 0 { return remainder }
    return right < 0 ? remainder &- right : remainder &+ right
  }

  @inline(__always)
  static func real(_ left: Double, _ right: Double) -> Double {
    let remainder = left.truncatingRemainder(dividingBy: right)
    return remainder < 0 ? remainder + right.magnitude : remainder
  }

  static func decimal(_ left: KQLDecimal, _ right: KQLDecimal) -> KQLDecimal? {
    guard let remainder = left.remainder(dividingBy: right) else { return nil }
    return remainder.mantissa < 0 ? remainder.adding(right.magnitude) : remainder
  }
}
