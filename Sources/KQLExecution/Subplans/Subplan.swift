import KQLColumnar
import KQLPlan
import KQLTypes

/// A plan that runs time and again, each time on other rows; runs are one after the other.
struct Subplan: Sendable {
  private enum Work: Sendable {
    case prepared(Runnable)
    /// Has subqueries that read the rows: they run, and the plan is made ready, once the rows are there.
    case unprepared(any PlanNode)
  }

  private let input: SubplanInput
  private let work: Work
  private let planner: PhysicalPlanner
  /// Results shared within the plan that depend on the rows.
  private let ownIdentities: Set<Int>

  /// - Parameters:
  ///   - body: Reads ``SubplanInputNode``s, also in subqueries.
  ///   - identity: That of the nodes whose rows are the ones that it will run on.
  ///   - columns: The columns of these rows.
  init(
    _ body: any PlanNode, reading identity: Int, columns: [PlanColumn], _ planner: PhysicalPlanner
  ) throws(ExecutionError) {
    input = SubplanInput(columns: columns)
    self.planner = PhysicalPlanner(
      context: planner.context, subplanInputs: planner.subplanInputs.merging([identity: input]) { $1 })
    ownIdentities = body.sharedIdentities { ($0 as? SubplanInputNode)?.identity == identity }
    work =
      body.subplanInputsReadBySubqueries.contains(identity)
      ? .unprepared(body) : .prepared(try self.planner.runnable(body))
  }

  /// - Parameters:
  ///   - body: Has sources of its own.
  ///   - ownIdentities: Results shared within the plan that are others in each run.
  init(_ body: any PlanNode, ownIdentities: Set<Int>, _ planner: PhysicalPlanner) throws(ExecutionError) {
    input = SubplanInput(columns: [])
    self.planner = planner
    self.ownIdentities = ownIdentities
    work = .prepared(try planner.runnable(body))
  }
}

extension Subplan {
  /// - Parameter rows: A batch without selection.
  func run(on rows: RecordBatch, in context: ExecutionContext) throws(ExecutionError) -> MaterializedRows {
    input.rows = MaterializedRows([rows], types: rows.columns.map(\.type))
    let own = ExecutionContext(subplanOf: context, ownIdentities: ownIdentities)
    let runnable: Runnable
    switch work {
    case .prepared(let prepared): runnable = prepared
    case .unprepared(let body): runnable = try planner.planning(in: own).runnable(body)
    }
    return try runnable.root.open(in: own).materialize(types: runnable.types, in: own)
  }
}

/// A plan that was made ready to run.
private struct Runnable: Sendable {
  let root: any PhysicalOperator
  let types: [ScalarType]
}

extension PhysicalPlanner {
  /// A plan that was no input of the query's own plan, made ready to run.
  func prepared(_ body: any PlanNode) throws(ExecutionError) -> any PlanNode {
    let optimize = context.optimize
    return optimize(try QueryExecutor(self).resolveSubqueries(in: body) { optimize($0) })
  }

  fileprivate func runnable(_ body: any PlanNode) throws(ExecutionError) -> Runnable {
    let plan = try prepared(body)
    return Runnable(root: try makeOperator(for: plan), types: plan.columns.map(\.type))
  }
}

extension PlanNode {
  /// The results that are shared within the plan, its subqueries included, and made of nodes for which a condition
  /// holds.
  func sharedIdentities(over isMeant: (any PlanNode) -> Bool) -> Set<Int> {
    var identities: Set<Int> = []
    _ = collectIdentities(over: isMeant, into: &identities)
    return identities
  }

  /// - Returns: Whether the plan has such a node.
  private func collectIdentities(over isMeant: (any PlanNode) -> Bool, into identities: inout Set<Int>) -> Bool {
    var isFound = isMeant(self)
    for plan in inputs + subqueryPlans where plan.collectIdentities(over: isMeant, into: &identities) {
      isFound = true
    }
    if isFound, let shared = self as? SharedNode { identities.insert(shared.identity) }
    return isFound
  }
}
