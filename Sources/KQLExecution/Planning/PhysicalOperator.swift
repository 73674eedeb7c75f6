import KQLTypes

/// An operator that is ready to run.
package protocol PhysicalOperator: Sendable {
  /// Starts the operator. One that needs its whole input before it can give a row runs it here.
  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream

  /// The same operator, which may leave out rows that a narrowing of one of its columns rules out where that saves
  /// work; the rows that are left are the same, in the same order.
  func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator
}

extension PhysicalOperator {
  package func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator { self }
}
