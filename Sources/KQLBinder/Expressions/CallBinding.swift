import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Binds a call in a scalar expression: of a declared function, an aggregate, a window function, a call with rules
  /// of its own, or an ordinary function.
  func bindCall(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    let name = call.name.text
    switch scope.environment[name] {
    case .function(let function):
      switch expand(function, call, in: scope) {
      case .scalar(let value): return value
      case .table:
        report(
          .scalarExpected, "function '\(name)' gives a table; a value is expected here", at: call.span,
          hint: "'toscalar(…)' gives the first value of a table")
        return .invalid(.dynamic)
      case .invalid: return .invalid(.dynamic)
      }
    case .invalid: return .invalid(.dynamic)
    case .scalar, .table, .pattern, nil: break
    }
    if let aggregate = FunctionSurface.aggregates[name] {
      if scope.aggregates != nil {
        return bindAggregate(aggregate, call, in: scope).first?.expression ?? .invalid(aggregate.fallbackType)
      }
      if FunctionSurface.scalars[name] == nil {
        report(
          .aggregateNotAllowed,
          scope.isInsideAggregate
            ? "aggregate '\(name)' cannot stand inside another aggregate" : "aggregate '\(name)' cannot stand here",
          at: call.span, hint: scope.isInsideAggregate ? nil : "aggregates belong into 'summarize'")
        return .invalid(.dynamic)
      }
    }
    if let bound = scope.graphFunctions?.bind(call, in: scope, self) { return bound }
    if let special = Self.specialCalls[name] { return special(self, call, scope) }
    if let window = registry.window(name) { return bindWindowCall(window, call, in: scope) }
    guard let entry = FunctionSurface.scalars[name] else {
      reportUnknownFunction(call, in: scope)
      return .invalid(.dynamic)
    }
    return bindFunction(entry, call, in: scope)
  }

  private func reportUnknownFunction(_ call: CallSyntax, in scope: ExpressionScope) {
    let name = call.name.text
    for argument in call.arguments where !isTabular(argument, in: scope.environment) {
      _ = bindArgumentLoosely(argument, in: scope)
    }
    if FunctionSurface.plugins[name] != nil {
      report(
        .unknownFunction, "'\(name)' is a plugin, not a function", at: call.name.span,
        hint: "write '| evaluate \(name)(…)'")
      return
    }
    var candidates = scope.environment.functionNames
    candidates += FunctionSurface.scalars.visibleNames
    if scope.aggregates != nil { candidates += FunctionSurface.aggregates.visibleNames }
    report(
      .unknownFunction, "there is no function '\(name)'", at: call.name.span, hint: didYouMean(name, among: candidates))
  }

  private func bindArgumentLoosely(_ syntax: ExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    switch syntax {
    case .star, .type: .invalid(.dynamic)
    default: bindExpression(syntax, in: scope)
    }
  }

  func warnIfObsolete(_ entry: FunctionSurface.Entry, at span: ByteSpan) {
    guard entry.isObsolete else { return }
    report(
      .obsoleteName, "'\(entry.name)' is obsolete", at: span,
      hint: entry.alternative.map { "use '\($0)' instead" }, severity: .warning)
  }
}

extension FunctionSurface {
  /// The names that messages may offer.
  var visibleNames: [String] { names.filter { !(entries[$0]?.isHidden ?? true) } }
}

// MARK: - Ordinary functions

/// Arguments of a call, matched with the parameters of a signature.
struct BoundArguments {
  var values: [BoundExpression]
  var match: OverloadResolution.Match
  /// The type that a `typeof(…)` argument names.
  var typeLiteral: ScalarType?
}

extension QueryBinding {
  func bindFunction(_ entry: FunctionSurface.Entry, _ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    warnIfObsolete(entry, at: call.name.span)
    let fallback = BoundExpression.invalid(entry.fallbackType)
    guard let arguments = bindArguments(of: entry, call, in: scope) else { return fallback }
    guard let function = implementation(of: entry.name, at: call.name.span) else { return fallback }
    return finish(function, arguments, at: call.span)
  }

  /// The implementation of a documented function. Where only the schema is wanted, one that cannot run stands in.
  func implementation(of name: String, at span: ByteSpan) -> ScalarFunction? {
    if let function = registry.scalar(name) { return function }
    guard options.isAnalysisOnly else {
      report(.unsupported, "function '\(name)' is not supported", at: span)
      return nil
    }
    return ScalarFunction(name) { _ throws(ExecutionError) in
      throw .unsupported("function '\(name)' is not supported")
    }
  }

  func finish(_ function: ScalarFunction, _ arguments: BoundArguments, at span: ByteSpan) -> BoundExpression {
    let types = arguments.values.map(\.type)
    let type =
      function.resultType?(types, arguments.values.map(\.constant))
      ?? OverloadResolution.resultType(
        arguments.match.signature.result, argumentTypes: types, commonType: arguments.match.commonType,
        typeLiteral: arguments.typeLiteral)
      ?? CustomResultTypes.type(of: function.name, argumentTypes: types)
    let call = BoundCall(function: function, arguments: arguments.values, type: type, span: span)
    let canRun = canPrepare(arguments.values, of: function.name, type: type, at: span) {
      (site) throws(ExecutionError) in
      _ = try function.prepare(site)
    }
    guard canRun else { return .invalid(type) }
    // What runs the plan has a clock of its own.
    if fixedNow != nil, function.volatility == .stable, let value = constantValue(.call(call)) {
      return .constant(value)
    }
    return .call(call)
  }

