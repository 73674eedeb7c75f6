import KQLColumnar
import KQLTypes

/// Arithmetic between two dynamic values: as between values of the types that they hold.
enum DynamicArithmetic {
  static func kernel(_ operation: ArithmeticOperation) -> ScalarKernel {
    { arguments, rowCount in
      Lift.map(arguments[0], arguments[1], rowCount, to: .dynamic) { (left: DynamicValue, right: DynamicValue) in
        result(operation, left, right)
      }
    }
  }

  /// - Returns: `nil` where the values hold no operands of the operation.
  private static func result(
    _ operation: ArithmeticOperation, _ left: DynamicValue, _ right: DynamicValue
  ) -> DynamicValue? {
    guard left.isScalar, right.isScalar else { return nil }
    let (l, r) = (left.scalar, right.scalar)
    if l.type.isNumeric, r.type.isNumeric { return numbers(operation, l, r) }
    guard let kernel = TimeArithmetic.kernel(operation, l.type, r.type),
      let datum = try? kernel([.constant(l), .constant(r)], 1), let value = datum.constant, !value.isNull
    else { return nil }
    return DynamicValue(value)
  }

  private static func numbers(_ operation: ArithmeticOperation, _ left: ScalarValue, _ right: ScalarValue)
    -> DynamicValue?
  {
    switch (left, right) {
    case (.long(let a), .long(let b)):
      switch operation {
      case .add: return .long(a &+ b)
      case .subtract: return .long(a &- b)
      case .multiply: return .long(a &* b)
      case .divide: return Modulo.quotient(a, b).map(DynamicValue.long)
      case .modulo: return Modulo.long(a, b).map(DynamicValue.long)
      }
    case (.decimal, _), (_, .decimal):
      guard case .decimal(let a) = left.converted(to: .decimal), case .decimal(let b) = right.converted(to: .decimal)
      else { return nil }
      return operation.decimals(a, b).map(DynamicValue.decimal)
    default:
      guard let a = left.number, let b = right.number else { return nil }
      switch operation {
      case .add: return .real(a + b)
      case .subtract: return .real(a - b)
      case .multiply: return .real(a * b)
      case .divide: return .real(a / b)
      case .modulo: return .real(Modulo.real(a, b))
      }
    }
  }

  /// - Returns: `nil` for what has no negative.
  static func negated(_ value: DynamicValue) -> DynamicValue? {
    switch value {
    case .long(let value): .long(0 &- value)
    case .real(let value): .real(-value)
    case .decimal(let value): .decimal(value.negated)
    case .timespan(let value): .timespan(0 &- value)
    default: nil
    }
  }
}
