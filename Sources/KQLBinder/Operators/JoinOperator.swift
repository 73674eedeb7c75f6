import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `join`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/join-operator>
extension JoinOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind", "withsource", "with_source", "isfuzzy"], of: "join", binding)
    var kind = JoinNode.Kind.innerUnique
    if let word = settings.word("kind") {
      if let given = Self.kinds[word.text.lowercased()] {
        kind = given
      } else {
        binding.report(
          .invalidArgument, "'\(word.text)' is no kind of join", at: word.span,
          hint: binding.didYouMean(word.text, among: Self.kinds.keys.sorted())
            ?? "the kinds are \(JoinNode.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))")
      }
    }
    let right = binding.bindTable(right, in: pipeline.environment)
    guard !right.isInvalid else { return .invalid }
    let keys = binding.bindJoinConditions(conditions, left: input, right: right, at: span, in: pipeline)
    let columns: [PlanColumn]
    switch kind {
    case .leftSemi, .leftAnti: columns = input.columns
    case .rightSemi, .rightAnti: columns = right.columns
    default: columns = binding.joinedColumns(input.columns, right.columns)
    }
    var result = input.replacingPlan(
      JoinNode(kind: kind, left: input.plan, right: right.plan, keys: keys, columns: columns), isSerialized: false)
    result.isOpen = input.isOpen || right.isOpen
    return result
  }

  private static let kinds: [String: JoinNode.Kind] = {
    var kinds = Dictionary(uniqueKeysWithValues: JoinNode.Kind.allCases.map { ($0.rawValue, $0) })
    kinds["anti"] = .leftAnti
    kinds["leftantisemi"] = .leftAnti
    kinds["rightantisemi"] = .rightAnti
    return kinds
  }()
}

/// `lookup`: a join that leaves out the keys of the right side.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/lookup-operator>
extension LookupOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind"], of: "lookup", binding)
    var kind = JoinNode.Kind.leftOuter
    if let word = settings.word("kind") {
      switch word.text.lowercased() {
      case "leftouter": kind = .leftOuter
      case "inner": kind = .inner
      default:
        binding.report(
          .invalidArgument, "'\(word.text)' is no kind of lookup", at: word.span, hint: "write 'leftouter' or 'inner'")
      }
    }
    let right = binding.bindTable(right, in: pipeline.environment)
    guard !right.isInvalid else { return .invalid }
    let keys = binding.bindJoinConditions(conditions, left: input, right: right, at: span, in: pipeline)
    let keyColumns = keys.reduce(into: Set<ColumnID>()) { $1.right.collectColumns(into: &$0) }
    let columns = binding.joinedColumns(input.columns, right.columns.filter { !keyColumns.contains($0.id) })
    var result = input.replacingPlan(
      JoinNode(kind: kind, left: input.plan, right: right.plan, keys: keys, columns: columns), isSerialized: false)
    result.isOpen = input.isOpen || right.isOpen
    return result
  }
}

extension QueryBinding {
  /// The columns of both sides; those of the right get a number where the left has a column of that name. The numbered
  /// names are none that a column of either side has already.
  func joinedColumns(_ left: [PlanColumn], _ right: [PlanColumn]) -> [PlanColumn] {
    let leftNames = Set(left.map(\.name))
    var names = UniqueNames((left + right).map(\.name))
    return left
      + right.map { column in
        guard leftNames.contains(column.name) else { return column }
        var renamed = column
        renamed.name = names.add(column.name)
        return renamed
      }
  }

  /// Binds `on` conditions: names of columns that both sides have, or equalities of a column of each side.
  func bindJoinConditions(
    _ conditions: [ExpressionSyntax], left: BoundTable, right: BoundTable, at place: ByteSpan,
    in pipeline: PipelineScope
  ) -> [JoinNode.Key] {
    if conditions.isEmpty {
      report(.expectedSyntax, "'on' with the columns to join on is missing", at: place)
    }
    let join = JoinScope(left: RowScope(left), right: RowScope(right))
    var scope = ExpressionScope(environment: pipeline.environment)
    scope.join = join
    return conditions.flatMap { bindJoinCondition($0, join, in: scope) }
  }

  private func bindJoinCondition(
    _ condition: ExpressionSyntax, _ join: JoinScope, in scope: ExpressionScope
  ) -> [JoinNode.Key] {
    switch condition {
    case .missing: return []
    case .parenthesized(let inner, let span):
      return nested(at: span, otherwise: []) { bindJoinCondition(inner, join, in: scope) }
    case .name(let name):
      guard let left = column(name, in: join.left, side: "left"),
        let right = column(name, in: join.right, side: "right")
      else { return [] }
      return [key(.column(left), .column(right), at: name.span)].compactMap { $0 }
    case .binary(let binary) where binary.symbol.text == "and":
      return nested(at: condition.span, otherwise: []) {
        bindJoinCondition(binary.left, join, in: scope) + bindJoinCondition(binary.right, join, in: scope)
      }
    case .binary(let binary) where binary.symbol.text == "==":
      return [bindEquality(binary, in: scope)].compactMap { $0 }
    default:
      report(
        .invalidArgument, "a join condition must be a column or an equality of columns", at: condition.span,
        hint: "write '$left.a == $right.b'")
      return []
    }
  }

  private func column(_ name: NameSyntax, in row: RowScope, side: String) -> PlanColumn? {
    if let column = row[name.text] { return column }
    if !row.isOpen {
      report(
        .unknownColumn, "unknown column '\(name.text)' in the \(side) table of the join", at: name.span,
        hint: didYouMean(name.text, among: row.columns.map(\.name)))
    }
    return nil
  }

  private func bindEquality(_ binary: BinaryExpressionSyntax, in scope: ExpressionScope) -> JoinNode.Key? {
    guard let first = side(of: binary.left), let second = side(of: binary.right), first != second else {
      // Names say nothing about the sides, so they are worth looking at only after `$left` and `$right`.
      report(
        .invalidArgument, "a join condition must compare a column of '$left' with one of '$right'",
        at: binary.left.span.union(binary.right.span), hint: "write '$left.a == $right.b'")
      return nil
    }
    let one = bindExpression(binary.left, in: scope)
    let other = bindExpression(binary.right, in: scope)
    for value in [one, other] { if value.isInvalid { return nil } }
    let span = binary.left.span.union(binary.right.span)
    return first == .left ? key(one, other, at: span) : key(other, one, at: span)
  }

  private enum JoinSide {
    case left
    case right
  }

  private func side(of syntax: ExpressionSyntax) -> JoinSide? {
    switch syntax {
    case .name(let name): name.text == "$left" ? .left : name.text == "$right" ? .right : nil
    case .member(let base, _), .element(let base, _, _): side(of: base)
    case .parenthesized(let inner, _): side(of: inner)
    default: nil
    }
  }

  /// A pair of keys of one type.
  private func key(_ left: BoundExpression, _ right: BoundExpression, at span: ByteSpan) -> JoinNode.Key? {
    if left.type == .dynamic || right.type == .dynamic {
      report(
        .typeMismatch, "tables cannot be joined on a dynamic value", at: span,
        hint: "convert it first, as with 'tostring(…)'")
      return nil
    }
    if left.type == right.type { return JoinNode.Key(left: left, right: right) }
    guard left.type.isInteger, right.type.isInteger else {
      report(
        .typeMismatch, "tables cannot be joined on \(left.type.name) and \(right.type.name)", at: span,
        hint: "convert one side first")
      return nil
    }
    return JoinNode.Key(left: convert(left, to: .long, at: span), right: convert(right, to: .long, at: span))
  }
}
