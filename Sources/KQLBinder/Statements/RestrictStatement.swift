import KQLDiagnostics
import KQLSyntax

extension QueryBinding {
  /// `restrict access to (…)`: of tables, functions that give tables, and patterns only those that are listed can be
  /// named afterwards. What was declared before still sees all that it saw.
  ///
  /// `*` stands for everything that the query declares, `database().*` for all tables, `a*` for both.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/restrict-statement>
  func bindRestrict(_ expressions: [ExpressionSyntax], in environment: inout Environment) {
    var tables: Set<String> = []
    var declared: Set<String> = []
    func addTables(like pattern: String) {
      let pattern = NamePattern(pattern)
      tables.formUnion(catalog.names.filter(pattern.matches))
    }
    for expression in expressions {
      switch expression {
      case .name(let name) where environment[name.text] != nil: declared.insert(name.text)
      case .name(let name):
        tables.insert(name.text)
        if catalog[name.text] == nil { reportUnknownTable(name, in: environment) }
      case .namePattern(let pattern):
        addTables(like: pattern.pattern)
        let pattern = NamePattern(pattern.pattern)
        declared.formUnion(environment.tabularNames.filter(pattern.matches))
      case .star: declared.formUnion(environment.tabularNames)
      case .member(let base, let name) where isThisDatabase(base):
        if name.isPattern { addTables(like: name.text) } else { tables.insert(name.text) }
      // What is in other databases cannot be named in any case.
      case .member(let base, _) where isDatabaseReference(base): break
      default: report(.tableExpected, "the name of a table, view or function is expected here", at: expression.span)
      }
    }
    for name in environment.tabularNames where !declared.contains(name) { environment[name] = nil }
    environment.accessibleTables = environment.accessibleTables?.intersection(tables) ?? tables
  }
}

extension NameSyntax {
  /// Whether the name has `*` in it, as in `database().a*`.
  var isPattern: Bool { !isBracketed && text.contains("*") }
}
