import KQLColumnar
import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `as`: later parts of the query can name the table as it is here.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/as-operator>
extension AsOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let variable = TableVariable(name: name.text, source: .shared(identity: binding.makeSharedIdentity(), input))
    pipeline.environment[name.text] = .table(variable)
    var result = input
    result.name = name.text
    return result
  }
}

/// `render`: kept as metadata of the result.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/render-operator>
extension RenderOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var values: [(name: String, value: ScalarValue)] = []
    for property in properties {
      values.append((property.name.text, binding.propertyValue(property.value)))
    }
    var result = input
    result.visualization = BoundQuery.Visualization(chart: chart.text, properties: values)
    return result
  }
}

/// `getschema`: a table of the columns.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/getschema-operator>
extension GetSchemaOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let ordinalType: ScalarType = binding.options.isAnalysisOnly ? .long : .int
    let columns = [
      binding.makeColumn("ColumnName", .string), binding.makeColumn("ColumnOrdinal", ordinalType),
      binding.makeColumn("DataType", .string), binding.makeColumn("ColumnType", .string),
    ]
    let described = input.columns
    let batch = RecordBatch(
      columns: [
        .string(described.map(\.name)),
        .int64(described.indices.map(Int64.init), as: ordinalType),
        .string(described.map(\.type.dotNetName)),
        .string(described.map(\.type.name)),
      ], rowCount: described.count)
    var result = input.replacingPlan(
      ValuesNode(columns: columns, batches: described.isEmpty ? [] : [batch]), isSerialized: true)
    result.isOpen = false
    return result
  }
}

extension QueryBinding {
  /// The value of a setting: a literal, or a word that stands for itself.
  func propertyValue(_ syntax: ExpressionSyntax) -> ScalarValue {
    switch syntax {
    case .name(let name): return .string(name.text)
    case .literal(let literal):
      if case .constant(let value) = bindLiteral(literal) { return value }
      return .string(literal.content)
    default:
      let bound = bindExpression(syntax, in: ExpressionScope(environment: Environment()))
      return constantValue(bound) ?? .string(source.text(syntax.span))
    }
  }
}
