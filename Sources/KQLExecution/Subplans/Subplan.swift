import KQLColumnar
import KQLPlan
import KQLTypes

/// A plan that runs time and again, each time on other rows; runs are one after the other.
struct Subplan: Sendable {
  private let input: SubplanInput
  private let root: any PhysicalOperator
  private let types: [ScalarType]
  /// Results shared within the plan that depend on the rows.
  private let ownIdentities: Set<Int>

  /// - Parameters:
  ///   - body: Reads a ``SubplanInputNode``.
  ///   - columns: The columns of the rows that it will run on.
  init(_ body: any PlanNode, columns: [PlanColumn], _ planner: PhysicalPlanner) throws(ExecutionError) {
    try self.init(
      body, columns: columns, ownIdentities: body.sharedIdentities(over: { $0 is SubplanInputNode }), planner)
  }

  /// - Parameter ownIdentities: Results shared within the plan that are others in each run.
  init(
    _ body: any PlanNode, columns: [PlanColumn], ownIdentities: Set<Int>, _ planner: PhysicalPlanner
  ) throws(ExecutionError) {
    let plan = try planner.prepared(body)
    input = SubplanInput(columns: columns)
    root = try PhysicalPlanner(context: planner.context, subplanInput: input).makeOperator(for: plan)
    types = plan.columns.map(\.type)
    self.ownIdentities = ownIdentities
  }
}

extension Subplan {
  /// - Parameter rows: A batch without selection.
  func run(on rows: RecordBatch, in context: ExecutionContext) throws(ExecutionError) -> MaterializedRows {
    input.rows = MaterializedRows([rows], types: rows.columns.map(\.type))
    let own = ExecutionContext(subplanOf: context, ownIdentities: ownIdentities)
    return try root.open(in: own).materialize(types: types, in: own)
  }
}

extension PhysicalPlanner {
  /// A plan that was no input of the query's own plan, made ready to run.
  func prepared(_ body: any PlanNode) throws(ExecutionError) -> any PlanNode {
    let optimize = context.optimize
    return optimize(try QueryExecutor(context).resolveSubqueries(in: body) { optimize($0) })
  }
}

extension PlanNode {
  /// The results that are shared within the plan and made of nodes for which a condition holds.
  func sharedIdentities(over isMeant: (any PlanNode) -> Bool) -> Set<Int> {
    var identities: Set<Int> = []
    _ = collectIdentities(over: isMeant, into: &identities)
    return identities
  }

  /// - Returns: Whether the plan has such a node.
  private func collectIdentities(over isMeant: (any PlanNode) -> Bool, into identities: inout Set<Int>) -> Bool {
    var isFound = isMeant(self)
    for input in inputs where input.collectIdentities(over: isMeant, into: &identities) { isFound = true }
    if isFound, let shared = self as? SharedNode { identities.insert(shared.identity) }
    return isFound
  }
}
