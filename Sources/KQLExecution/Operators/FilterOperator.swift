import KQLColumnar
import KQLPlan
import KQLTypes

extension FilterNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    FilterOperator(
      input: try planner.makeOperator(for: input),
      predicate: try PredicateProgram(predicate, columns: input.columns, now: planner.context.now))
  }
}

/// Keeps the rows for which the predicate is true (`where`).
///
/// Preserves order. Copies no column data: the output shares the columns of its input and carries a narrower
/// selection.
struct FilterOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let predicate: PredicateProgram

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let predicate = self.predicate
    return TransformStream(try input.open(in: context), in: context) { () throws(ExecutionError) in
      Transform(try PredicateEvaluator(predicate))
    }
  }

  func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator {
    FilterOperator(input: input.narrowed(to: narrowing, column: column), predicate: predicate)
  }

  private final class Transform: BatchTransform {
    private let predicate: PredicateEvaluator
    init(_ predicate: PredicateEvaluator) { self.predicate = predicate }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch { try predicate.narrow(batch) }
  }
}
