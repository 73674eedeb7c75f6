import KQLColumnar
import KQLTypes

/// Comparisons with a dynamic operand, by the value that each row holds.
///
/// Next to an operand of another type, a dynamic value of a different kind is converted to that type. So a fraction next
/// to a whole number loses what is behind its point: `dynamic(0.5) > 0` is false, `dynamic(0.5) > 0.0` is true.
enum DynamicComparison {
  static func compare(_ comparison: Comparison, _ left: Datum, _ right: Datum, _ rowCount: Int) -> Datum {
    let (leftType, rightType) = (left.type, right.type)
    if let l = left.constant, let r = right.constant {
      return .constant(verdict(comparison, l, r, leftType, rightType).map(ScalarValue.bool) ?? .null(.bool))
    }
    var builder = ColumnBuilder(.bool, capacity: rowCount)
    for row in 0..<rowCount {
      if let verdict = verdict(comparison, left[row], right[row], leftType, rightType) {
        builder.append(verdict)
      } else {
        builder.appendNull()
      }
    }
    return .column(builder.finish())
  }

  /// - Returns: `nil` for null.
  static func verdict(
    _ comparison: Comparison, _ left: ScalarValue, _ right: ScalarValue, _ leftType: ScalarType,
    _ rightType: ScalarType
  ) -> Bool? {
    let l = adapted(left, to: rightType)
    let r = adapted(right, to: leftType)
    if l.isNull || r.isNull {
      guard comparison.isEquality, l.isNull != r.isNull else { return nil }
      return comparison.verdictForOneNull
    }
    switch (l, r) {
    case (.dynamic(let a), .dynamic(let b)):
      guard comparison.isEquality else { return nil }
      return (a == b) == (comparison == .equal)
    case (.real(let a), _) where a.isNaN: return comparison == .notEqual
    case (_, .real(let b)) where b.isNaN: return comparison == .notEqual
    default:
      guard l.type == r.type || (l.type.isNumeric && r.type.isNumeric) else {
        return comparison.isEquality ? comparison == .notEqual : nil
      }
      return comparison.holds(ScalarValue.compare(l, r))
    }
  }

  /// A dynamic value as a scalar, brought to the other operand's type where they differ in kind.
  ///
  /// Whole numbers of different widths are compared as they are.
  private static func adapted(_ value: ScalarValue, to other: ScalarType) -> ScalarValue {
    guard case .dynamic(let dynamic) = value else { return value }
    let scalar = dynamic.scalar
    if other == .dynamic || scalar.type == other { return scalar }
    if scalar.type.isNumeric, other.isNumeric {
      return other.isInteger && !scalar.type.isInteger ? dynamic.converted(to: .long) : scalar
    }
    return dynamic.converted(to: other)
  }
}
