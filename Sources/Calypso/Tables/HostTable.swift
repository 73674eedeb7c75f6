import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// Makes a ``TableSource`` of the host scannable.
struct HostTable: TableProvider {
  let source: any TableSource
  let schema: Schema

  init(_ source: any TableSource) {
    self.source = source
    schema = Schema(source.columns)
  }

  var statistics: TableStatistics { TableStatistics(rowCount: source.rowCount) }

  func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    HostScan(table: self, request: request, control: control)
  }
}

private struct HostScan: TableScan {
  let table: HostTable
  let request: ScanRequest
  let control: QueryControl

  var maximumReaderCount: Int { 1 }

  func makeReader() throws(ExecutionError) -> any TableReader {
    do {
      let cursor = try table.source.makeCursor(columns: request.columns)
      return HostReader(cursor: cursor, types: request.columns.map { table.schema[$0].type }, control: control)
    } catch {
      throw .badInput("the host's table could not be read: \(error)")
    }
  }
}

private final class HostReader: TableReader {
  let cursor: any TableCursor
  let types: [ScalarType]
  let control: QueryControl
  private var ordinal: Int64 = 0

  init(cursor: any TableCursor, types: [ScalarType], control: QueryControl) {
    self.cursor = cursor
    self.types = types
    self.control = control
  }

  func next() throws(ExecutionError) -> ScannedBatch? {
    let found: TableBatch?
    do { found = try cursor.next() } catch { throw .badInput("the host's table could not be read: \(error)") }
    guard let batch = found?.batch else { return nil }
    guard batch.columns.map(\.type) == types else {
      throw .badInput("the host's table gave columns of other types than it declared")
    }
    control.countScanned(rows: batch.rowCount)
    defer { ordinal += Int64(batch.rowCount) }
    return ScannedBatch(batch, ordinal: ordinal)
  }
}
