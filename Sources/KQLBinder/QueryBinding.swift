import KQLCatalog
import KQLColumnar
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
  /// What `now()` gives when a `set` statement says so.
  var fixedNow: Int64?

  private var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  private var silence = 0
  private var depth = 0
  private var partCount = 0
  private var hasReportedPartCount = false
  private var work = 0
  private var inlinedSize = 0
  private var lastSharedIdentity = 0
  private var sampleCount = 0
  /// Rows of datatables that are made of literals, by place.
  var datatables: [ByteSpan: [RecordBatch]] = [:]
  /// Columns whose values could not be bound.
  private var invalidColumns: Set<ColumnID> = []
  /// Columns that stand for scalar parameters while a function's body is only checked.
  var parameterColumns: Set<ColumnID> = []
  /// Materialised parts of the statement, function body or variable that is being bound.
  var materializations = Materializations()

  /// Whether the body of a function is bound without arguments.
  var isCheckingFunction = false
  /// Whether the body that is checked names a table or a column through a parameter.
  var isNamedByArguments = false
  /// Whether the text has mistakes that the parser found.
  private let hasSyntaxErrors: Bool

  init(catalog: Catalog, registry: FunctionRegistry, options: BinderOptions, tree: SyntaxTree) {
    self.catalog = catalog
    self.registry = registry
    self.options = options
    source = tree.source
    hasSyntaxErrors = tree.diagnostics.hasErrors
  }
}

// MARK: - Reporting

extension QueryBinding {
  var sortedDiagnostics: [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset) }
      .map(\.element)
  }

  /// Whether something is wrong with the query, so that no part of it may run.
  var hasErrors: Bool { hasSyntaxErrors || diagnostics.hasErrors }

  /// Reports a mistake once, however often the same text is bound.
  func report(
    _ code: DiagnosticCode, _ message: String, at span: ByteSpan, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    guard silence == 0 else { return }
    let diagnostic = Diagnostic(code, message, at: span, hint: hint, severity: severity)
    guard diagnostics.count < Self.maximumDiagnosticCount else { return }
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  /// `now()` for the whole query, in ticks.
  var now: Int64 { fixedNow ?? options.now }

  /// Runs a plan whose rows decide on the query; `nil` where nothing may run.
  var evaluation: BinderOptions.Evaluation? { isCheckingFunction || hasErrors ? nil : options.evaluate }

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

  /// Does something and takes back what it reported if it proves to be no mistake.
  func reporting<Result>(unless isRetracted: () -> Bool, _ body: () -> Result) -> Result {
    let count = diagnostics.count
    let result = body()
    if isRetracted() {
      for diagnostic in diagnostics[count...] { reported.remove(diagnostic) }
      diagnostics.removeSubrange(count...)
    }
    return result
  }

  func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String? {
    guard silence == 0, diagnostics.count < Self.maximumSuggestionCount else { return nil }
    return NearestName.suggestion(for: name, among: candidates).map { "did you mean '\($0)'?" }
  }
}

// MARK: - Limits

extension QueryBinding {
  /// Deepest nesting of expressions, subqueries and inlined functions that is followed.
  private static let maximumDepth = 400
  /// Most operators, tables and calls of declared functions in the plan, once variables and functions are written out.
  private static let maximumPartCount = 1_500
  /// As ``maximumPartCount``, with what is bound only to check it.
  private static let maximumWork = 30_000
  /// Most mistakes that are listed.
  private static let maximumDiagnosticCount = 100
  /// Mistakes after which no more names are looked for that could be meant.
  private static let maximumSuggestionCount = 20
  /// Largest expression that a variable, parameter or function stands for.
  private static let maximumExpressionSize = 5_000
  private static let maximumExpressionDepth = 1_000
  /// Most parts that variables and functions write into expressions in the whole query.
  private static let maximumInlinedSize = 500_000

  /// Binds one level deeper; reports and gives `fallback` when the query nests too deep.
  func nested<Result>(at span: ByteSpan, otherwise fallback: @autoclosure () -> Result, _ body: () -> Result) -> Result
  {
    guard depth < Self.maximumDepth else {
      report(.recursionTooDeep, "the query nests too deep", at: span)
      return fallback()
    }
    depth += 1
    defer { depth -= 1 }
    return body()
  }

  /// Counts an operator, a table or a call; reports and gives false when there are too many.
  func countPart(at span: ByteSpan) -> Bool {
    partCount += 1
    work += 1
    if partCount <= Self.maximumPartCount, work <= Self.maximumWork { return true }
    if !hasReportedPartCount {
      hasReportedPartCount = true
      report(
        .recursionTooDeep, "the query has too many parts once its variables and functions are written out", at: span)
    }
    return false
  }

  /// Binds something that does not become a part of the plan.
  func checking<Result>(_ body: () -> Result) -> Result {
    let count = partCount
    defer { partCount = count }
    return body()
  }

  /// Whether an expression that a name stands for may be written out; reports one that is too large.
  func mayInline(_ expression: BoundExpression, at span: ByteSpan) -> Bool {
    var size = 0
    var rest = [(expression, 1)]
    while let (next, depth) = rest.popLast() {
      size += 1
      guard size <= Self.maximumExpressionSize, depth <= Self.maximumExpressionDepth else {
        report(.recursionTooDeep, "the expression is too large once variables and functions are written out", at: span)
        return false
      }
      if case .call(let call) = next { for argument in call.arguments { rest.append((argument, depth + 1)) } }
    }
    inlinedSize += size
    guard inlinedSize > Self.maximumInlinedSize else { return true }
    report(.recursionTooDeep, "the query is too large once variables and functions are written out", at: span)
    return false
  }
}

// MARK: - Identities

extension QueryBinding {
  func makeColumn(_ name: String, _ type: ScalarType) -> PlanColumn { columnIDs.makeColumn(name, type) }

  /// A column for the value of an expression. What names a column whose value is invalid is invalid too.
  func makeColumn(_ name: String, for expression: BoundExpression) -> PlanColumn {
    let column = makeColumn(name, expression.type)
    if expression.isInvalid { invalidColumns.insert(column.id) }
    return column
  }

  /// A column that holds the same values as others.
  func makeColumn(_ name: String, copying source: PlanColumn) -> PlanColumn { makeColumn(name, copying: [source]) }

  func makeColumn(_ name: String, copying sources: [PlanColumn]) -> PlanColumn {
    let column = makeColumn(name, sources.first?.type ?? .dynamic)
    if sources.contains(where: { invalidColumns.contains($0.id) }) { invalidColumns.insert(column.id) }
    return column
  }

  /// The value of a column.
  func value(of column: PlanColumn) -> BoundExpression {
    invalidColumns.contains(column.id) ? .invalid(column.type) : .column(column)
  }

  func makeSharedIdentity() -> Int {
    lastSharedIdentity += 1
    return lastSharedIdentity
  }

  /// A number that no other sample of the query has.
  func makeSampleSeed() -> Int {
    defer { sampleCount += 1 }
    return sampleCount
  }
}

/// What was computed or is to be computed once for all uses of a variable, by place.
final class Materializations {
  /// Results of `materialize(…)`.
  struct Entry {
    var identity: Int
    var table: BoundTable
  }
  var entries: [ByteSpan: Entry] = [:]
  /// Results of `toscalar(…)` in a function without parameters, which each of its calls gives again; `nil` elsewhere.
  var scalars: [ByteSpan: Subquery]?
  /// Inputs of plugins whose columns depend on the rows.
  var pluginInputs: [ByteSpan: RecordBatch] = [:]
}
