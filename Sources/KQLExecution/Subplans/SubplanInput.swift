import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

/// The place where whoever runs a subplan puts the rows that it reads.
final class SubplanInput: Sendable {
  /// The columns of the rows.
  let columns: [PlanColumn]
  private let current = Mutex<MaterializedRows?>(nil)

  init(columns: [PlanColumn]) {
    self.columns = columns
  }

  var rows: MaterializedRows? {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }
}

extension SubplanInputNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    guard let source = planner.subplanInputs[identity] else {
      preconditionFailure("the input of a subplan outside of one")
    }
    let positions = columns.map { column in
      guard let position = source.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the subplan's input")
      }
      return position
    }
    return SubplanInputOperator(source: source, positions: positions, types: columns.map(\.type))
  }
}

/// Gives the rows on which a subplan runs.
private struct SubplanInputOperator: PhysicalOperator {
  let source: SubplanInput
  let positions: [Int]
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let batches = source.rows?.batches ?? []
    return BatchListStream(MaterializedRows(batches.map { $0.projected(positions) }, types: types), in: context)
  }
}
