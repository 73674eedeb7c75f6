import KQLColumnar
import KQLPlan
import KQLTypes

extension ProjectNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    ProjectOperator(
      input: try planner.makeOperator(for: input), program: try planner.program(expressions, over: input))
  }
}

/// Computes columns (`project`, `extend` and their kin). Preserves order.
struct ProjectOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let program: ExpressionProgram

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let program = self.program
    return TransformStream(try input.open(in: context), in: context) { () throws(ExecutionError) in
      Transform(try ExpressionEvaluator(program))
    }
  }

  func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator {
    guard let source = program.passedColumn(column) else { return self }
    return ProjectOperator(input: input.narrowed(to: narrowing, column: source), program: program)
  }

  private final class Transform: BatchTransform {
    private let evaluator: ExpressionEvaluator
    /// The columns of the input that make up the output, when nothing is computed.
    private let passedColumns: [Int]?

    init(_ evaluator: ExpressionEvaluator) {
      self.evaluator = evaluator
      let passed = evaluator.program.roots.indices.compactMap { evaluator.program.passedColumn($0) }
      passedColumns = passed.count == evaluator.program.roots.count ? passed : nil
    }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      if let passedColumns { return batch.projected(passedColumns) }
      return RecordBatch(columns: try evaluator.evaluateColumns(batch), rowCount: batch.rowCount)
    }
  }
}
