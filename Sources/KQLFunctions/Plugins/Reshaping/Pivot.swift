import KQLColumnar
import KQLTypes

/// `pivot`: turns the values of a column into columns, whose cells are an aggregate.
///
/// The binder has the aggregate computed: the input has the columns that stay, the one whose values become columns, and
/// the aggregate. Columns come in the order in which their values first appear; a cell that no row is for holds the
/// aggregate of nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/pivot-plugin>
enum Pivot {
  static let function: TableFunction = {
    var function = TableFunction(
      "pivot",
      schema: { (call) throws(ExecutionError) in
        guard let rows = call.rows else { return nil }
        let table = try PivotTable(call, rows)
        return Schema(call.visibleInput.fields + table.names.map { Field($0, table.cells.type) })
      },
      run: { (call, rows, _) throws(ExecutionError) in
        let table = try PivotTable(call, rows)
        guard let declared = call.declared else {
          return RecordBatch(
            columns: table.keptColumns + table.names.indices.map { table.column($0) }, rowCount: table.groups.count)
        }
        var columns = call.declaredKeepsInput ? table.keptColumns : []
        for field in declared.fields { columns.append(try table.column(declaredAs: field, call)) }
        return RecordBatch(columns: columns, rowCount: table.groups.count)
      })
    function.readsDeclaredSchema = true
    return function
  }()
}

private struct PivotTable {
  /// The columns that stay, a row a group.
  let keptColumns: [Column]
  let groups: RowGroups
  let cells: Column
  /// The values that become columns, as texts.
  let names: [String]
  /// For each of them, the row that holds the cell of each group; -1 when there is none.
  private let rowsByName: [[Int32]]
  private let valueOfNothing: ScalarValue

  init(_ call: TableFunctionCall, _ rows: RecordBatch) throws(ExecutionError) {
    let kept = rows.columns.prefix(call.visibleColumnCount)
    let pivot = rows.columns[try call.columnIndex(0, "pivotColumn")]
    cells = rows.columns[try call.columnIndex(1, "aggregateFunction")]
    valueOfNothing = call.constant(2) ?? .null(cells.type)
    let groups = RowGroups(Array(kept), rowCount: rows.physicalRowCount)
    let values = RowGroups([pivot], rowCount: rows.physicalRowCount)
    guard values.count <= 10_000 else { throw call.invalid("'pivotColumn' has more than 10000 values") }
    var names: [String] = []
    for row in values.firstRows {
      let name = pivot[Int(row)].text
      guard !name.isEmpty else {
        throw call.unsupported("a null or an empty text as a name of a column is not supported; leave such rows out")
      }
      names.append(name)
    }
    try call.noteProgress(names.count * groups.count * 4)
    var rowsByName = [[Int32]](repeating: [Int32](repeating: -1, count: groups.count), count: names.count)
    for row in 0..<rows.physicalRowCount {
      rowsByName[Int(values.codes[row])][Int(groups.codes[row])] = Int32(truncatingIfNeeded: row)
    }
    keptColumns = kept.map { $0.gathered(groups.firstRows) }
    self.groups = groups
    self.names = names
    self.rowsByName = rowsByName
  }

  func column(_ index: Int) -> Column {
    let rows = rowsByName[index]
    if valueOfNothing.isNull || !rows.contains(-1) { return cells.gatheredWithNulls(rows) }
    return Column(rows.map { $0 < 0 ? valueOfNothing : cells[Int($0)] }, type: cells.type)
  }

  /// A column that the query declares: one that stays, or the cells of a value, which need not occur.
  func column(declaredAs field: Field, _ call: TableFunctionCall) throws(ExecutionError) -> Column {
    if let index = call.visibleInput.index(of: field.name) {
      guard call.input[index].type == field.type else {
        throw call.invalid("column '\(field.name)' is \(call.input[index].type.name), not \(field.type.name)")
      }
      return keptColumns[index]
    }
    guard cells.type == field.type else {
      throw call.invalid("column '\(field.name)' is \(cells.type.name), not \(field.type.name)")
    }
    if let index = names.firstIndex(of: field.name) { return column(index) }
    return Column([ScalarValue](repeating: valueOfNothing, count: groups.count), type: cells.type)
  }
}
