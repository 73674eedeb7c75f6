import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

/// Computes one expression for single rows, where what a row sees depends on the rows before it; used by one thread.
///
/// Whatever can be computed for many rows at once belongs in an ``ExpressionEvaluator``, which is far faster.
final class RowEvaluator {
  private let program: ExpressionProgram
  private let kernels: [ScalarKernel?]
  private var results: [Datum] = []

  /// - Parameter columns: What the expression may read, by position.
  init(_ expression: BoundExpression, columns: [PlanColumn], now: Int64) throws(ExecutionError) {
    program = try ExpressionProgram([expression], columns: columns, now: now, splitsEntries: false)
    var kernels: [ScalarKernel?] = []
    for step in program.steps {
      var kernel: ScalarKernel?
      if case .call(let call) = step { kernel = try call.function.prepare(call.site) }
      kernels.append(kernel)
    }
    self.kernels = kernels
  }
}

extension RowEvaluator {
  /// - Parameter column: Gives the value of the column at a position in the row.
  func value(_ column: (Int) -> ScalarValue) throws(ExecutionError) -> ScalarValue {
    results.removeAll(keepingCapacity: true)
    for (index, step) in program.steps.enumerated() {
      switch step {
      case .constant(let value): results.append(.constant(value))
      case .column(let position): results.append(.constant(column(position)))
      case .call(let call):
        guard let kernel = kernels[index] else { preconditionFailure("a call without kernel") }
        var arguments: [Datum] = []
        arguments.reserveCapacity(call.arguments.count)
        for argument in call.arguments { arguments.append(results[argument]) }
        results.append(.constant(try kernel(arguments, 1)[0]))
      case .perEntry: preconditionFailure("an entry step in a program for rows")
      }
    }
    return results[program.roots[0]][0]
  }
}
