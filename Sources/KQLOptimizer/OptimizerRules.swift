extension Array where Element == any OptimizerRule {
  /// Every rule, in the order in which they help each other.
  package static let standard: [any OptimizerRule] = []
}
