import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// A table whose scans leave out every row that they may, and that notes what it was asked for.
package final class EagerTable: TableProvider {
  private let table: InMemoryTable
  private let noted = Mutex<[ScanRequest]>([])

  package init(_ table: InMemoryTable) { self.table = table }

  package var schema: Schema { table.schema }
  package var statistics: TableStatistics { TableStatistics() }
  /// All requests so far.
  package var requests: [ScanRequest] { noted.withLock { $0 } }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    noted.withLock { $0.append(request) }
    let batches = table.batches.map { batch in
      let kept = (0..<batch.rowCount).filter { row in
        request.allFilters.allSatisfy { $0.passes(batch.columns[$0.column][row]) }
          && request.keyFilters.allSatisfy { filter in
            filter.keys.map { $0.mayHold(batch.columns[filter.column].strings[row]) } ?? true
          }
      }
      return batch.gathered(kept.map { Int32($0) })
    }
    return try InMemoryTable(schema: schema, batches: batches)
      .makeScan(
        ScanRequest(columns: request.columns, limit: request.limit, batchRowCount: request.batchRowCount),
        control: control)
  }
}

extension KeyMembership {
  package func mayHold(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    withUnsafePointer(to: text) { text in
      var isFound = false
      find(UnsafeBufferPointer(start: text, count: 1), isFound: &isFound)
      return isFound
    }
  }
}

extension ScanFilter {
  /// As the documentation of the conditions says; those on parts of texts are left to the query.
  fileprivate func passes(_ value: ScalarValue) -> Bool {
    switch condition {
    case .text: return true
    case .oneOf(let values): return !value.isNull && values.contains { ScalarValue.compare($0, value) == 0 }
    case .compare(let comparison, let other):
      guard !value.isNull else { return false }
      let order = ScalarValue.compare(value, other)
      switch comparison {
      case .equal: return order == 0
      case .notEqual: return order != 0
      case .less: return order < 0
      case .lessOrEqual: return order <= 0
      case .greater: return order > 0
      case .greaterOrEqual: return order >= 0
      }
    }
  }
}
