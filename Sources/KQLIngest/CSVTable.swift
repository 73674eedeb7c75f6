import KQLCatalog
import KQLTypes

/// A CSV file with a header, read as a table of a declared schema.
///
/// Columns are found by the header's names; one that the header lacks is null in every row. A field that does not
/// convert to its column's type is null.
package struct CSVTable: TableProvider {
  private let table: IngestedTable

  /// - Parameters:
  ///   - file: Path of the file, plain or gzip.
  ///   - name: The table's name, which rows are counted under.
  package init(
    file: String, name: String = "", schema: Schema, options: IngestOptions = IngestOptions()
  ) throws(ExecutionError) {
    let input = InputFile(origin: .path(file), displayName: file, declaredTable: nil, isNamed: true)
    let detected: DetectedInput
    switch try InputOpener.open(input, index: 0, options) {
    case .failure(let refusal): throw .badInput("\(file): \(refusal.reason)")
    case .success(let opened): detected = opened.input
    }
    guard detected.format.isDelimited || detected.format == .empty else {
      throw .badInput("\(file): is \(detected.format.name), not CSV")
    }
    table = IngestedTable(
      name: name.isEmpty ? input.tableName : name, schema: schema, isObserved: true,
      kind: .plain(hasExtras: false, isStrict: false), sources: [TableSource(input: detected, fallbackTable: nil)],
      options: options, ledger: IngestLedger())
  }

  package var schema: Schema { table.schema }
  package var statistics: TableStatistics { table.statistics }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    try table.makeScan(request, control: control)
  }
}
