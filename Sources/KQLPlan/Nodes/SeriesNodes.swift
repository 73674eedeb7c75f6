import KQLFunctions
import KQLTypes

/// Groups rows by keys and lays the aggregates of each group out along an axis of equal steps (`make-series`).
///
/// For each group there is one row with one `dynamic` array a series, an element a step. A step without rows gets the
/// series' default.
package struct MakeSeriesNode: PlanNode {
  package struct Series: Sendable {
    /// The value of a step, over the columns of ``MakeSeriesNode/aggregates``.
    package var value: BoundExpression
    /// A constant of the value's type (null when the query gives none and the aggregate has no own default, which is
    /// 0 for numbers).
    package var defaultValue: BoundExpression
    /// The column of the result, of type `dynamic`.
    package var column: PlanColumn

    package init(value: BoundExpression, defaultValue: BoundExpression, column: PlanColumn) {
      self.value = value
      self.defaultValue = defaultValue
      self.column = column
    }
  }
  package var input: any PlanNode
  package var keys: [AggregateNode.Key]
  /// Computed for each group and step.
  package var aggregates: [BoundAggregate]
  package var series: [Series]
  /// A number, datetime or timespan over the input.
  package var axis: BoundExpression
  /// The column that holds the steps of each row, of type `dynamic`.
  package var axisColumn: PlanColumn
  /// Constants of the axis' type; `nil` for the least value of the data, rounded down to a step.
  package var from: BoundExpression?
  /// As `from`, for the greatest value.
  package var to: BoundExpression?
  /// A constant: a number, or a timespan for datetimes and timespans.
  package var step: BoundExpression
  /// Whether `to` is a step itself (`in range(…)`) or the first one behind the last (`from … to …`).
  package var includesEnd: Bool
  /// Whether an input without rows gives one row of defaults (`kind=nonempty`), where there are no keys.
  package var fillsEmptyInput: Bool

  package init(
    input: any PlanNode, keys: [AggregateNode.Key], aggregates: [BoundAggregate], series: [Series],
    axis: BoundExpression, axisColumn: PlanColumn, from: BoundExpression?, to: BoundExpression?,
    step: BoundExpression, includesEnd: Bool, fillsEmptyInput: Bool
  ) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
    self.series = series
    self.axis = axis
    self.axisColumn = axisColumn
    self.from = from
    self.to = to
    self.step = step
    self.includesEnd = includesEnd
    self.fillsEmptyInput = fillsEmptyInput
  }

  package var name: String { "MakeSeries" }
  package var details: String {
    series.map(\.column.text).joined(separator: ", ") + " on \(axis.text) step \(step.text)"
  }
  /// Keys, then series, then the axis.
  package var columns: [PlanColumn] { keys.map(\.column) + series.map(\.column) + [axisColumn] }
  package var inputs: [any PlanNode] { [input] }
  /// Those over the input; series, bounds and the step are computed later.
  package var expressions: [BoundExpression] {
    keys.map(\.expression) + aggregates.flatMap(\.arguments) + [axis]
  }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in keys.indices { result.keys[index].expression = transform(keys[index].expression) }
    for index in aggregates.indices { result.aggregates[index].arguments = aggregates[index].arguments.map(transform) }
    for index in series.indices {
      result.series[index].value = transform(series[index].value)
      result.series[index].defaultValue = transform(series[index].defaultValue)
    }
    result.axis = transform(axis)
    result.from = from.map(transform)
    result.to = to.map(transform)
    result.step = transform(step)
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [expressionColumns] }
}

/// Keeps the best values of each level within those of the level above (`top-nested`).
///
/// Each level has two columns: the value, and the aggregate by which values compete. Rows come in the order of the
/// levels' ranks.
package struct TopNestedNode: PlanNode {
  package struct Level: Sendable {
    /// Values kept in each group of the level above; `nil` for all.
    package var count: Int?
    /// Over the input.
    package var value: BoundExpression
    package var column: PlanColumn
    /// The value that stands for all others, converted to the column's type; `nil` when they are dropped.
    package var others: BoundExpression?
    /// Computed for each value within its group.
    package var aggregates: [BoundAggregate]
    /// What values compete by, over the columns of `aggregates`.
    package var rank: BoundExpression
    package var rankColumn: PlanColumn
    package var isDescending: Bool
    package var nullsFirst: Bool

    package init(
      count: Int?, value: BoundExpression, column: PlanColumn, others: BoundExpression?, aggregates: [BoundAggregate],
      rank: BoundExpression, rankColumn: PlanColumn, isDescending: Bool, nullsFirst: Bool
    ) {
      self.count = count
      self.value = value
      self.column = column
      self.others = others
      self.aggregates = aggregates
      self.rank = rank
      self.rankColumn = rankColumn
      self.isDescending = isDescending
      self.nullsFirst = nullsFirst
    }
  }
  package var input: any PlanNode
  package var levels: [Level]

  package init(input: any PlanNode, levels: [Level]) {
    self.input = input
    self.levels = levels
  }

  package var name: String { "TopNested" }
  package var details: String {
    levels.map { "\($0.count.map { "\($0) " } ?? "")of \($0.value.text)" }.joined(separator: ", ")
  }
  package var columns: [PlanColumn] { levels.flatMap { [$0.column, $0.rankColumn] } }
  package var inputs: [any PlanNode] { [input] }
  /// Those over the input; ranks are computed later.
  package var expressions: [BoundExpression] { levels.flatMap { [$0.value] + $0.aggregates.flatMap(\.arguments) } }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    TopNestedNode(input: inputs[0], levels: levels)
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in levels.indices {
      result.levels[index].value = transform(levels[index].value)
      result.levels[index].rank = transform(levels[index].rank)
      for position in levels[index].aggregates.indices {
        result.levels[index].aggregates[position].arguments = levels[index].aggregates[position].arguments.map(
          transform)
      }
    }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [expressionColumns] }
}

/// Keeps some rows, picked at random (`sample`): all rows when there are no more than asked for.
package struct SampleNode: PlanNode {
  package var input: any PlanNode
  package var count: Int
  /// Differs among the samples of a query, which pick different rows of the same input.
  package var seed: Int

  package init(input: any PlanNode, count: Int, seed: Int) {
    self.input = input
    self.count = count
    self.seed = seed
  }

  package var name: String { "Sample" }
  package var details: String { "\(count)" }
  package var columns: [PlanColumn] { input.columns }
  package var inputs: [any PlanNode] { [input] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    SampleNode(input: inputs[0], count: count, seed: seed)
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [needed] }
}
