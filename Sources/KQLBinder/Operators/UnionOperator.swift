import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `union`, as a source and after a pipe.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/union-operator>
extension UnionOperatorSyntax: BindableOperator, BindableSource {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    union([input], in: pipeline, binding)
  }

  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    union([], in: pipeline, binding)
  }

  private func union(_ first: [BoundTable], in pipeline: PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(
      unknownExcept: ["kind", "withsource", "with_source", "isfuzzy"], of: "union", binding)
    let isFuzzy = settings.isTrue("isfuzzy") || binding.requestOptions["best_effort"]?.bool == true
    var kind = UnionKind.outer
    if let word = settings.word("kind") {
      if let given = UnionKind(rawValue: word.text.lowercased()) {
        kind = given
      } else {
        binding.report(
          .invalidArgument, "'\(word.text)' is no kind of union", at: word.span, hint: "write 'inner' or 'outer'")
      }
    }
    var members = first
    for syntax in tables {
      members += binding.bindUnionMembers(syntax, isFuzzy: isFuzzy, in: pipeline.environment)
    }
    if members.contains(where: { $0.isInvalid }) { return .invalid }
    if members.isEmpty {
      if isFuzzy, !tables.isEmpty {
        binding.report(.unknownTable, "none of the tables of 'union' exists", at: span)
      } else if !binding.hasErrors {
        binding.report(.unknownTable, "no table has such a name", at: span)
      }
      return .invalid
    }
    return binding.union(members, kind: kind, sourceColumn: settings.word("withsource", "with_source")?.text)
  }
}

/// Which columns a union has.
enum UnionKind: String {
  /// Those that all tables have.
  case inner
  /// All of any table.
  case outer
}

extension QueryBinding {
  /// The tables that an item of `union`, `search` or `find` stands for.
  func bindUnionMembers(_ syntax: ExpressionSyntax, isFuzzy: Bool, in environment: Environment) -> [BoundTable] {
    switch syntax {
    case .missing: return []
    case .star: return tables(matching: "*", in: environment)
    case .namePattern(let pattern):
      return tables(matching: pattern.pattern, isFuzzy: isFuzzy, at: pattern.span, in: environment)
    case .parenthesized(let inner, _):
      if case .namePattern = inner { return bindUnionMembers(inner, isFuzzy: isFuzzy, in: environment) }
    case .member(let base, let name) where isThisDatabase(base) && name.isPattern:
      var database = Environment()
      database.accessibleTables = environment.accessibleTables
      return tables(matching: name.text, isFuzzy: isFuzzy, at: name.span, in: database)
    default: break
    }
    guard isFuzzy else { return [bindTable(syntax, in: environment)] }
    // A fuzzy union leaves out what cannot be resolved.
    let table = silently { bindTable(syntax, in: environment) }
    return table.isInvalid ? [] : [table]
  }

  private func tables(
    matching pattern: String, isFuzzy: Bool, at span: ByteSpan, in environment: Environment
  ) -> [BoundTable] {
    let found = tables(matching: pattern, in: environment)
    if found.isEmpty, !isFuzzy { report(.unknownTable, "no table has a name like '\(pattern)'", at: span) }
    return found
  }

  /// Tables of the catalogue and views of the query by a pattern of names.
  func tables(matching pattern: String, in environment: Environment) -> [BoundTable] {
    let pattern = NamePattern(pattern)
    var found: [BoundTable] = []
    for name in catalog.names where pattern.matches(name) && environment[name] == nil {
      if let accessible = environment.accessibleTables, !accessible.contains(name) { continue }
      if let table = catalog[name] { found.append(scan(table, name: name)) }
    }
    for name in environment.viewNames where pattern.matches(name) {
      var view = bindTable(named: NameSyntax(name, at: .start), in: environment)
      view.name = name
      found.append(view)
    }
    return found
  }

  /// Appends tables. Columns of the same name and type are one; of the same name and different types, each gets the
  /// name of its type after it.
  ///
  /// - Parameters:
  ///   - sourceColumn: The name of a column that says which table a row is from.
  ///   - operatorName: Names tables in it that have no name: `union_arg0`.
  func union(
    _ members: [BoundTable], kind: UnionKind, sourceColumn: String?, operatorName: String = "union"
  ) -> BoundTable {
    var shapes: [(name: String, type: ScalarType)] = []
    var types: [String: [ScalarType]] = [:]
    for member in members {
      for column in member.columns where !(types[column.name]?.contains(column.type) ?? false) {
        types[column.name, default: []].append(column.type)
        shapes.append((column.name, column.type))
      }
    }
    if kind == .inner {
      shapes = shapes.filter { shape in
        members.allSatisfy { member in member.columns.contains { $0.name == shape.name && $0.type == shape.type } }
      }
    }
    let columnNames = unionNames(shapes, kind: kind, sourceColumn: sourceColumn)
    var columns = zip(shapes, columnNames).map { shape, name in
      makeColumn(
        name,
        copying: members.compactMap { member in
          member.columns.first { $0.name == shape.name && $0.type == shape.type }
        })
    }
    var sources = members.map { member in
      shapes.map { shape in member.columns.first { $0.name == shape.name && $0.type == shape.type }?.id }
    }
    var inputs = members.map(\.plan)
    if let sourceColumn {
      for index in members.indices {
        let source = makeColumn(sourceColumn, .string)
        let name = members[index].name ?? "\(operatorName)_arg\(index)"
        let passed = inputs[index].columns.map { ProjectNode.Item(column: $0, expression: .column($0)) }
        inputs[index] = ProjectNode(
          input: inputs[index],
          items: passed + [ProjectNode.Item(column: source, expression: .constant(.string(name)))])
        sources[index].insert(source.id, at: 0)
      }
      columns.insert(makeColumn(sourceColumn, .string), at: 0)
    }
    var result = BoundTable(UnionNode(inputs: inputs, columns: columns, sources: sources))
    result.isOpen = members.contains { $0.isOpen }
    return result
  }

  /// The names of the columns: where types differ, with the type after the name. Names that stay come first, so that
  /// a column `x_long` keeps its name beside an `x` of several types.
  private func unionNames(
    _ shapes: [(name: String, type: ScalarType)], kind: UnionKind, sourceColumn: String?
  ) -> [String] {
    let counts = shapes.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
    let isAmbiguous = shapes.map { kind == .outer && counts[$0.name, default: 0] > 1 }
    var names = UniqueNames(sourceColumn.map { [$0] } ?? [])
    var result = shapes.map(\.name)
    for index in shapes.indices where !isAmbiguous[index] { result[index] = names.add(shapes[index].name) }
    for index in shapes.indices where isAmbiguous[index] {
      result[index] = names.add("\(shapes[index].name)_\(shapes[index].type.name)")
    }
    return result
  }
}
