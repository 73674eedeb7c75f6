import KQLCatalog
import KQLIngest
import KQLTypes

/// A folder of CSV files whose schemas a `tables.json` beside them declares.
///
///     {"Storms": {"file": "Storms.csv", "schema": "StartTime:datetime, State:string"}}
struct TableFolder {
  /// In order of the declaration.
  let tables: [(name: String, table: any TableProvider)]

  init(path: String) throws(QueryError) {
    let declaration = "\(path)/tables.json"
    let bytes = try TextFile.bytes(declaration)
    func invalid(_ message: String) -> QueryError { QueryError(.badInput, "\(declaration): \(message)") }
    let value: DynamicValue
    do {
      value = try bytes.withUnsafeBufferPointer { try JSONText.parse($0) }
    } catch {
      throw invalid("is not valid JSON: \(error)")
    }
    guard let entries = value.bag else { throw invalid("is not a JSON object") }
    var tables: [(name: String, table: any TableProvider)] = []
    for (name, entry) in zip(entries.keys, entries.values) {
      guard case .string(let file)? = entry.bag?["file"], case .string(let text)? = entry.bag?["schema"] else {
        throw invalid("table '\(name)' lacks 'file' or 'schema'")
      }
      guard let schema = Schema(text: text) else { throw invalid("the schema of table '\(name)' is not valid") }
      do throws(ExecutionError) {
        tables.append((name, try CSVTable(file: "\(path)/\(file)", name: name, schema: schema)))
      } catch {
        throw QueryError(error)
      }
    }
    self.tables = tables
  }
}
