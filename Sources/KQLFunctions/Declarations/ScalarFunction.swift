import KQLColumnar
import KQLTypes

/// Computes a call for all rows of a batch.
///
/// - Parameters:
///   - arguments: One datum an argument, of the call site's types; columns have `rowCount` rows.
///   - rowCount: Rows wanted.
/// - Returns: A datum of the call site's result type.
package typealias ScalarKernel =
  @Sendable (_ arguments: [Datum], _ rowCount: Int) throws(ExecutionError) -> Datum

/// The implementation of a scalar function or operator; its signatures are in the ``FunctionSurface``.
package struct ScalarFunction: Sendable {
  /// When the same arguments may give different results, which folding and caching must respect.
  package enum Volatility: Sendable {
    /// Depends on the arguments alone.
    case pure
    /// One value a query, such as `now()`.
    case stable
    /// A new value each row, such as `rand()`.
    case volatile
  }

  /// The name in Kusto's spelling; operators by their KQL text (`+`, `has_cs`, `!in~`).
  package var name: String
  package var volatility: Volatility
  /// The result's type where the signature's rule is ``ResultRule/custom`` or the engine deviates from it.
  package var resultType: (@Sendable (_ argumentTypes: [ScalarType], _ constants: [ScalarValue?]) -> ScalarType?)?
  /// Why this engine refuses the function, or some of its calls; `nil` for one that it runs.
  package var refusal: String?
  /// Prepares the kernel of one call: compiles patterns, picks the loop for the types.
  package var prepare: @Sendable (CallSite) throws(ExecutionError) -> ScalarKernel

  package init(
    _ name: String, volatility: Volatility = .pure,
    resultType: (@Sendable ([ScalarType], [ScalarValue?]) -> ScalarType?)? = nil, refusal: String? = nil,
    prepare: @escaping @Sendable (CallSite) throws(ExecutionError) -> ScalarKernel
  ) {
    self.name = name
    self.volatility = volatility
    self.resultType = resultType
    self.refusal = refusal
    self.prepare = prepare
  }
}
