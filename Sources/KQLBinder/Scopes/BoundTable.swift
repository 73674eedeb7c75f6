import KQLPlan
import KQLTypes

/// A tabular expression that was bound: its plan and what later operators must know of it.
struct BoundTable {
  var plan: any PlanNode
  /// Whether the rows have an order that window functions may rely on (after `sort`, `top`, `serialize`, …).
  var isSerialized = false
  /// Whether there may be further columns that only running the query shows (`bag_unpack` without a run).
  var isOpen = false
  /// The name of the table or variable, as `withsource` shows it.
  var name: String?
  /// What `render` asked for.
  var visualization: BoundQuery.Visualization?
  /// All results of an operator that gives several (`fork`, `facet`); the plan is the first one's.
  var branches: [BoundQuery.Result] = []
  /// The graph that `make-graph` built, whose plan is that of its edges.
  var graph: PlanGraph?
  /// Whether something was reported about it, so that nothing that follows from that is.
  var isInvalid = false

  init(_ plan: any PlanNode, isSerialized: Bool = false, name: String? = nil) {
    self.plan = plan
    self.isSerialized = isSerialized
    self.name = name
  }
}

extension BoundTable {
  var columns: [PlanColumn] { plan.columns }

  /// Stands for a table about which something was reported; whatever is asked of it is accepted.
  static var invalid: BoundTable {
    var table = BoundTable(ValuesNode(columns: [], batches: []))
    table.isOpen = true
    table.isInvalid = true
    return table
  }

  /// The same table after an operator. Order and openness are the caller's to keep.
  func replacingPlan(_ plan: any PlanNode, isSerialized: Bool? = nil) -> BoundTable {
    var result = self
    result.plan = plan
    result.isSerialized = isSerialized ?? self.isSerialized
    result.name = nil
    result.visualization = nil
    return result
  }
}
