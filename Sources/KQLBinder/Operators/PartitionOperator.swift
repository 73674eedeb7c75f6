import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `partition`: the body runs on the rows of each value of a column; a body in braces has a source of its own and
/// may read the value as a constant. Rows of partitions that are in order stay so, one partition behind the other.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/partition-operator>
extension PartitionOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    OperatorParameters(parameters).report(unknownExcept: [], of: "partition", binding)
    let scope = pipeline.expressions(over: input)
    let bound = binding.bindExpression(by, in: scope)
    guard case .column(let key) = bound else {
      if !bound.isInvalid {
        binding.report(.columnExpected, "'partition' needs the name of a column", at: by.span)
      }
      return .invalid
    }
    if key.type == .dynamic {
      binding.report(
        .typeMismatch, "rows cannot be partitioned by a dynamic value", at: by.span,
        hint: "convert it first, as with 'tostring(…)'")
    }
    let identity = binding.makeSharedIdentity()
    var inner: BoundTable
    if isBraced {
      var environment = pipeline.environment
      environment[key.name] = .scalar(.column(key))
      binding.parameterColumns.insert(key.id)
      inner = binding.bindPipeline(body, environment: environment)
      binding.parameterColumns.remove(key.id)
    } else {
      var implicit = BoundTable(
        SubplanInputNode(identity: identity, columns: input.columns), isSerialized: input.isSerialized)
      implicit.isOpen = input.isOpen
      inner = binding.bindPipeline(body, environment: pipeline.environment, implicitSource: implicit)
    }
    guard !inner.isInvalid, binding.isOneTable(inner, at: span) else { return .invalid }
    inner.plan = PartitionNode(
      input: input.plan, key: key, body: inner.plan, bodyReadsKey: isBraced, inputIdentity: identity)
    inner.name = nil
    return inner
  }
}
