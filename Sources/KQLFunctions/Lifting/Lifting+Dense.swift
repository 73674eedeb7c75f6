import KQLColumnar
import KQLTypes

// Loops for bodies that have a result for every value, so that only validity knows of nulls.

extension Lift {
  /// One argument.
  @inline(__always)
  static func dense<A: ColumnElement, R: ColumnElement>(
    _ argument: Datum, to type: ScalarType, _ body: (A) -> R
  ) -> Datum {
    switch argument {
    case .constant(let value):
      guard !value.isNull else { return .constant(.null(type)) }
      return .constant(R.column([body(A(value))], type: type, validity: nil)[0])
    case .column(let column):
      return .column(R.column(DenseLoop.map(A.values(of: column), body), type: type, validity: column.validity))
    }
  }

  /// Two arguments.
  @inline(__always)
  static func dense<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
    _ left: Datum, _ right: Datum, to type: ScalarType, _ body: (A, B) -> R
  ) -> Datum {
    switch (left, right) {
    case (.constant(let value), _):
      guard !value.isNull else { return .constant(.null(type)) }
      let constant = A(value)
      return dense(right, to: type) { (b: B) -> R in body(constant, b) }
    case (_, .constant(let value)):
      guard !value.isNull else { return .constant(.null(type)) }
      let constant = B(value)
      return dense(left, to: type) { (a: A) -> R in body(a, constant) }
    case (.column(let leftColumn), .column(let rightColumn)):
      let values = DenseLoop.zip(A.values(of: leftColumn), B.values(of: rightColumn), body)
      return .column(R.column(values, type: type, validity: leftColumn.validity.and(rightColumn.validity)))
    }
  }

  /// Makes null the rows whose `Int64` value is not acceptable.
  @inline(__always)
  static func nulling(_ datum: Datum, unless isAcceptable: (Int64) -> Bool) -> Datum {
    switch datum {
    case .constant(let value):
      guard let int64 = value.int64, !isAcceptable(int64) else { return datum }
      return .constant(.null(value.type))
    case .column(let column):
      let values = column.int64s
      // Nearly always all are, so the bits are only made when a first look says otherwise.
      var areAllAcceptable = true
      for value in values { areAllAcceptable = areAllAcceptable && isAcceptable(value) }
      if areAllAcceptable { return datum }
      let validity = Bitmap(count: values.count) { isAcceptable(values[$0]) && column.validity.isValid($0) }
      return .column(.int64(values, as: column.type, validity))
    }
  }
}
