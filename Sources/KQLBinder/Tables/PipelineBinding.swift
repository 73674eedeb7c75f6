import KQLDiagnostics
import KQLPlan
import KQLSyntax

/// An operator that follows a pipe. Each operator's syntax is extended by this in a file of its own; one that is
/// not is refused by name.
protocol BindableOperator: OperatorSyntax {
  /// - Parameter pipeline: What the operator may refer to; `as` adds to it.
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable
}

/// An operator that a query may begin with.
protocol BindableSource: OperatorSyntax {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable
}

/// What the operators of one pipeline see besides their input.
struct PipelineScope {
  var environment: Environment
  /// The table that operators without a source of their own take (`mv-apply`, `fork`, `partition`, `facet`).
  var implicitSource: BoundTable?
  /// Whether nothing follows the operator that is being bound.
  var isLastOperator = false
}

extension PipelineScope {
  /// The scope of expressions over a table.
  func expressions(over table: BoundTable) -> ExpressionScope {
    ExpressionScope(environment: environment, row: RowScope(table))
  }

  /// As ``expressions(over:)``, where window functions are allowed.
  func windowedExpressions(over table: BoundTable) -> ExpressionScope {
    var scope = expressions(over: table)
    scope.windows = WindowExtraction(isSerialized: table.isSerialized)
    return scope
  }
}

// MARK: - Pipelines

extension QueryBinding {
  /// Binds a source and the operators that it is piped through.
  ///
  /// - Parameter implicitSource: The input of a pipeline that has no source of its own, as in `mv-apply`.
  func bindPipeline(
    _ pipeline: PipelineSyntax, environment: Environment, implicitSource: BoundTable? = nil
  ) -> BoundTable {
    nested(at: pipeline.span, otherwise: .invalid) {
      var scope = PipelineScope(environment: environment, implicitSource: implicitSource)
      var rest = pipeline.operators[...]
      var table: BoundTable
      if let source = pipeline.source {
        table = bindTable(source, in: environment)
      } else if let implicitSource {
        table = implicitSource
      } else if pipeline.beginsWithPipe {
        table = bindDefaultTable(at: pipeline.span)
      } else if let first = rest.popFirst() {
        scope.isLastOperator = rest.isEmpty
        table = bindSource(first, in: &scope)
      } else {
        report(.tableExpected, "a table or an operator that gives one is expected here", at: pipeline.span)
        return .invalid
      }
      while let next = rest.popFirst() {
        guard !table.isInvalid || table.isOpen else { return .invalid }
        scope.isLastOperator = rest.isEmpty
        table = bindOperator(next, on: table, in: &scope)
      }
      return table
    }
  }

  private func bindSource(_ syntax: any OperatorSyntax, in scope: inout PipelineScope) -> BoundTable {
    guard countPart(at: syntax.span) else { return .invalid }
    guard let source = syntax as? any BindableSource else {
      if syntax is any BindableOperator {
        report(
          .unexpectedSyntax, "'\(syntax.keyword.text)' cannot begin a query: it needs a table to work on",
          at: syntax.keyword.span)
      } else {
        report(.unsupported, "operator '\(syntax.keyword.text)' is not supported", at: syntax.keyword.span)
      }
      return .invalid
    }
    return source.bindSource(in: &scope, self)
  }

  private func bindOperator(
    _ syntax: any OperatorSyntax, on table: BoundTable, in scope: inout PipelineScope
  ) -> BoundTable {
    guard countPart(at: syntax.span) else { return .invalid }
    if !table.branches.isEmpty {
      report(.unexpectedSyntax, "nothing can follow an operator that gives several results", at: syntax.span)
      return .invalid
    }
    guard let bindable = syntax as? any BindableOperator else {
      if syntax is any BindableSource {
        report(.unexpectedSyntax, "'\(syntax.keyword.text)' can only begin a query", at: syntax.keyword.span)
      } else {
        report(.unsupported, "operator '\(syntax.keyword.text)' is not supported", at: syntax.keyword.span)
      }
      return .invalid
    }
    if table.graph != nil, !(syntax is any GraphOperator) {
      report(
        .tableExpected, "'\(syntax.keyword.text)' needs a table, but its input is a graph", at: syntax.keyword.span)
      return .invalid
    }
    var result = bindable.bind(table, in: &scope, self)
    if table.isInvalid {
      // What depends on something that was reported stays quiet, whatever operators come between.
      result.isInvalid = true
      result.isOpen = true
    }
    return result
  }

  private func bindDefaultTable(at span: ByteSpan) -> BoundTable {
    guard let name = options.defaultTable else {
      let tables = catalog.names.map { "'\($0)'" }.joined(separator: ", ")
      report(
        .missingDefaultTable,
        catalog.names.isEmpty
          ? "the query begins with a pipe, but there is no table"
          : "the query begins with a pipe, but not with a table",
        at: ByteSpan(span.lower, span.lower), hint: catalog.names.isEmpty ? nil : "the tables are \(tables)")
      return .invalid
    }
    guard let table = catalog[name] else {
      report(.unknownTable, "unknown table '\(name)'", at: ByteSpan(span.lower, span.lower))
      return .invalid
    }
    return scan(table, name: name)
  }
}

/// An operator whose input is a graph.
protocol GraphOperator: BindableOperator {}
