import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `mv-expand`, and its legacy form `mvexpand`, which gives no more than 128 rows for a row unless a limit is set.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/mv-expand-operator>
extension MvExpandOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind", "bagexpansion", "with_itemindex"], of: "mv-expand", binding)
    let expansion = binding.bindExpansion(columns, settings, limit: limit, over: input, in: pipeline)
    return input.replacingPlan(
      MvExpandNode(
        input: expansion.source, items: expansion.items, indexColumn: expansion.indexColumn,
        rowLimit: expansion.rowLimit ?? (keyword.text == "mvexpand" ? 128 : nil),
        expandsBagsToArrays: expansion.expandsBagsToArrays, columns: expansion.columns))
  }
}

/// What `mv-expand` and `mv-apply` do to the rows of their input.
struct BoundExpansion {
  /// The input, with what the expressions need.
  var source: any PlanNode
  var items: [MvExpandNode.Item]
  var indexColumn: PlanColumn?
  var rowLimit: Int?
  var expandsBagsToArrays: Bool
  /// Columns of the input in their places, then new ones, then the index.
  var columns: [PlanColumn]
}

extension QueryBinding {
  func bindExpansion(
    _ syntax: [MvExpandOperatorSyntax.Item], _ settings: OperatorParameters, limit: ExpressionSyntax?,
    over input: BoundTable, in pipeline: PipelineScope
  ) -> BoundExpansion {
    let scope = pipeline.windowedExpressions(over: input)
    var columns = input.columns
    var names = UniqueNames(columns.map(\.name))
    var items: [MvExpandNode.Item] = []
    for item in syntax {
      let value = bindExpression(item.expression.withoutName, in: scope)
      if !value.isInvalid, value.type != .dynamic {
        report(
          .typeMismatch, "only dynamic values can be expanded, not a \(value.type.name)", at: item.expression.span,
          hint: value.type == .string ? "'parse_json(…)' or 'split(…)' turn text into an array" : nil)
      }
      let type = item.type.flatMap { bindTypeLiteral(.type($0)) } ?? .dynamic
      var name = ResultName.of(item.expression)
      if let given = name, let position = columns.firstIndex(where: { $0.name == given }) {
        columns[position] = makeColumn(given, type)
        items.append(MvExpandNode.Item(expression: value, column: columns[position]))
        continue
      }
      name = names.add(name)
      let column = makeColumn(name ?? "", type)
      columns.append(column)
      items.append(MvExpandNode.Item(expression: value, column: column))
    }
    var indexColumn: PlanColumn?
    if let index = settings.word("with_itemindex") {
      let column = makeColumn(names.add(index.text), .long)
      columns.append(column)
      indexColumn = column
    }
    var expandsBagsToArrays = false
    if let kind = settings.word("kind", "bagexpansion") {
      switch kind.text.lowercased() {
      case "array": expandsBagsToArrays = true
      case "bag": break
      default:
        report(
          .invalidArgument, "'\(kind.text)' is no way to expand bags", at: kind.span, hint: "write 'bag' or 'array'")
      }
    }
    return BoundExpansion(
      source: scope.windows?.applied(to: input.plan) ?? input.plan, items: items, indexColumn: indexColumn,
      rowLimit: limit.map { bindRowCount($0, of: "limit", in: pipeline) },
      expandsBagsToArrays: expandsBagsToArrays, columns: columns)
  }
}
