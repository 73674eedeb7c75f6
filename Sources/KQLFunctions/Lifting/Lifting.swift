import KQLColumnar
import KQLTypes

/// Loops that turn a function of single values into one of columns.
///
/// A null argument gives a null result, and `nil` from the body gives a null. Constants are computed once.
enum Lift {
  /// One argument.
  @inline(__always)
  static func map<A: ColumnElement, R: ColumnElement>(
    _ argument: Datum, _ rowCount: Int, to type: ScalarType, _ body: (A) -> R?
  ) -> Datum {
    switch argument {
    case .constant(let value):
      guard !value.isNull, let result = body(A(value)) else { return .constant(.null(type)) }
      return .constant(R.column([result], type: type, validity: nil)[0])
    case .column(let column):
      let values = A.values(of: column)
      var results: [R] = []
      results.reserveCapacity(rowCount)
      let valid = column.validity
      var validity = valid
      for row in 0..<rowCount {
        if let valid, !valid.isSet(row) {
          results.append(R.placeholder)
          continue
        }
        if let result = body(values[row]) {
          results.append(result)
        } else {
          results.append(R.placeholder)
          if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
          validity![row] = false
        }
      }
      return .column(R.column(results, type: type, validity: validity))
    }
  }

  /// Two arguments.
  @inline(__always)
  static func map<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
    _ left: Datum, _ right: Datum, _ rowCount: Int, to type: ScalarType, _ body: (A, B) -> R?
  ) -> Datum {
    switch (left, right) {
    case (.constant(let value), _):
      guard !value.isNull else { return .constant(.null(type)) }
      let constant = A(value)
      return map(right, rowCount, to: type) { (b: B) -> R? in body(constant, b) }
    case (_, .constant(let value)):
      guard !value.isNull else { return .constant(.null(type)) }
      let constant = B(value)
      return map(left, rowCount, to: type) { (a: A) -> R? in body(a, constant) }
    case (.column(let leftColumn), .column(let rightColumn)):
      let lefts = A.values(of: leftColumn)
      let rights = B.values(of: rightColumn)
      let both = leftColumn.validity.and(rightColumn.validity)
      var results: [R] = []
      results.reserveCapacity(rowCount)
      var validity = both
      for row in 0..<rowCount {
        if let both, !both.isSet(row) {
          results.append(R.placeholder)
          continue
        }
        if let result = body(lefts[row], rights[row]) {
          results.append(result)
        } else {
          results.append(R.placeholder)
          if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
          validity![row] = false
        }
      }
      return .column(R.column(results, type: type, validity: validity))
    }
  }

  /// One string argument, read as UTF-8.
  @inline(__always)
  static func mapString<R: ColumnElement>(
    _ argument: Datum, _ rowCount: Int, to type: ScalarType, _ body: (UnsafeBufferPointer<UInt8>) -> R?
  ) -> Datum {
    switch argument {
    case .constant(let value):
      var string = value.string ?? ""
      guard let result = string.withUTF8({ body($0) }) else { return .constant(.null(type)) }
      return .constant(R.column([result], type: type, validity: nil)[0])
    case .column(let column):
      let strings = column.strings
      var results: [R] = []
      results.reserveCapacity(rowCount)
      var validity: Bitmap?
      for row in 0..<rowCount {
        if let result = body(strings[row]) {
          results.append(result)
        } else {
          results.append(R.placeholder)
          if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
          validity![row] = false
        }
      }
      return .column(R.column(results, type: type, validity: validity))
    }
  }

  /// One string argument to a string; the body appends the result to the buffer, which comes empty.
  @inline(__always)
  static func mapStringToString(
    _ argument: Datum, _ rowCount: Int, _ body: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
  ) -> Datum {
    var buffer: [UInt8] = []
    switch argument {
    case .constant(let value):
      var string = value.string ?? ""
      string.withUTF8 { body($0, &buffer) }
      return .constant(.string(String(decoding: buffer, as: UTF8.self)))
    case .column(let column):
      let strings = column.strings
      let heap = StringHeap(isDistinct: false, capacity: rowCount)
      for row in 0..<rowCount {
        buffer.clear()
        body(strings[row], &buffer)
        _ = buffer.withUnsafeBufferPointer { heap.append($0) }
      }
      return .column(.string(StringColumn(heap: heap)))
    }
  }

  /// Any number of arguments, row by row as scalar values; the slow path for functions that are seldom called on
  /// many rows. Nulls are handed to the body.
  static func rows(
    _ arguments: [Datum], _ rowCount: Int, to type: ScalarType,
    _ body: ([ScalarValue]) throws(ExecutionError) -> ScalarValue
  ) throws(ExecutionError) -> Datum {
    if arguments.allSatisfy({ $0.constant != nil }) {
      return .constant(try body(arguments.map { $0.constant! }))
    }
    var builder = ColumnBuilder(type, capacity: rowCount)
    var values = arguments.map { $0.constant ?? .null(.bool) }
    for row in 0..<rowCount {
      for index in arguments.indices {
        if case .column(let column) = arguments[index] { values[index] = column[row] }
      }
      builder.append(try body(values))
    }
    return .column(builder.finish())
  }
}

extension ScalarFunction {
  /// A function computed row by row on scalar values.
  ///
  /// - Parameters:
  ///   - propagatesNull: Whether any null argument makes the result null without a call of `body`. A `string`
  ///     argument is never null.
  ///   - body: Gives a value of the call site's result type or a null; `CallSite` has what is constant.
  static func rowwise(
    _ name: String, volatility: Volatility = .pure, propagatesNull: Bool = true,
    resultType: (@Sendable ([ScalarType], [ScalarValue?]) -> ScalarType?)? = nil,
    _ body: @escaping @Sendable ([ScalarValue], CallSite) throws(ExecutionError) -> ScalarValue
  ) -> ScalarFunction {
    ScalarFunction(name, volatility: volatility, resultType: resultType) { site throws(ExecutionError) in
      { (arguments, rowCount) throws(ExecutionError) in
        try Lift.rows(arguments, rowCount, to: site.resultType) { (values) throws(ExecutionError) in
          if propagatesNull, values.contains(where: \.isNull) { return .null(site.resultType) }
          return try body(values, site)
        }
      }
    }
  }
}
