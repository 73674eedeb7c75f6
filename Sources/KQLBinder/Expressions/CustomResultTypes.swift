import KQLTypes

/// Types of calls whose signature leaves them to the implementation, for those that say nothing themselves.
enum CustomResultTypes {
  static func type(of function: String, argumentTypes: [ScalarType]) -> ScalarType {
    switch function {
    case "unary-", "unary+", "bin_auto":
      guard let first = argumentTypes.first else { return .dynamic }
      return first == .int ? .long : first
    case "percentile", "percentilew", "percentiles", "percentilesw":
      guard let first = argumentTypes.first else { return .dynamic }
      return first == .int ? .long : first == .decimal ? .real : first
    case "covariance", "covarianceif", "covariancep", "covariancepif": return .real
    default: return .dynamic
    }
  }
}
