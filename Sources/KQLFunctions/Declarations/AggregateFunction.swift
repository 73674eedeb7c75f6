import KQLColumnar
import KQLTypes

/// The implementation of an aggregate; its signatures are in the ``FunctionSurface``.
package struct AggregateFunction: Sendable {
  /// What columns a call gives.
  package enum ResultShape: Sendable {
    /// One column of the call's result type.
    case single
    /// A column for each argument, of its type: the row that was chosen (`arg_max`, `take_any`). A star is
    /// replaced by the columns it stands for before the call is prepared.
    case eachArgument
    /// A column for each argument from this position on, all of one type: `percentiles`.
    case eachPercentile(from: Int)
  }

  package var name: String
  package var shape: ResultShape
  /// Whether the result depends on the order of the rows, as that of `make_list` does.
  package var isOrderSensitive: Bool
  /// The result's type where the signature's rule is ``ResultRule/custom`` or the engine deviates from it; of
  /// each column where there are several of one type.
  package var resultType: (@Sendable (_ argumentTypes: [ScalarType], _ constants: [ScalarValue?]) -> ScalarType?)?
  package var prepare: @Sendable (CallSite) throws(ExecutionError) -> any GroupedAggregator

  package init(
    _ name: String, shape: ResultShape = .single, isOrderSensitive: Bool = true,
    resultType: (@Sendable ([ScalarType], [ScalarValue?]) -> ScalarType?)? = nil,
    prepare: @escaping @Sendable (CallSite) throws(ExecutionError) -> any GroupedAggregator
  ) {
    self.name = name
    self.shape = shape
    self.isOrderSensitive = isOrderSensitive
    self.resultType = resultType
    self.prepare = prepare
  }
}

extension AggregateFunction {
  /// The types of the columns that a call gives; `single` is its type when it gives one, or several of one type.
  package func columnTypes(argumentTypes: [ScalarType], single: ScalarType) -> [ScalarType] {
    switch shape {
    case .single: [single]
    case .eachArgument: argumentTypes
    case .eachPercentile(let first): argumentTypes.dropFirst(first).map { _ in single }
    }
  }
}

/// The running state of one aggregate for all groups, used by one thread at a time.
///
/// Each thread has its own; they are merged at the end. The result must not depend on how rows were spread over
/// threads and batches: what depends on order (`make_list`, ties of `arg_max`) goes by the rows' ordinals.
package protocol GroupedAggregator: AnyObject {
  /// An aggregator in the initial state, prepared for the same call.
  func makeEmpty() -> any GroupedAggregator

  /// Adds the rows of a batch.
  ///
  /// - Parameters:
  ///   - groups: The group of each row, in `0..<groupCount`.
  ///   - groupCount: Groups known so far; grows from call to call.
  ///   - arguments: The arguments of the call, columns with one row a group index.
  ///   - firstOrdinal: Ordinal of the first row; the rows of a batch have consecutive ordinals, and ordinals
  ///     order rows as the operator's input does.
  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError)

  /// Adds another thread's state; `mapping[g]` is this aggregator's group for the other's group *g*.
  ///
  /// - Precondition: `other` came from the same ``makeEmpty()`` family.
  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError)

  /// The result of each group, of the call site's result type; the first column where there are several. A group
  /// without rows gives the aggregate's value over nothing (`count` 0, `max` null).
  func finish(groupCount: Int) throws(ExecutionError) -> Column

  /// All result columns, as the function's ``AggregateFunction/shape`` says. Callers that take every shape ask
  /// for this one, once.
  func finishAll(groupCount: Int) throws(ExecutionError) -> [Column]

  /// Bytes held, estimated.
  var byteCount: Int { get }
}

extension GroupedAggregator {
  package func finishAll(groupCount: Int) throws(ExecutionError) -> [Column] { [try finish(groupCount: groupCount)] }
}
