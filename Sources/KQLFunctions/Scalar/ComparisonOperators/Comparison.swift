import KQLColumnar
import KQLTypes

/// A comparison of two values of one type.
enum Comparison: String, CaseIterable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// The physical form in which two types are compared.
enum ComparisonDomain: Sendable {
  case int64
  case real
  case decimal
  case guid
  case string
  /// At least one operand is dynamic, so that each row decides for itself.
  case dynamic

  /// - Returns: `nil` for types that do not compare.
  init?(_ left: ScalarType, _ right: ScalarType) {
    switch (left, right) {
    // Next to a string, a dynamic value counts as its text.
    case (.string, .string), (.string, .dynamic), (.dynamic, .string): self = .string
    case (.dynamic, _), (_, .dynamic): self = .dynamic
    case (.guid, .guid): self = .guid
    case (.datetime, .datetime), (.timespan, .timespan): self = .int64
    default:
      guard left.isNumeric || left == .bool, right.isNumeric || right == .bool else { return nil }
      if left == .decimal || right == .decimal {
        self = .decimal
      } else {
        self = left == .real || right == .real ? .real : .int64
      }
    }
  }

  /// The type to which an operand of a type is converted first.
  func operandType(_ type: ScalarType) -> ScalarType {
    switch self {
    case .int64: type == .bool ? .long : type
    case .real: .real
    case .decimal: .decimal
    case .string: .string
    case .guid, .dynamic: type
    }
  }
}

// MARK: - Typed columns

extension Comparison {
  /// Compares operands of one physical form.
  func compare<Value: ColumnElement & Comparable>(_ left: Datum, _ right: Datum, as: Value.Type) -> Datum {
    switch self {
    case .equal: equality(left, right) { (a: Value, b: Value) in a == b }
    case .notEqual: equality(left, right) { (a: Value, b: Value) in a != b }
    case .less: Lift.dense(left, right, to: .bool) { (a: Value, b: Value) in a < b }
    case .lessOrEqual: Lift.dense(left, right, to: .bool) { (a: Value, b: Value) in a <= b }
    case .greater: Lift.dense(left, right, to: .bool) { (a: Value, b: Value) in a > b }
    case .greaterOrEqual: Lift.dense(left, right, to: .bool) { (a: Value, b: Value) in a >= b }
    }
  }

  /// What equality says of a null next to a value.
  var verdictForOneNull: Bool { self == .notEqual }

  @inline(__always)
  private func equality<Value: ColumnElement>(
    _ left: Datum, _ right: Datum, _ body: (Value, Value) -> Bool
  ) -> Datum {
    switch (left, right) {
    case (.constant(let l), .constant(let r)):
      if l.isNull || r.isNull { return .constant(l.isNull && r.isNull ? .null(.bool) : .bool(verdictForOneNull)) }
      return .constant(.bool(body(Value(l), Value(r))))
    case (.constant(let value), .column(let column)), (.column(let column), .constant(let value)):
      if value.isNull {
        return .column(.bool([Bool](repeating: verdictForOneNull, count: column.count), column.validity))
      }
      let constant = Value(value)
      var verdicts = DenseLoop.map(Value.values(of: column)) { body($0, constant) }
      settleOneNull(&verdicts, where: column.validity)
      return .column(.bool(verdicts))
    case (.column(let l), .column(let r)):
      var verdicts = DenseLoop.zip(Value.values(of: l), Value.values(of: r), body)
      settleOneNull(&verdicts, where: l.validity.and(r.validity))
      return .column(.bool(verdicts, l.validity.or(r.validity)))
    }
  }

  private func settleOneNull(_ verdicts: inout [Bool], where validity: Bitmap?) {
    let verdict = verdictForOneNull
    validity?.forEachUnset { verdicts[$0] = verdict }
  }
}

// MARK: - Single values

extension Comparison {
  /// Applies the comparison to an order: negative, zero or positive.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  var isEquality: Bool { self == .equal || self == .notEqual }
}
