import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// Names that must differ; a name that is taken gets the first number that makes it free.
struct UniqueNames {
  private var taken: Set<String>
  /// For each base, a number below which all are taken.
  private var nextNumbers: [String: Int] = [:]

  init(_ taken: some Sequence<String> = []) {
    self.taken = Set(taken)
  }

  /// - Parameter name: `nil` asks for `Column1`, `Column2`, ….
  mutating func add(_ name: String?) -> String {
    if let name, !name.isEmpty, taken.insert(name).inserted { return name }
    let base = name.flatMap { $0.isEmpty ? nil : $0 } ?? "Column"
    var number = nextNumbers[base] ?? 1
    while !taken.insert("\(base)\(number)").inserted { number += 1 }
    nextNumbers[base] = number + 1
    return "\(base)\(number)"
  }

  func contains(_ name: String) -> Bool { taken.contains(name) }
}

/// Collects the columns of a projection and sees to their names, as Kusto does.
///
/// A name that the query gives must be new among given names; one that it does not give is made unique. A column of
/// the input that is passed on keeps its id.
struct ProjectionBuilder {
  private(set) var items: [ProjectNode.Item] = []
  private var usedIDs: Set<ColumnID> = []
  private var positions: [String: Int] = [:]
  private var declared: Set<String> = []
  private var names = UniqueNames()

  /// Starts with columns that later ones may replace, as `extend` does.
  init(_ columns: [PlanColumn] = []) {
    for column in columns {
      positions[column.name] = items.count
      _ = names.add(column.name)
      usedIDs.insert(column.id)
      items.append(ProjectNode.Item(column: column, expression: .column(column)))
    }
  }
}

extension ProjectionBuilder {
  var columns: [PlanColumn] { items.map(\.column) }

  /// Adds a column under a name that the query gives.
  ///
  /// - Returns: Whether the name was new.
  mutating func declare(
    _ name: String, _ expression: BoundExpression, replacing: Bool, _ binding: QueryBinding
  ) -> Bool {
    guard declared.insert(name).inserted else { return false }
    if replacing, let position = positions[name] {
      replaceItem(at: position, name, expression, binding)
    } else {
      declared.insert(add(name, expression, replacing: false, binding))
    }
    return true
  }

  /// Adds a column under a name that follows from its expression; `nil` for none.
  ///
  /// - Returns: The name that it got.
  @discardableResult
  mutating func add(
    _ name: String?, _ expression: BoundExpression, replacing: Bool, _ binding: QueryBinding
  ) -> String {
    if replacing, let name, let position = positions[name] {
      replaceItem(at: position, name, expression, binding)
      return name
    }
    let unique = names.add(name)
    positions[unique] = items.count
    items.append(item(unique, expression, binding))
    return unique
  }

  /// Puts other expressions and ids in place of the last items, under the same names.
  mutating func replaceItems(from start: Int, with replacements: [ProjectNode.Item]) {
    items.replaceSubrange(start..., with: replacements)
  }

  private mutating func replaceItem(
    at position: Int, _ name: String, _ expression: BoundExpression, _ binding: QueryBinding
  ) {
    usedIDs.remove(items[position].column.id)
    items[position] = item(name, expression, binding)
  }

  private mutating func item(
    _ name: String, _ expression: BoundExpression, _ binding: QueryBinding
  ) -> ProjectNode.Item {
    if case .column(var column) = expression, usedIDs.insert(column.id).inserted {
      column.name = name
      return ProjectNode.Item(column: column, expression: expression)
    }
    return ProjectNode.Item(column: binding.makeColumn(name, for: expression), expression: expression)
  }
}

// MARK: - Values

/// One value of an item in a projection; some calls give several.
struct ProjectedValue {
  var name: String?
  var expression: BoundExpression
}

/// Values that are computed once and used by several columns: calls that give several values.
final class TupleExtraction {
  var items: [ProjectNode.Item] = []

  func add(_ item: ProjectNode.Item) { items.append(item) }

  func applied(to input: any PlanNode) -> any PlanNode {
    if items.isEmpty { return input }
    return ProjectNode(
      input: input, items: input.columns.map { ProjectNode.Item(column: $0, expression: .column($0)) } + items)
  }
}

/// How the columns of an operator get their names.
enum ProjectionStyle {
  case project
  case extend
  case print
  case summarize
}

extension QueryBinding {
  /// Binds the items of a projection into the builder.
  func bindProjection(
    _ syntax: [ExpressionSyntax], into builder: inout ProjectionBuilder, style: ProjectionStyle,
    tuples: TupleExtraction, in scope: ExpressionScope
  ) {
    for (index, item) in syntax.enumerated() {
      bindProjectionItem(item, at: index, into: &builder, style: style, tuples: tuples, in: scope)
    }
  }

