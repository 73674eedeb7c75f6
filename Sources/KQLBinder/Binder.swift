import KQLCatalog
import KQLColumnar
import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// Turns a syntax tree into a plan: resolves names, picks overloads, gives types, and reports everything that is
/// wrong.
///
/// A binder may be used for any number of queries, also at the same time.
package struct Binder: Sendable {
  package let catalog: Catalog
  package let registry: FunctionRegistry
  package let options: BinderOptions

  package init(catalog: Catalog, registry: FunctionRegistry = .standard, options: BinderOptions = BinderOptions()) {
    self.catalog = catalog
    self.registry = registry
    self.options = options
  }

  /// Binds a whole query.
  ///
  /// Never traps and never throws, whatever the text: what is wrong with it comes back as diagnostics, in the order
  /// of the text, several in one run. Those of the parser are not repeated.
  package func bind(_ tree: SyntaxTree) -> BinderOutcome {
    let binding = QueryBinding(catalog: catalog, registry: registry, options: options, tree: tree)
    let query = binding.bindQuery(tree.root)
    let diagnostics = binding.sortedDiagnostics
    return BinderOutcome(query: diagnostics.hasErrors ? nil : query, diagnostics: diagnostics)
  }
}

/// What a query is bound against besides the catalogue.
package struct BinderOptions: Sendable {
  /// Runs a plan that the binder must know the result of; see ``BinderOptions/evaluate``.
  package typealias Evaluation = @Sendable (any PlanNode) throws(ExecutionError) -> RecordBatch

  package typealias ExternalTable =
    @Sendable (_ location: String, _ schema: Schema, _ settings: [String: ScalarValue]) throws(ExecutionError)
    -> (any TableProvider)?

  /// The table of queries that begin with a pipe; `nil` makes such a query an error that lists the tables.
  package var defaultTable: String?
  /// `now()` for the whole query, in ticks.
  package var now: Int64
  /// Values of `declare query_parameters`, by name; they are converted to the declared types.
  package var parameters: [String: ScalarValue]
  /// Runs a part of the query whose rows decide on columns (`pivot`, `bag_unpack`) or that must be constant.
  package var evaluate: Evaluation?
  /// Opens what `externaldata` names: a location, the columns that it shall have, and the settings of the query;
  /// `nil` for anything that the caller did not name as an input.
  package var externalTable: ExternalTable?
  /// Only names and types are wanted: the query will not run, so what this engine does not run is no error, and
  /// columns that depend on rows stay open.
  package var isAnalysisOnly: Bool

  package init(
    defaultTable: String? = nil, now: Int64 = 0, parameters: [String: ScalarValue] = [:],
    evaluate: Evaluation? = nil, externalTable: ExternalTable? = nil, isAnalysisOnly: Bool = false
  ) {
    self.defaultTable = defaultTable
    self.now = now
    self.parameters = parameters
    self.evaluate = evaluate
    self.externalTable = externalTable
    self.isAnalysisOnly = isAnalysisOnly
  }
}

/// What binding gives.
package struct BinderOutcome: Sendable {
  /// `nil` when there are errors.
  package let query: BoundQuery?
  /// Errors and warnings, in the order of the text.
  package let diagnostics: [Diagnostic]
}
