import KQLDiagnostics
import KQLPlan
import KQLSyntax

/// `project-away`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/project-away-operator>
extension ProjectAwayOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let dropped = Set(columns.flatMap { binding.bindColumns($0, of: input) }.map(\.id))
    return input.replacingPlan(.passingOn(input.columns.filter { !dropped.contains($0.id) }, of: input.plan))
  }
}

/// `project-keep`: the columns stay in the order of the input.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/project-keep-operator>
extension ProjectKeepOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let kept = Set(columns.flatMap { binding.bindColumns($0, of: input) }.map(\.id))
    return input.replacingPlan(.passingOn(input.columns.filter { kept.contains($0.id) }, of: input.plan))
  }
}

/// `project-rename new = old`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/project-rename-operator>
extension ProjectRenameOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var items = input.columns.map { ProjectNode.Item(column: $0, expression: .column($0)) }
    var declared: Set<String> = []
    for expression in columns {
      guard case .named(let named) = expression, let name = named.names.first, named.names.count == 1 else {
        if case .missing = expression { continue }
        binding.report(
          .expectedSyntax, "a new name is expected here, as in 'new = old'", at: expression.span)
        continue
      }
      guard let column = binding.bindColumns(named.expression, of: input).first,
        let position = items.firstIndex(where: { $0.column.id == column.id })
      else { continue }
      guard declared.insert(name.text).inserted else {
        binding.report(.duplicateName, "column '\(name.text)' is given twice", at: name.span)
        continue
      }
      items[position].column.name = name.text
    }
    for item in items {
      let same = items.filter { $0.column.name == item.column.name }
      if same.count > 1, declared.contains(item.column.name), let span = columns.first?.span {
        binding.report(.duplicateName, "there is another column '\(item.column.name)'", at: span)
        break
      }
    }
    return input.replacingPlan(ProjectNode(input: input.plan, items: items))
  }
}

/// `project-reorder`: the named columns first; a pattern's in the order asked for.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/project-reorder-operator>
extension ProjectReorderOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var ordered: [PlanColumn] = []
    for item in columns {
      var matching = binding.bindColumns(item.column, of: input)
      switch item.order {
      case .ascending: matching.sort { Self.precedes($0.name, $1.name) }
      case .descending: matching.sort { Self.precedes($1.name, $0.name) }
      case .naturalAscending: matching.sort { NaturalOrder.precedes($0.name, $1.name) }
      case .naturalDescending: matching.sort { NaturalOrder.precedes($1.name, $0.name) }
      case nil: break
      }
      for column in matching where !ordered.contains(where: { $0.id == column.id }) { ordered.append(column) }
    }
    let named = Set(ordered.map(\.id))
    ordered += input.columns.filter { !named.contains($0.id) }
    return input.replacingPlan(.passingOn(ordered, of: input.plan))
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// The order in which runs of digits compare as numbers: `a2` before `a10`.
enum NaturalOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    var left = Array(left.utf8)[...]
    var right = Array(right.utf8)[...]
    while let first = left.first, let second = right.first {
      if isDigit(first), isDigit(second) {
        let one = digits(&left)
        let other = digits(&right)
        if one.count != other.count { return one.count < other.count }
        if one != other { return one.lexicographicallyPrecedes(other) }
      } else {
        if first != second { return first < second }
        left.removeFirst()
        right.removeFirst()
      }
    }
    return left.isEmpty && !right.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Takes the digits at the start off, without leading zeros.
  private static func digits(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let run = text.prefix(while: isDigit)
    text = text.dropFirst(run.count)
    return run.drop { $0 == UInt8(ascii: "0") }
  }
}

extension QueryBinding {
  /// The columns that a name, a pattern or a star stands for, in the order of the table.
  func bindColumns(_ syntax: ExpressionSyntax, of table: BoundTable) -> [PlanColumn] {
    switch syntax.withoutParentheses {
    case .star: return table.columns
    case .namePattern(let pattern): return RowScope(table).columns(matching: pattern.pattern)
    case .name(let name):
      if let column = RowScope(table)[name.text] { return [column] }
      if !table.isOpen {
        report(
          .unknownColumn, "unknown column '\(name.text)'", at: name.span,
          hint: didYouMean(name.text, among: table.columns.map(\.name)))
      }
      return []
    case .missing: return []
    default:
      report(.columnExpected, "the name of a column is expected here", at: syntax.span)
      return []
    }
  }
}
