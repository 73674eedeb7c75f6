import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLTypes

extension QueryBinding {
  /// The expression as a value of another type: a constant at once, anything else through a conversion function.
  func convert(_ value: BoundExpression, to type: ScalarType, at span: ByteSpan) -> BoundExpression {
    if value.type == type { return value }
    switch value {
    case .invalid: return .invalid(type)
    case .constant(let constant):
      return .constant(type == .dynamic ? .dynamic(DynamicValue(constant)) : constant.converted(to: type))
    default: break
    }
    guard type == .dynamic else { return makeCall(Self.conversionFunction(to: type), [value], type: type, at: span) }
    // An array with the value as its element holds it as it is; `todynamic` would read text as JSON.
    let array = makeCall("pack_array", [value], type: .dynamic, at: span)
    return makeCall("getelement", [array, .constant(.long(0))], type: .dynamic, at: span)
  }

  static func conversionFunction(to type: ScalarType) -> String {
    switch type {
    case .bool: "tobool"
    case .int: "toint"
    case .long: "tolong"
    case .real: "toreal"
    case .decimal: "todecimal"
    case .datetime: "todatetime"
    case .timespan: "totimespan"
    case .guid: "toguid"
    case .string: "tostring"
    case .dynamic: "todynamic"
    }
  }

  /// Whether a value may be passed for a declared parameter: numbers for one another, dynamic values for anything.
  func isCompatible(_ type: ScalarType, with wanted: ScalarType) -> Bool {
    type == wanted || (type.isNumeric && wanted.isNumeric) || type == .dynamic
  }
}

// MARK: - Constants

extension QueryBinding {
  /// Whether the value does not depend on rows.
  func isConstant(_ expression: BoundExpression) -> Bool {
    switch expression {
    case .constant, .subquery: true
    case .column(let column): isDeclaredParameter(column)
    case .invalid: false
    case .call(let call): call.arguments.allSatisfy(isConstant)
    }
  }

  /// Parameters of a function whose body is only checked are constants of unknown value.
  private func isDeclaredParameter(_ column: PlanColumn) -> Bool { parameterColumns.contains(column.id) }

  /// The value of an expression without columns, computed now; `nil` when it has none yet.
  func constantValue(_ expression: BoundExpression) -> ScalarValue? {
    switch expression {
    case .constant(let value): return value
    case .column, .invalid: return nil
    case .subquery(let subquery): return value(of: subquery)
    case .call(let call):
      guard call.function.volatility != .volatile else { return nil }
      var constants: [ScalarValue] = []
      for argument in call.arguments {
        guard let value = constantValue(argument) else { return nil }
        constants.append(value)
      }
      return evaluate(call, constants)
    }
  }

  private func evaluate(_ call: BoundCall, _ constants: [ScalarValue]) -> ScalarValue? {
    let site = CallSite(
      name: call.function.name, argumentTypes: call.arguments.map(\.type), constants: constants,
      resultType: call.type, now: now)
    do throws(ExecutionError) {
      let kernel = try call.function.prepare(site)
      return try kernel(constants.map { .constant($0) }, 1)[0]
    } catch {
      report(.invalidArgument, error.message, at: call.span)
      return nil
    }
  }

  private func value(of subquery: Subquery) -> ScalarValue? {
    // What reads the rows of a body has another value each time the body runs.
    guard let evaluate = evaluation, subquery.form == .scalar, subquery.plan.subplanInputsRead.isEmpty else {
      return nil
    }
    do throws(ExecutionError) {
      let batch = try evaluate(subquery.plan).compacted()
      guard let column = batch.columns.first, batch.rowCount > 0 else { return .null(subquery.type) }
      return column[0]
    } catch {
      report(.invalidArgument, "the query could not be run: \(error.message)", at: .start)
      return nil
    }
  }

  /// A constant whole number that an operator asks for, such as the count of `take`; reports anything else.
  ///
  /// - Returns: `nil` when something was reported, or nothing is known yet.
  func bindCount(_ bound: BoundExpression, at span: ByteSpan, of what: String) -> Int? {
    if bound.isInvalid { return nil }
    guard bound.type.isInteger else {
      report(.typeMismatch, "\(what) must be a whole number, not a \(bound.type.name)", at: span)
      return nil
    }
    guard isConstant(bound) else {
      report(.constantExpected, "\(what) must be a constant", at: span)
      return nil
    }
    guard let value = constantValue(bound) else {
      if !isUnknownYet(bound) { report(.constantExpected, "\(what) must be a constant", at: span) }
      return nil
    }
    guard let count = value.int64, count >= 0 else {
      report(.invalidArgument, "\(what) must not be \(value.isNull ? "null" : "negative")", at: span)
      return nil
    }
    return Int(exactly: count) ?? .max
  }

  /// Whether the expression is constant but its value shows only when the query, or the function, runs.
  func isUnknownYet(_ expression: BoundExpression) -> Bool {
    switch expression {
    case .column(let column): isDeclaredParameter(column)
    case .subquery: evaluation == nil
    case .call(let call): call.arguments.contains(where: isUnknownYet)
    case .constant, .invalid: false
    }
  }
}

extension BoundExpression {
  /// Whether something was reported about the expression, so that nothing that follows from it is.
  var isInvalid: Bool {
    if case .invalid = self { true } else { false }
  }
}
