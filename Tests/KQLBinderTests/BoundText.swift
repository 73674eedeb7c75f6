import KQLBinder
import KQLCatalog
import KQLColumnar
import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes
import Testing

/// A query bound against two small tables, in the forms that tests compare.
struct BoundText {
  let outcome: BinderOutcome
  let source: SourceText

  init(_ query: String, analysis: Bool = true, options: BinderOptions = BinderOptions()) {
    var options = options
    options.now = 638_000_000_000_000_000
    options.isAnalysisOnly = analysis
    let tree = SyntaxTree(parsing: query)
    source = tree.source
    outcome = Binder(catalog: Self.catalog, options: options).bind(tree)
  }

  static let catalog: Catalog = {
    var catalog = Catalog()
    let events = Schema([
      Field("a", .long), Field("b", .string), Field("t", .datetime), Field("r", .real), Field("d", .dynamic),
      Field("f", .bool), Field("g", .guid), Field("s", .timespan), Field("i", .int), Field("m", .decimal),
    ])
    let others = Schema([Field("a", .long), Field("b", .string), Field("u", .real), Field("w", .string)])
    catalog.register(InMemoryTable(schema: events, batches: []), as: "T")
    catalog.register(InMemoryTable(schema: others, batches: []), as: "U")
    return catalog
  }()

  /// `name:type` of each column, or the errors.
  var columns: String {
    guard let query = outcome.query else { return errors }
    return query.results.map { result in
      result.plan.columns.map { "\($0.name):\($0.type.name)" }.joined(separator: " ")
    }.joined(separator: " | ")
  }

  /// `code at "text": message` of each error.
  var errors: String {
    outcome.diagnostics.filter { $0.severity == .error }
      .map { "\($0.code.rawValue) at \"\(source.text($0.span))\": \($0.message)" }.joined(separator: "\n")
  }

  var hints: [String] { outcome.diagnostics.compactMap(\.hint) }
  var warnings: [String] { outcome.diagnostics.filter { $0.severity == .warning }.map(\.message) }
  var codes: [DiagnosticCode] { outcome.diagnostics.filter { $0.severity == .error }.map(\.code) }

  /// Names of the nodes from the last operator down its first inputs.
  var nodes: String {
    guard let query = outcome.query, var node = query.results.first?.plan else { return errors }
    var names = [node.name]
    while let input = node.inputs.first {
      node = input
      names.append(node.name)
    }
    return names.joined(separator: " < ")
  }

  var plan: String { outcome.query?.results.map { PlanPrinter.print($0.plan) }.joined() ?? errors }

  /// What the verifier finds wrong with the plans.
  var problems: [String] { outcome.query?.results.flatMap { PlanVerifier.problems(in: $0.plan) } ?? [] }
}

/// One query with what is expected of it, shown by its query when it fails.
struct BindingCase: CustomTestStringConvertible, Sendable {
  var query: String
  var expected: String

  init(_ query: String, _ expected: String) {
    self.query = query
    self.expected = expected
  }

  var testDescription: String { query }
}
