import KQLTypes

/// A parameter of a declared function, aggregate or plugin.
package struct Parameter: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    case expression
    /// Its value must be known before the query runs.
    case constant
    case literal
    case column
    /// `*` may stand here.
    case starAllowed
    case starOnly
  }

  package var name: String
  package var type: ParameterType
  package var form: Form
  /// 0 for an optional parameter.
  package var minimumCount: Int
  /// Above 1 for a parameter that repeats. Neighbours that repeat equally often repeat together, as the
  /// predicate and value of `case` do.
  package var maximumCount: Int
  /// The literals that are allowed; empty when any is.
  package var allowedValues: [String]

  package init(
    _ name: String, _ type: ParameterType, form: Form = .expression, minimumCount: Int = 1, maximumCount: Int = 1,
    allowedValues: [String] = []
  ) {
    self.name = name
    self.type = type
    self.form = form
    self.minimumCount = minimumCount
    self.maximumCount = maximumCount
    self.allowedValues = allowedValues
  }
}
