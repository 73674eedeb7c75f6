import KQLCatalog
import KQLExecution
import KQLOptimizer
import KQLPlan
import KQLTypes

/// One execution of a bound query: what optimises its plans and what runs them.
struct QueryRun {
  let executor: QueryExecutor
  private let optimizer: Optimizer

  init(_ configuration: EngineConfiguration, control: QueryControl, now: Timestamp) {
    let optimizer = configuration.optimizesPlans ? Optimizer(now: now.ticks) : Optimizer(rules: [], now: now.ticks)
    executor = QueryExecutor(
      options: ExecutionOptions(
        threadCount: configuration.threadCount, batchRowCount: configuration.batchRowCount,
        temporaryDirectory: configuration.temporaryDirectory),
      control: control, now: now.ticks, optimize: { optimizer.optimize($0) })
    self.optimizer = optimizer
  }

  /// The plan as it runs: subqueries are run and replaced by their values, so that rules can use them.
  func executablePlan(_ plan: any PlanNode) throws(ExecutionError) -> any PlanNode {
    let optimizer = optimizer
    let resolved = try executor.resolveSubqueries(in: plan) { optimizer.optimize($0) }
    return optimizer.optimize(resolved)
  }
}
