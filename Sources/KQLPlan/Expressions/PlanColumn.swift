import KQLTypes
import Synchronization

/// Identifies a column within one bound query; never reused for another value.
package struct ColumnID: Hashable, Sendable {
  package let number: Int

  package init(_ number: Int) {
    self.number = number
  }
}

/// A column that a plan node produces. The same column may go by other names above a projection that renames it.
package struct PlanColumn: Hashable, Sendable {
  package var id: ColumnID
  package var name: String
  package var type: ScalarType

  package init(id: ColumnID, name: String, type: ScalarType) {
    self.id = id
    self.name = name
    self.type = type
  }
}

/// Hands out column ids for one query.
package final class ColumnIDSource: Sendable {
  private let next = Atomic<Int>(0)

  package init() {}

  package func makeID() -> ColumnID { ColumnID(next.add(1, ordering: .relaxed).oldValue) }

  package func makeColumn(_ name: String, _ type: ScalarType) -> PlanColumn {
    PlanColumn(id: makeID(), name: name, type: type)
  }
}

extension Schema {
  package init(_ columns: [PlanColumn]) {
    self.init(columns.map { Field($0.name, $0.type) })
  }
}
