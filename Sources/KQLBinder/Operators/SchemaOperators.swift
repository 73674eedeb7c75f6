import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `assert-schema`: an error when the input has other columns.
extension AssertSchemaOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let fields = binding.bindSchema(schema) else { return .invalid }
    guard !binding.options.isAnalysisOnly, !input.isOpen else { return input }
    let actual = Schema(input.columns)
    if actual != Schema(fields) {
      binding.report(
        .typeMismatch, "the columns are \(actual), not \(Schema(fields))", at: schema.span)
    }
    return input
  }
}

/// `project-by-names`: columns whose names, or patterns of names, are values.
extension ProjectByNamesOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var chosen: [PlanColumn] = []
    let row = RowScope(input)
    for syntax in columns {
      for name in names(syntax, pipeline, binding) {
        let matching = name.contains("*") ? row.columns(matching: name) : row[name].map { [$0] } ?? []
        for column in matching where !chosen.contains(where: { $0.id == column.id }) { chosen.append(column) }
      }
    }
    return input.replacingPlan(.passingOn(chosen, of: input.plan))
  }

  private func names(
    _ syntax: ExpressionSyntax, _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> [String] {
    switch syntax {
    case .missing: return []
    case .star: return ["*"]
    case .namePattern(let pattern): return [pattern.pattern]
    default: break
    }
    let bound = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
    if bound.isInvalid { return [] }
    guard let value = binding.constantValue(bound) else {
      if !binding.isUnknownYet(bound) {
        binding.report(.constantExpected, "the names of columns must be constants", at: syntax.span)
      }
      return []
    }
    switch value {
    case .string(let name): return [name]
    case .dynamic(.array(let elements)): return elements.map(\.text)
    case .dynamic(.string(let name)): return [name]
    default:
      binding.report(.typeMismatch, "a name or an array of names is expected here", at: syntax.span)
      return []
    }
  }
}

/// `externaldata`: reads a file that the caller named, and no other.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/externaldata-operator>
extension ExternalDataOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let fields = binding.bindSchema(schema) else { return .invalid }
    var settings: [String: ScalarValue] = [:]
    for property in properties { settings[property.name.text.lowercased()] = binding.propertyValue(property.value) }
    var members: [BoundTable] = []
    for syntax in locations {
      let bound = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
      if bound.isInvalid { continue }
      guard let location = binding.constantValue(bound)?.string else {
        if !binding.isUnknownYet(bound) {
          binding.report(.constantExpected, "the location must be a constant string", at: syntax.span)
        }
        continue
      }
      do throws(ExecutionError) {
        guard let table = try binding.options.externalTable?(location, Schema(fields), settings) else {
          binding.reportUnsupported(
            "'externaldata' reads only files that were given as inputs; this is none of them", at: syntax.span)
          continue
        }
        members.append(binding.scan(table, name: location))
      } catch {
        binding.report(error.kind == .unsupported ? .unsupported : .invalidArgument, error.message, at: syntax.span)
      }
    }
    if members.isEmpty {
      return BoundTable(ValuesNode(columns: fields.map { binding.makeColumn($0.name, $0.type) }, batches: []))
    }
    return members.count == 1 ? members[0] : binding.union(members, kind: .outer, sourceColumn: nil)
  }
}

/// Forms that only clusters run.
extension InlineTableOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    binding.report(
      .unsupported, "'\(keyword.text)' is not supported: it needs a cluster", at: keyword.span)
    return .invalid
  }
}
