import KQLCatalog
import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// One run of the binder: what all its parts share and what they have reported.
///
/// The work itself is in extensions: statements, tables, operators, expressions.
final class QueryBinding {
  let catalog: Catalog
  let registry: FunctionRegistry
  let options: BinderOptions
  let source: SourceText
  let columnIDs = ColumnIDSource()
  /// What `set` statements ask for, by name.
  var requestOptions: [String: ScalarValue] = [:]

  private var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  private var silence = 0
  private var depth = 0
  private var operatorCount = 0
  private var lastSharedIdentity = 0
  /// Columns that stand for scalar parameters while a function's body is only checked.
  var parameterColumns: Set<ColumnID> = []
  /// Materialised parts of the statement, function body or variable that is being bound.
  var materializations = Materializations()

  init(catalog: Catalog, registry: FunctionRegistry, options: BinderOptions, source: SourceText) {
    self.catalog = catalog
    self.registry = registry
    self.options = options
    self.source = source
  }
}

// MARK: - Reporting

extension QueryBinding {
  var sortedDiagnostics: [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset) }
      .map(\.element)
  }

  var hasErrors: Bool { diagnostics.hasErrors }

  /// Reports a mistake once, however often the same text is bound.
  func report(
    _ code: DiagnosticCode, _ message: String, at span: ByteSpan, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    guard silence == 0 else { return }
    let diagnostic = Diagnostic(code, message, at: span, hint: hint, severity: severity)
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  /// Reports that something is right but not run here; no error where only the schema is wanted.
  func reportUnsupported(_ message: String, at span: ByteSpan) {
    if !options.isAnalysisOnly { report(.unsupported, message, at: span) }
  }

  /// Does something without reporting, to find out what a text would be.
  func silently<Result>(_ body: () -> Result) -> Result {
    silence += 1
    defer { silence -= 1 }
    return body()
  }

  func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String? {
    NearestName.suggestion(for: name, among: candidates).map { "did you mean '\($0)'?" }
  }
}

// MARK: - Limits

extension QueryBinding {
  /// Deepest nesting of expressions, subqueries and inlined functions that is followed.
  private static let maximumDepth = 192
  /// Most operators in a query after variables and functions were written out.
  private static let maximumOperatorCount = 4_000

  /// Binds one level deeper; reports and gives `fallback` when the query nests too deep.
  func nested<Result>(at span: ByteSpan, otherwise fallback: @autoclosure () -> Result, _ body: () -> Result) -> Result {
    guard depth < Self.maximumDepth else {
      report(.recursionTooDeep, "the query nests too deep", at: span)
      return fallback()
    }
    depth += 1
    defer { depth -= 1 }
    return body()
  }

  /// Counts an operator; reports and gives false when there are too many.
  func countOperator(at span: ByteSpan) -> Bool {
    operatorCount += 1
    guard operatorCount > Self.maximumOperatorCount else { return true }
    report(
      .recursionTooDeep,
      "the query has more than \(Self.maximumOperatorCount) operators after its variables were written out", at: span)
    return false
  }
}

// MARK: - Identities

extension QueryBinding {
  func makeColumn(_ name: String, _ type: ScalarType) -> PlanColumn { columnIDs.makeColumn(name, type) }

  func makeSharedIdentity() -> Int {
    lastSharedIdentity += 1
    return lastSharedIdentity
  }
}

/// Results of `materialize(…)` by the place of the call, so that all uses of a variable share one run.
final class Materializations {
  struct Entry {
    var identity: Int
    var table: BoundTable
  }
  var entries: [ByteSpan: Entry] = [:]
}