  private func bindProjectionItem(
    _ syntax: ExpressionSyntax, at index: Int, into builder: inout ProjectionBuilder, style: ProjectionStyle,
    tuples: TupleExtraction, in scope: ExpressionScope
  ) {
    switch syntax {
    case .missing: break
    case .star(let span):
      guard style == .project || style == .summarize else {
        report(.unexpectedSyntax, "'*' cannot stand here", at: span)
        return
      }
      for column in scope.row.columns where !builder.columns.contains(where: { $0.name == column.name }) {
        builder.add(column.name, .column(column), replacing: true, self)
      }
    case .named(let named):
      let values = bindValues(named.expression, tuples: tuples, in: scope)
      bindNamed(named, values, into: &builder, style: style)
    default:
      let values = bindValues(syntax, tuples: tuples, in: scope)
      if style == .print, values.count == 1 {
        builder.add("print_\(index)", values[0].expression, replacing: false, self)
      } else if style != .print, values.count == 1, let column = declaredColumn(syntax, values[0].expression) {
        // A column on its own counts as a name that the query gives.
        declare(column, values[0].expression, at: syntax.span, into: &builder, replacing: false)
      } else {
        let replaces = style == .extend && values.count == 1
        for value in values { builder.add(value.name, value.expression, replacing: replaces, self) }
      }
    }
  }

  private func bindNamed(
    _ named: NamedExpressionSyntax, _ values: [ProjectedValue], into builder: inout ProjectionBuilder,
    style: ProjectionStyle
  ) {
    if values.count == 1, named.names.count > 1 {
      if values[0].expression.isInvalid { return }
      report(.invalidArgument, "the expression gives one value, not \(named.names.count)", at: named.expression.span)
      return
    }
    // To `extend` a list of names is a choice, to `project` the start of the list: so the pages of Kusto say.
    let dropsUnnamed = style == .print || (style == .extend && named.isTuple)
    for (index, value) in values.enumerated() {
      if index < named.names.count {
        let name = named.names[index]
        declare(
          name.text, value.expression, at: name.span, into: &builder, replacing: style == .extend || values.count > 1)
      } else if !dropsUnnamed {
        builder.add(value.name, value.expression, replacing: false, self)
      }
    }
    for name in named.names.dropFirst(values.count) where values.count > 1 {
      report(.invalidArgument, "there is no value for '\(name.text)'", at: name.span)
    }
  }

  func declare(
    _ name: String, _ expression: BoundExpression, at span: ByteSpan, into builder: inout ProjectionBuilder,
    replacing: Bool
  ) {
    if !builder.declare(name, expression, replacing: replacing, self) {
      report(.duplicateName, "column '\(name)' is given twice", at: span)
    }
  }

  /// The name of the column that the syntax refers to, also through a conversion that changes nothing.
  private func declaredColumn(_ syntax: ExpressionSyntax, _ value: BoundExpression) -> String? {
    switch syntax.withoutParentheses {
    case .name(let name):
      if case .column(let column) = value, column.name == name.text { return name.text }
      return nil
    case .call(let call):
      // `tostring(b)` of a string column is that column.
      guard call.arguments.count == 1, case .name(let name) = call.arguments[0].withoutParentheses,
        case .call(let bound) = value, case .column(let column)? = bound.arguments.first, column.name == name.text,
        column.type == bound.type, call.name.text == Self.conversionFunction(to: bound.type)
      else { return nil }
      return name.text
    default: return nil
    }
  }

  /// Binds an expression of a projection. A call that gives several values gives one a column.
  func bindValues(
    _ syntax: ExpressionSyntax, tuples: TupleExtraction, in scope: ExpressionScope
  ) -> [ProjectedValue] {
    if case .call(let call) = syntax.withoutParentheses, scope.environment[call.name.text] == nil {
      if scope.aggregates != nil, let entry = FunctionSurface.aggregates[call.name.text] {
        let values = bindAggregate(entry, call, in: scope)
        return values.isEmpty
          ? [ProjectedValue(name: ResultName.of(syntax), expression: .invalid(entry.fallbackType))] : values
      }
      if let tuple = TupleResult.of(call.name.text) {
        return bindTuple(tuple, call, tuples: tuples, in: scope)
      }
      if ["column_ifexists", "columnifexists"].contains(call.name.text), call.arguments.count == 2 {
        // It stands for the column or for its default, and is named like what it stands for.
        let value = bindExpression(syntax, in: scope)
        if case .column(let column) = value { return [ProjectedValue(name: column.name, expression: value)] }
        return [ProjectedValue(name: ResultName.of(call.arguments[1]), expression: value)]
      }
    }
    let name = ResultName.of(syntax, aggregates: scope.aggregates != nil)
    return [ProjectedValue(name: name, expression: bindExpression(syntax, in: scope))]
  }

  private func bindTuple(
    _ tuple: TupleResult, _ call: CallSyntax, tuples: TupleExtraction, in scope: ExpressionScope
  ) -> [ProjectedValue] {
    let value = bindExpression(.call(call), in: scope)
    guard case .call(let bound) = value else { return [ProjectedValue(name: nil, expression: value)] }
    let fields = tuple.columns(
      of: call.name.text, argumentTypes: bound.arguments.map(\.type),
      argumentNames: call.arguments.map { ResultName.of($0) })
    guard fields.count > 1 else { return [ProjectedValue(name: fields.first?.name, expression: value)] }
    let array = makeColumn(call.name.text, .dynamic)
    tuples.add(ProjectNode.Item(column: array, expression: value))
    return fields.enumerated().map { index, field in
      let element = makeCall(
        "getelement", [.column(array), .constant(.long(Int64(index)))], type: .dynamic, at: call.span)
      return ProjectedValue(name: field.name, expression: convert(element, to: field.type, at: call.span))
    }
  }
}