  /// Prepares a call as running it does, so that what is wrong with its constants is reported at its place.
  ///
  /// Calls of which a constant is not known yet are left for later.
  func canPrepare(
    _ arguments: [BoundExpression], of function: String, type: ScalarType, at span: ByteSpan,
    _ prepare: (CallSite) throws(ExecutionError) -> Void
  ) -> Bool {
    if options.isAnalysisOnly || arguments.contains(where: { $0.constant == nil && isConstant($0) }) { return true }
    do throws(ExecutionError) {
      try prepare(
        CallSite(
          name: function, argumentTypes: arguments.map(\.type), constants: arguments.map(\.constant), resultType: type,
          now: now))
      return true
    } catch {
      report(error.kind == .unsupported ? .unsupported : .invalidArgument, error.message, at: span)
      return false
    }
  }

  /// A call that the binder itself makes, of arguments that are known to fit.
  func makeCall(
    _ name: String, _ arguments: [BoundExpression], type: ScalarType, at span: ByteSpan
  ) -> BoundExpression {
    guard let function = implementation(of: name, at: span) else { return .invalid(type) }
    return .call(BoundCall(function: function, arguments: arguments, type: type, span: span))
  }

  /// Binds the arguments of a call, picks the signature and converts them to what it wants.
  ///
  /// - Returns: `nil` when something was reported, here or about an argument.
  func bindArguments(
    of entry: FunctionSurface.Entry, _ call: CallSyntax, in scope: ExpressionScope
  ) -> BoundArguments? {
    var values: [BoundExpression] = []
    var types: [ScalarType?] = []
    var typeLiteral: ScalarType?
    var isInvalid = false
    for argument in call.arguments {
      switch argument {
      case .type:
        typeLiteral = bindTypeLiteral(argument)
        if typeLiteral == nil { isInvalid = true }
        values.append(.constant(.string(typeLiteral?.name ?? "")))
        types.append(nil)
      case .missing:
        isInvalid = true
        values.append(.invalid(.dynamic))
        types.append(nil)
      default:
        let value = bindExpression(argument.withoutName, in: scope)
        if value.isInvalid {
          isInvalid = true
          types.append(nil)
        } else {
          types.append(value.type)
        }
        values.append(value)
      }
    }
    let resolution = OverloadResolution(argumentTypes: types)
    let signatures = entry.signatures + EngineSignatures.additional(to: entry.name)
    let fitting = signatures.filter { !$0.parameterLists(forArgumentCount: types.count).isEmpty }
    guard !fitting.isEmpty else {
      reportArgumentCount(of: entry, call)
      return nil
    }
    guard let match = resolution.best(of: fitting) else {
      reportMismatch(of: entry, fitting, resolution, call)
      return nil
    }
    guard !isInvalid, check(values, match, of: entry, call) else { return nil }
    for index in values.indices where types[index] != nil {
      values[index] = converted(values[index], for: match.parameters[index].type, match, at: call.arguments[index].span)
    }
    return BoundArguments(values: values, match: match, typeLiteral: typeLiteral)
  }

  func converted(
    _ value: BoundExpression, for parameter: ParameterType, _ match: OverloadResolution.Match, at span: ByteSpan
  ) -> BoundExpression {
    switch parameter {
    case .exactly(let type): convert(value, to: type, at: span)
    case .commonScalar, .commonScalarOrDynamic, .commonOrderable:
      match.commonType.map { convert(value, to: $0, at: span) } ?? value
    case .oneOf(let types) where !types.contains(value.type) && types.contains(.string):
      convert(value, to: .string, at: span)
    default: value
    }
  }

  /// Checks what a signature asks of its arguments besides types: constants, columns, allowed values.
  private func check(
    _ values: [BoundExpression], _ match: OverloadResolution.Match, of entry: FunctionSurface.Entry, _ call: CallSyntax
  ) -> Bool {
    var isValid = true
    for (index, parameter) in match.parameters.enumerated() {
      let span = call.arguments[index].span
      switch parameter.form {
      case .constant, .literal:
        if parameter.type == .type { break }
        guard isConstant(values[index]) else {
          report(
            .constantExpected, "argument '\(parameter.name)' of '\(entry.name)' must be a constant", at: span)
          isValid = false
          continue
        }
      case .column, .expression, .starAllowed, .starOnly: break
      }
      if !parameter.allowedValues.isEmpty, let text = constantValue(values[index])?.string,
        !parameter.allowedValues.contains(where: { $0.lowercased() == text.lowercased() })
      {
        report(
          .invalidArgument, "'\(text)' is no value of argument '\(parameter.name)' of '\(entry.name)'", at: span,
          hint: didYouMean(text, among: parameter.allowedValues)
            ?? "the values are \(parameter.allowedValues.prefix(16).map { "'\($0)'" }.joined(separator: ", "))")
        isValid = false
      }
    }
    return isValid
  }
}

extension FunctionSurface.Entry {
  /// A type to go on with when a call could not be bound.
  var fallbackType: ScalarType {
    if case .exactly(let type) = signatures.first?.result { return type }
    return .dynamic
  }
}

extension ExpressionSyntax {
  /// The expression without a name before it.
  var withoutName: ExpressionSyntax {
    if case .named(let named) = self { return named.expression }
    return self
  }
}
