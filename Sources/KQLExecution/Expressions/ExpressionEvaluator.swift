import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

/// Computes a program for batches; used by one thread.
///
/// Only rows that are alive are computed: columns are packed before a function sees them.
package final class ExpressionEvaluator {
  package let program: ExpressionProgram
  /// One a step; `nil` for steps that are not calls.
  private let kernels: [ScalarKernel?]
  private let memos: [EntryMemo?]

  package init(_ program: ExpressionProgram) throws(ExecutionError) {
    self.program = program
    var kernels: [ScalarKernel?] = []
    var memos: [EntryMemo?] = []
    for step in program.steps {
      switch step {
      case .constant, .column:
        kernels.append(nil)
        memos.append(nil)
      case .call(let call):
        kernels.append(try call.function.prepare(call.site))
        memos.append(nil)
      case .perEntry(_, let inner):
        kernels.append(nil)
        memos.append(try EntryMemo(inner))
      }
    }
    self.kernels = kernels
    self.memos = memos
  }
}

extension ExpressionEvaluator {
  /// - Returns: One datum an expression; columns have one row for each row of the batch that is alive.
  package func evaluate(_ batch: RecordBatch) throws(ExecutionError) -> [Datum] {
    let rowCount = batch.rowCount
    var results: [Datum] = []
    results.reserveCapacity(program.steps.count)
    for (index, step) in program.steps.enumerated() {
      switch step {
      case .constant(let value): results.append(.constant(value))
      case .column(let position): results.append(.column(batch.liveColumn(position)))
      case .call(let call):
        guard let kernel = kernels[index] else { preconditionFailure("a call without kernel") }
        var arguments: [Datum] = []
        arguments.reserveCapacity(call.arguments.count)
        for argument in call.arguments { arguments.append(results[argument]) }
        results.append(try kernel(arguments, rowCount))
      case .perEntry(let position, _):
        guard let memo = memos[index] else { preconditionFailure("an entry step without memo") }
        results.append(.column(try memo.evaluate(batch.liveColumn(position))[0]))
      }
    }
    return program.roots.map { results[$0] }
  }

  /// As ``evaluate(_:)``, each expression as a column.
  package func evaluateColumns(_ batch: RecordBatch) throws(ExecutionError) -> [Column] {
    let rowCount = batch.rowCount
    return try evaluate(batch).map { $0.column(rowCount: rowCount) }
  }
}

extension RecordBatch {
  /// A column with only the rows that are alive.
  func liveColumn(_ position: Int) -> Column {
    guard let selection else { return columns[position] }
    return columns[position].gathered(selection.indexes)
  }
}
