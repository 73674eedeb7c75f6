import KQLCatalog
import KQLColumnar
import KQLDiagnostics
import KQLExecution
import KQLFunctions
import KQLPlan
import KQLTypes

/// Makes plans without a binder.
package struct PlanMaker: Sendable {
  package let ids = ColumnIDSource()

  package init() {}

  package func scan(_ table: any TableProvider, named name: String = "T") -> ScanNode {
    let fields = table.schema.fields
    return ScanNode(
      tableName: name, table: table, columns: fields.map { ids.makeColumn($0.name, $0.type) },
      columnIndexes: Array(fields.indices))
  }

  package func call(_ name: String, _ arguments: BoundExpression..., type: ScalarType = .bool) -> BoundExpression {
    .call(
      BoundCall(function: FunctionRegistry.standard.scalar(name)!, arguments: arguments, type: type, span: .start))
  }

  package func aggregate(
    _ name: String, _ arguments: BoundExpression..., as column: String, type: ScalarType = .long
  ) -> BoundAggregate {
    BoundAggregate(
      function: FunctionRegistry.standard.aggregate(name)!, arguments: arguments,
      columns: [ids.makeColumn(column, type)])
  }

  package func key(_ expression: BoundExpression, as column: String) -> AggregateNode.Key {
    AggregateNode.Key(expression: expression, column: ids.makeColumn(column, expression.type))
  }
}

extension PlanNode {
  /// The column of that name.
  package subscript(name: String) -> BoundExpression { .column(columns.first { $0.name == name }!) }
}

extension BoundExpression {
  package static func long(_ value: Int64) -> BoundExpression { .constant(.long(value)) }
  package static func string(_ value: String) -> BoundExpression { .constant(.string(value)) }

  package var column: PlanColumn {
    guard case .column(let column) = self else { preconditionFailure("not a column") }
    return column
  }
}

/// Rows as values.
package typealias Rows = [[ScalarValue]]

extension RecordBatch {
  package var rows: Rows {
    let packed = compacted()
    return (0..<packed.rowCount).map { row in packed.columns.map { $0[row] } }
  }
}

/// Ways to run a query that must give the same rows.
package enum Ways {
  /// The `now()` of all queries, within the times of ``SampleTable``.
  package static let now = Ticks.unixEpoch + 40 * Ticks.perHour

  package static let options = [(1, 2048), (1, 1), (2, 7), (2, 2048), (5, 2)].map {
    ExecutionOptions(threadCount: $0.0, batchRowCount: $0.1)
  }

  /// Ways, and bytes in use from which on rows go into temporary files: never, when some rows are held, at once.
  private static let all = options.map { ($0, Int.max) } + [(options[0], 1 << 13), (options[2], 0)]

  /// The rows of a plan; fails when they depend on threads or batches.
  package static func rows(
    of plan: any PlanNode, optimizing: (any PlanNode) -> any PlanNode = { $0 }
  ) throws -> Rows {
    var result: Rows?
    for (options, spillThreshold) in all {
      let control = QueryControl(spillThreshold: spillThreshold)
      let executor = QueryExecutor(options: options, control: control, now: now)
      let resolved = try executor.resolveSubqueries(in: plan) { optimizing($0) }
      var rows: Rows = []
      try executor.execute(optimizing(resolved)) { rows += $0.rows }
      if let result, !same(result, rows) {
        throw Difference(
          message:
            "\(options), files from \(spillThreshold) bytes on: gives \(rows.prefix(20)) instead of \(result.prefix(20))"
        )
      }
      result = rows
    }
    return result ?? []
  }

  package struct Difference: Error { package var message: String }
}

/// Whether rows are the same, NaN included.
package func same(_ left: Rows, _ right: Rows) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { left, right in
      // Only NaN, which equals nothing, needs the detour by the text.
      left == right || left.count == right.count && zip(left, right).allSatisfy { "\($0)" == "\($1)" }
    }
}
