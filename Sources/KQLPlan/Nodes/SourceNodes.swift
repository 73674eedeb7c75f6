import KQLCatalog
import KQLColumnar
import KQLTypes

/// Reads a table of the catalogue.
package struct ScanNode: PlanNode {
  package var tableName: String
  package var table: any TableProvider
  package var columns: [PlanColumn]
  /// Position of each of `columns` in the table's schema.
  package var columnIndexes: [Int]
  /// Conditions that the scan may use to skip rows; the plan above still checks them.
  package var filters: [ScanFilter] = []
  /// See ``ScanRequest/limit``.
  package var limit: Int?

  package init(tableName: String, table: any TableProvider, columns: [PlanColumn], columnIndexes: [Int]) {
    self.tableName = tableName
    self.table = table
    self.columns = columns
    self.columnIndexes = columnIndexes
  }

  package var name: String { "Scan" }
  package var inputs: [any PlanNode] { [] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { self }

  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    let kept = columns.indices.filter { needed.contains(columns[$0].id) }
    result.columns = kept.map { columns[$0] }
    result.columnIndexes = kept.map { columnIndexes[$0] }
    return result
  }
}

/// Rows that are part of the query or were computed for it (`datatable`, `print` of constants, materialised tables).
package struct ValuesNode: PlanNode {
  package var columns: [PlanColumn]
  /// Batches whose columns are those of the node.
  package var batches: [RecordBatch]

  package init(columns: [PlanColumn], batches: [RecordBatch]) {
    self.columns = columns
    self.batches = batches
  }

  package var name: String { "Values" }
  package var inputs: [any PlanNode] { [] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { self }

  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    let kept = columns.indices.filter { needed.contains(columns[$0].id) }
    return ValuesNode(columns: kept.map { columns[$0] }, batches: batches.map { $0.projected(kept) })
  }
}

/// One column that counts from a first to a last value (`range`).
///
/// Bounds are expressions without columns, known before the plan runs; a null or a step that leads away from the
/// end gives no rows.
package struct RangeNode: PlanNode {
  package var column: PlanColumn
  package var from: BoundExpression
  package var to: BoundExpression
  package var step: BoundExpression

  package init(column: PlanColumn, from: BoundExpression, to: BoundExpression, step: BoundExpression) {
    self.column = column
    self.from = from
    self.to = to
    self.step = step
  }

  package var name: String { "Range" }
  package var columns: [PlanColumn] { [column] }
  package var inputs: [any PlanNode] { [] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { self }
  package var expressions: [BoundExpression] { [from, to, step] }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    RangeNode(column: column, from: transform(from), to: transform(to), step: transform(step))
  }
}

/// A plan that several parts of the query use and that runs once (`materialize`).
///
/// References share `identity`; each has columns of its own, in the order of the input's columns.
package struct SharedNode: PlanNode {
  package var identity: Int
  package var input: any PlanNode
  package var columns: [PlanColumn]

  package init(identity: Int, input: any PlanNode, columns: [PlanColumn]) {
    self.identity = identity
    self.input = input
    self.columns = columns
  }

  package var name: String { "Shared" }
  package var inputs: [any PlanNode] { [input] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    SharedNode(identity: identity, input: inputs[0], columns: columns)
  }
}
