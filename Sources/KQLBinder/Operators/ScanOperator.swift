import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `scan`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scan-operator>
extension ScanOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["with_match_id"], of: "scan", binding)
    if !input.isSerialized, orderBy.isEmpty, !binding.options.isAnalysisOnly {
      binding.report(
        .serializedInputRequired, "'scan' needs rows in a known order", at: keyword.span,
        hint: "put 'sort by …' or 'serialize' before it")
    }
    var source = input.plan
    let inputScope = pipeline.expressions(over: input)
    if !orderBy.isEmpty { source = SortNode(input: source, keys: binding.bindSortKeys(orderBy, in: inputScope)) }
    let partitions = partitionBy.map { binding.bindExpression($0.withoutName, in: inputScope) }
    let declared = bindDeclarations(input, pipeline, binding)
    let replaced = replacedColumns(input, declared, binding)

    let visible = input.columns + declared.map(\.column)
    var scope = ExpressionScope(environment: pipeline.environment, row: RowScope(visible, isOpen: input.isOpen))
    for step in steps {
      if scope.elements[step.name.text] != nil {
        binding.report(.duplicateName, "step '\(step.name.text)' is given twice", at: step.name.span)
      }
      scope.elements[step.name.text] = ElementScope(visible, isOpen: input.isOpen)
    }
    let bound = steps.map { bind($0, declared, replaced, in: scope, binding) }
    var states: [StepScanNode.StateColumn] = []
    for (index, step) in steps.enumerated() {
      for use in scope.elements[step.name.text]?.uses ?? []
      where !states.contains(where: { $0.column.id == use.column.id }) {
        let source = replaced.first { $0.column.id == use.source.id }?.declaration.column ?? use.source
        states.append(StepScanNode.StateColumn(step: index, source: source.id, column: use.column))
      }
    }
    let matchId = settings.word("with_match_id").map { name in
      if visible.contains(where: { $0.name == name.text }) {
        binding.report(.duplicateName, "there is another column '\(name.text)'", at: name.span)
      }
      return binding.makeColumn(name.text, .long)
    }
    let scan = StepScanNode(
      input: source, declarations: declared + replaced.map(\.declaration), stateColumns: states,
      partitionBy: partitions, steps: bound, matchIdColumn: matchId)
    if replaced.isEmpty { return input.replacingPlan(scan, isSerialized: true) }
    let kept = visible + (matchId.map { [$0] } ?? [])
    let items = kept.map { column in
      guard let replacement = replaced.first(where: { $0.column.id == column.id }) else {
        return ProjectNode.Item(column: column, expression: .column(column))
      }
      return ProjectNode.Item(
        column: binding.makeColumn(column.name, column.type), expression: .column(replacement.declaration.column))
    }
    return input.replacingPlan(ProjectNode(input: scan, items: items), isSerialized: true)
  }

  /// A column of the input that a step assigns to: a column that every step computes takes its place.
  private struct Replacement {
    var column: PlanColumn
    var declaration: StepScanNode.Declaration
  }

  private func replacedColumns(
    _ input: BoundTable, _ declared: [StepScanNode.Declaration], _ binding: QueryBinding
  ) -> [Replacement] {
    var assigned: Set<String> = []
    for case .named(let named) in steps.flatMap(\.assignments) {
      named.names.first.map { _ = assigned.insert($0.text) }
    }
    for declaration in declared { assigned.remove(declaration.column.name) }
    return input.columns.filter { assigned.contains($0.name) }.map { column in
      Replacement(
        column: column,
        declaration: StepScanNode.Declaration(
          column: binding.makeColumn("$\(column.name)", column.type), initial: .constant(.null(column.type))))
    }
  }

  private func bindDeclarations(
    _ input: BoundTable, _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> [StepScanNode.Declaration] {
    var names = Set(input.columns.map(\.name))
    return declarations.compactMap { declaration in
      guard case .scalar(let typeName) = declaration.type.form, let type = binding.bindTypeName(typeName) else {
        return nil
      }
      if !names.insert(declaration.name.text).inserted {
        binding.report(
          .duplicateName, "there is another column '\(declaration.name.text)'", at: declaration.name.span)
      }
      var initial = BoundExpression.constant(.null(type))
      if let syntax = declaration.defaultValue {
        let value = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
        if !value.isInvalid, !binding.isConstant(value) {
          binding.report(.constantExpected, "the initial value of a column must be a constant", at: syntax.span)
        }
        initial = binding.convert(value, to: type, at: syntax.span)
      }
      return StepScanNode.Declaration(
        column: binding.makeColumn(declaration.name.text, type), initial: initial)
    }
  }

  private func bind(
    _ step: Step, _ declared: [StepScanNode.Declaration], _ replaced: [Replacement], in scope: ExpressionScope,
    _ binding: QueryBinding
  ) -> StepScanNode.Step {
    let targets = declared.map { ($0.column.name, $0.column.type) } + replaced.map { ($0.column.name, $0.column.type) }
    let condition = binding.bindCondition(step.condition, in: scope)
    var assignments: [(declaration: Int, value: BoundExpression)] = []
    for assignment in step.assignments {
      guard case .named(let named) = assignment, let name = named.names.first else {
        if case .missing = assignment { continue }
        binding.report(.expectedSyntax, "an assignment such as 'a = 1' is expected here", at: assignment.span)
        continue
      }
      let value = binding.bindExpression(named.expression, in: scope)
      guard let index = targets.firstIndex(where: { $0.0 == name.text }) else {
        binding.report(
          .unknownColumn, "'\(name.text)' is not declared by 'scan'", at: name.span,
          hint: binding.didYouMean(name.text, among: declared.map(\.column.name)))
        continue
      }
      let type = targets[index].1
      if value.isInvalid { continue }
      guard binding.isCompatible(value.type, with: type) else {
        binding.report(
          .typeMismatch, "'\(name.text)' is a \(type.name), not a \(value.type.name)", at: named.expression.span)
        continue
      }
      assignments.append((index, binding.convert(value, to: type, at: named.expression.span)))
    }
    for (index, replacement) in replaced.enumerated()
    where !assignments.contains(where: { $0.declaration == declared.count + index }) {
      assignments.append((declared.count + index, .column(replacement.column)))
    }
    let output: StepScanNode.Step.Output =
      switch step.output {
      case .all: .all
      case .last: .last
      case .none: .none
      }
    return StepScanNode.Step(
      name: step.name.text, isOptional: step.isOptional, output: output, condition: condition,
      assignments: assignments)
  }
}
