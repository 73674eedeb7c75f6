import KQLTypes

/// One call in a query, with what is known before it runs. Implementations prepare their kernel from it.
package struct CallSite: Sendable {
  /// The name that was called.
  package var name: String
  package var argumentTypes: [ScalarType]
  /// The values of arguments that are constants; `nil` for others.
  package var constants: [ScalarValue?]
  /// The type that the binder gave the call.
  package var resultType: ScalarType
  /// The query's `now()`, in ticks: one value for the whole query.
  package var now: Int64

  package init(
    name: String, argumentTypes: [ScalarType], constants: [ScalarValue?], resultType: ScalarType, now: Int64
  ) {
    self.name = name
    self.argumentTypes = argumentTypes
    self.constants = constants
    self.resultType = resultType
    self.now = now
  }
}

extension CallSite {
  package var argumentCount: Int { argumentTypes.count }

  /// The constant at a position; `nil` when it is missing or not constant.
  package func constant(_ index: Int) -> ScalarValue? {
    constants.indices.contains(index) ? constants[index] : nil
  }
}
