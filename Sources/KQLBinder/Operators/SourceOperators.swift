import KQLColumnar
import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `print`: one row.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/print-operator>
extension PrintOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let oneRow = ValuesNode(columns: [], batches: [RecordBatch(columns: [], rowCount: 1)])
    var builder = ProjectionBuilder()
    let scope = ExpressionScope(environment: pipeline.environment)
    let tuples = TupleExtraction()
    binding.bindProjection(columns, into: &builder, style: .print, tuples: tuples, in: scope)
    return BoundTable(ProjectNode(input: tuples.applied(to: oneRow), items: builder.items), isSerialized: true)
  }
}

/// `range x from a to b step c`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/range-operator>
extension RangeOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = ExpressionScope(environment: pipeline.environment)
    var bounds: [BoundExpression] = []
    var types: [ScalarType] = []
    for syntax in [from, to, step] {
      let value = binding.bindExpression(syntax, in: scope)
      bounds.append(value)
      if value.isInvalid { continue }
      types.append(value.type)
      if !value.type.isSummable && value.type != .dynamic {
        binding.report(
          .typeMismatch, "a bound of 'range' must be a number, datetime or timespan, not a \(value.type.name)",
          at: syntax.span)
      }
    }
    let type = Self.columnType(types)
    if types.count == 3, type == nil {
      binding.report(
        .typeMismatch, "'range' cannot count from \(types[0].name) to \(types[1].name) by \(types[2].name)",
        at: from.span.union(step.span))
    }
    let column = binding.makeColumn(name.text, type ?? types.first ?? .long)
    let stepType: ScalarType = column.type == .datetime ? .timespan : column.type
    return BoundTable(
      RangeNode(
        column: column, from: binding.convert(bounds[0], to: column.type, at: from.span),
        to: binding.convert(bounds[1], to: column.type, at: to.span),
        step: binding.convert(bounds[2], to: stepType, at: step.span)),
      isSerialized: true)
  }

  /// The type of the column: the widest number, or what start and end are.
  private static func columnType(_ types: [ScalarType]) -> ScalarType? {
    guard types.count == 3 else { return nil }
    if types.allSatisfy({ $0.isNumeric || $0 == .dynamic }) {
      let widest = OverloadResolution.commonScalarType(of: types.filter { $0 != .dynamic })
      return widest == .int || widest == nil ? .long : widest
    }
    if types[0] == .datetime, types[1] == .datetime, types[2] == .timespan { return .datetime }
    if types.allSatisfy({ $0 == .timespan }) { return .timespan }
    return nil
  }
}

/// `datatable (a:long, …) [ … ]`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datatable-operator>
extension DatatableOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let fields = binding.bindSchema(schema) else { return .invalid }
    let columns = fields.map { binding.makeColumn($0.name, $0.type) }
    let cells = values.filter { if case .missing = $0 { false } else { true } }
    if let known = binding.datatables[span] { return BoundTable(ValuesNode(columns: columns, batches: known)) }
    guard let batches = batches(cells, fields, in: ExpressionScope(environment: pipeline.environment), binding) else {
      return .invalid
    }
    // Each use of a variable binds its table anew; a table of literals is the same each time.
    if cells.allSatisfy(\.isLiteral) { binding.datatables[span] = batches }
    return BoundTable(ValuesNode(columns: columns, batches: batches))
  }

  private func batches(
    _ cells: [ExpressionSyntax], _ fields: [Field], in scope: ExpressionScope, _ binding: QueryBinding
  ) -> [RecordBatch]? {
    guard !fields.isEmpty else {
      guard let first = cells.first else { return [] }
      binding.report(.invalidArgument, "the table has no column for this value", at: first.span)
      return nil
    }
    var builders = fields.map { ColumnBuilder($0.type, capacity: cells.count / fields.count) }
    for (index, cell) in cells.enumerated() {
      let field = fields[index % fields.count]
      let value = binding.bindCell(cell, for: field, in: scope)
      builders[index % fields.count].append(value ?? .null(field.type))
    }
    if cells.count % fields.count != 0, let last = cells.last {
      binding.report(
        .invalidArgument, "the last row has \(cells.count % fields.count) of \(fields.count) values", at: last.span)
      return nil
    }
    if cells.isEmpty { return [] }
    return [RecordBatch(columns: builders.map { $0.finish() }, rowCount: cells.count / fields.count)]
  }
}

extension ExpressionSyntax {
  fileprivate var isLiteral: Bool {
    switch self {
    case .literal: true
    case .unary(let unary): unary.operand.isLiteral
    default: false
    }
  }
}

extension QueryBinding {
  /// A value of a datatable as its column holds it; `nil` when something was reported.
  fileprivate func bindCell(_ syntax: ExpressionSyntax, for field: Field, in scope: ExpressionScope) -> ScalarValue? {
    let bound = bindExpression(syntax, in: scope)
    if bound.isInvalid { return nil }
    guard isConstant(bound), let value = constantValue(bound) else {
      if !isUnknownYet(bound) {
        report(.constantExpected, "the values of a datatable must be constants", at: syntax.span)
      }
      return nil
    }
    if value.type == field.type { return value }
    if field.type == .dynamic { return .dynamic(DynamicValue(value)) }
    return value.converted(to: field.type)
  }
}
