import KQLTypes

/// An operator that is ready to run.
package protocol PhysicalOperator: Sendable {
  /// Starts the operator. One that needs its whole input before it can give a row runs it here.
  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream
}
