import KQLColumnar
import KQLPlan
import KQLTypes

/// Expressions that read both rows and a state, split so that whatever depends on rows alone is computed for all rows
/// at once.
///
/// What was taken out is a column of its own.
struct HoistedExpressions {
  private let rowColumns: Set<ColumnID>
  private let ids: HoistedColumnIDs
  /// What is computed for all rows.
  private(set) var expressions: [BoundExpression] = []
  /// The column that stands for each of `expressions`.
  private(set) var columns: [PlanColumn] = []

  /// - Parameter rowColumns: The columns of the rows.
  init(rowColumns: [PlanColumn]) {
    self.rowColumns = Set(rowColumns.map(\.id))
    ids = HoistedColumnIDs()
  }
}

extension HoistedExpressions {
  /// The expression with its parts over rows replaced by columns.
  mutating func hoist(_ expression: BoundExpression) -> BoundExpression {
    guard case .call(var call) = expression else { return expression }
    if expression.isDeterministic, rowColumns.isSuperset(of: expression.columns) {
      let column = ids.makeColumn(type: expression.type)
      expressions.append(expression)
      columns.append(column)
      return .column(column)
    }
    for index in call.arguments.indices { call.arguments[index] = hoist(call.arguments[index]) }
    return .call(call)
  }
}

/// Ids that no column of a query has: those count up from zero.
private final class HoistedColumnIDs {
  private var next = -1

  func makeColumn(type: ScalarType) -> PlanColumn {
    defer { next -= 1 }
    return PlanColumn(id: ColumnID(next), name: "hoisted", type: type)
  }
}
