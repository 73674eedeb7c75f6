import KQLTypes

/// A query that is ready to be optimised and run.
package struct BoundQuery: Sendable {
  /// One plan a tabular statement; the answer of the query is made of all of them, in order. `fork`, `facet` and
  /// several statements give more than one.
  package struct Result: Sendable {
    package var name: String?
    package var plan: any PlanNode
    /// What `render` asks for, as metadata.
    package var visualization: Visualization?

    package init(name: String? = nil, plan: any PlanNode, visualization: Visualization? = nil) {
      self.name = name
      self.plan = plan
      self.visualization = visualization
    }
  }

  /// The chart and its properties, as written.
  package struct Visualization: Sendable {
    package var chart: String
    package var properties: [(name: String, value: ScalarValue)]

    package init(chart: String, properties: [(name: String, value: ScalarValue)]) {
      self.chart = chart
      self.properties = properties
    }
  }

  package var results: [Result]

  package init(results: [Result]) {
    self.results = results
  }
}
