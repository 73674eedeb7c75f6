import KQLColumnar
import KQLTypes

/// The implementation of a plugin of `evaluate`: a function from a table to a table.
///
/// Calls are checked against the signatures in ``FunctionSurface/plugins`` before it sees them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/evaluate-operator>
package struct TableFunction: Sendable {
  package var name: String
  /// The columns of the result.
  ///
  /// - Returns: `nil` when they depend on the rows; then it is asked again with ``TableFunctionCall/rows`` set, and
  ///   must answer. A query that is only analysed keeps such columns open.
  package var schema: @Sendable (TableFunctionCall) throws(ExecutionError) -> Schema?
  /// Computes the result: one row batch whose columns are those of the schema, or of the one that the query declares.
  ///
  /// - Parameters:
  ///   - rows: The whole input, without selection, in its order.
  ///   - tables: The whole of each tabular argument, in the order of ``TableFunctionCall/tables``.
  package var run:
    @Sendable (_ call: TableFunctionCall, _ rows: RecordBatch, _ tables: [RecordBatch]) throws(ExecutionError)
      -> RecordBatch
  /// Whether ``run`` gives the columns that the query declares. Otherwise they are picked from those of ``schema``.
  package var readsDeclaredSchema = false
  /// Further tables that a call gives behind the first. A plugin that has some must be the last operator.
  package var furtherResults: [TableFunction] = []

  package init(
    _ name: String, schema: @escaping @Sendable (TableFunctionCall) throws(ExecutionError) -> Schema?,
    run: @escaping @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch
  ) {
    self.name = name
    self.schema = schema
    self.run = run
  }
}

/// One argument of a plugin's call.
package enum TableFunctionArgument: Sendable {
  case constant(ScalarValue)
  /// A column of the input by position. An expression over rows is a column at or behind
  /// ``TableFunctionCall/visibleColumnCount``.
  case column(Int)
  /// A tabular argument, by position in ``TableFunctionCall/tables``.
  case table(Int)
  /// A column of a tabular argument.
  case tableColumn(table: Int, column: Int)

  package var constant: ScalarValue? {
    if case .constant(let value) = self { return value }
    return nil
  }

  package var column: Int? {
    if case .column(let index) = self { return index }
    return nil
  }
}

/// One call of a plugin, with what is known before it runs.
package struct TableFunctionCall: Sendable {
  package var name: String
  package var arguments: [TableFunctionArgument]
  /// The name that the query gives an argument, such as `ignoredProperties` or the step of a sequence.
  package var argumentNames: [String?]
  /// The columns of the input, those of computed arguments last.
  package var input: Schema
  /// How many of the columns of the input belong to the table itself.
  package var visibleColumnCount: Int
  /// The columns of each tabular argument.
  package var tables: [Schema]
  /// The columns that the query says the result has (`evaluate f(…) : (a:long)`); `nil` when it says nothing.
  package var declared: Schema?
  /// Whether columns of the input come before the declared ones (`: (*, a:long)`).
  package var declaredKeepsInput: Bool
  /// The rows of the input, when the schema depends on them.
  package var rows: RecordBatch?
  /// The query's `now()`, in ticks.
  package var now: Int64
  /// Called within long loops with the number of bytes newly held; throws when the query must stop or holds too much.
  package var noteProgress: @Sendable (_ byteCount: Int) throws(ExecutionError) -> Void = { _ in }

  package init(
    name: String, arguments: [TableFunctionArgument], argumentNames: [String?], input: Schema,
    visibleColumnCount: Int, tables: [Schema] = [], declared: Schema? = nil, declaredKeepsInput: Bool = false,
    rows: RecordBatch? = nil, now: Int64
  ) {
    self.name = name
    self.arguments = arguments
    self.argumentNames = argumentNames
    self.input = input
    self.visibleColumnCount = visibleColumnCount
    self.tables = tables
    self.declared = declared
    self.declaredKeepsInput = declaredKeepsInput
    self.rows = rows
    self.now = now
  }
}

extension TableFunctionCall {
  /// The columns of the table itself.
  package var visibleInput: Schema { Schema(Array(input.fields.prefix(visibleColumnCount))) }

  package func constant(_ index: Int) -> ScalarValue? {
    arguments.indices.contains(index) ? arguments[index].constant : nil
  }

  /// The field of an argument that is a column of the input.
  package func field(_ index: Int) -> Field? {
    guard arguments.indices.contains(index), let column = arguments[index].column, input.fields.indices.contains(column)
    else { return nil }
    return input.fields[column]
  }

  /// The arguments from a position on that are columns.
  package func fields(from index: Int) -> [Field] {
    arguments.indices.dropFirst(index).compactMap { field($0) }
  }
}
