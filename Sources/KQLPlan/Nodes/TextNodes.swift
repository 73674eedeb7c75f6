import KQLTypes

/// Cuts named values out of text that holds pairs of keys and values (`parse-kv`).
///
/// A key that is missing, or whose value does not convert, gives null (an empty string for `string`).
package struct ParseKvNode: PlanNode {
  package struct Options: Sendable {
    /// Stands between pairs. Without delimiters whatever is no letter or digit stands between words.
    package var pairDelimiter: String?
    /// Stands between key and value.
    package var keyValueDelimiter: String?
    /// Opening and closing quotes of values, one or two characters each.
    package var quotes: [(open: String, close: String)]
    /// Characters after which another one stands for itself within quotes.
    package var escapes: [String]
    /// Values reach up to the next key (`greedy`).
    package var isGreedy: Bool
    /// Finds pairs by a regular expression with two groups, of the key and of the value.
    package var regex: String?

    package init(
      pairDelimiter: String? = nil, keyValueDelimiter: String? = nil, quotes: [(open: String, close: String)] = [],
      escapes: [String] = [], isGreedy: Bool = false, regex: String? = nil
    ) {
      self.pairDelimiter = pairDelimiter
      self.keyValueDelimiter = keyValueDelimiter
      self.quotes = quotes
      self.escapes = escapes
      self.isGreedy = isGreedy
      self.regex = regex
    }
  }
  package var input: any PlanNode
  /// Of type `string`.
  package var expression: BoundExpression
  /// The keys are the columns' names, as they are in the text.
  package var keys: [(key: String, column: PlanColumn)]
  package var options: Options
  /// Columns of the input (those that are replaced left out) and the new ones, in Kusto's order.
  package var columns: [PlanColumn]

  package init(
    input: any PlanNode, expression: BoundExpression, keys: [(key: String, column: PlanColumn)], options: Options,
    columns: [PlanColumn]
  ) {
    self.input = input
    self.expression = expression
    self.keys = keys
    self.options = options
    self.columns = columns
  }

  package var name: String { "ParseKv" }
  package var details: String { "\(expression.text) as \(keys.map(\.column.declaration).joined(separator: ", "))" }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { [expression] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    result.expression = transform(expression)
    return result
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    result.columns = columnsKept(for: needed)
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    [needed.union(expression.columns).intersection(input.columns.map(\.id))]
  }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { false }
}

/// Groups texts that are alike and shows a pattern for each group (`reduce`).
package struct ReduceNode: PlanNode {
  package var input: any PlanNode
  /// Of type `string`.
  package var expression: BoundExpression
  /// Share of the rows, between 0 and 1, that decides how alike texts of a group must be; `nil` for 0.1.
  package var threshold: Double?
  /// Characters at which words are split besides the usual ones.
  package var characters: String
  /// Also gives the pattern of each row (`kind=source`), after the columns of the input.
  package var keepsRows: Bool
  /// `Pattern`, `Count`, `Representative`; with `keepsRows` the input's columns and `Pattern`.
  package var columns: [PlanColumn]

  package init(
    input: any PlanNode, expression: BoundExpression, threshold: Double?, characters: String, keepsRows: Bool,
    columns: [PlanColumn]
  ) {
    self.input = input
    self.expression = expression
    self.threshold = threshold
    self.characters = characters
    self.keepsRows = keepsRows
    self.columns = columns
  }

  package var name: String { "Reduce" }
  package var details: String { "by \(expression.text)" }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { [expression] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    result.expression = transform(expression)
    return result
  }
}
