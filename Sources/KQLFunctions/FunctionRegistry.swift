/// All functions and aggregates that this engine runs, by name. Names are case-sensitive.
package struct FunctionRegistry: Sendable {
  private var scalars: [String: ScalarFunction] = [:]
  private var aggregates: [String: AggregateFunction] = [:]
  private var windows: [String: WindowFunction] = [:]
  private var tables: [String: TableFunction] = [:]

  package init(
    scalars: [ScalarFunction], aggregates: [AggregateFunction], windows: [WindowFunction] = [],
    tables: [TableFunction] = []
  ) {
    for function in scalars {
      let previous = self.scalars.updateValue(function, forKey: function.name)
      precondition(previous == nil, "scalar function declared twice: \(function.name)")
    }
    for function in aggregates {
      let previous = self.aggregates.updateValue(function, forKey: function.name)
      precondition(previous == nil, "aggregate declared twice: \(function.name)")
    }
    for function in windows {
      let previous = self.windows.updateValue(function, forKey: function.name)
      precondition(previous == nil, "window function declared twice: \(function.name)")
    }
    for function in tables {
      let previous = self.tables.updateValue(function, forKey: function.name)
      precondition(previous == nil, "plugin declared twice: \(function.name)")
    }
  }
}

extension FunctionRegistry {
  package func scalar(_ name: String) -> ScalarFunction? { scalars[name] }
  package func aggregate(_ name: String) -> AggregateFunction? { aggregates[name] }
  package func window(_ name: String) -> WindowFunction? { windows[name] }
  /// The plugin of that name.
  package func table(_ name: String) -> TableFunction? { tables[name] }
  package var scalarNames: [String] { scalars.keys.sorted() }
  package var aggregateNames: [String] { aggregates.keys.sorted() }
  package var windowNames: [String] { windows.keys.sorted() }
  package var tableNames: [String] { tables.keys.sorted() }
}
