import KQLColumnar
import KQLTypes
import Synchronization

/// Several tables one after the other, as one: the rows of a store, then those of files that came later.
///
/// Columns go by name; a table that lacks one has nulls there, and empty strings.
package struct ConcatenatedTable: TableProvider {
  package let schema: Schema
  fileprivate let parts: [Part]

  fileprivate struct Part: Sendable {
    var table: any TableProvider
    /// Where each column of the whole stands in the part.
    var positions: [Int?]
  }

  /// Leaves room for the ordinals of each part.
  fileprivate static let partLimit = 256
  fileprivate static let partOrdinalLimit = ScannedBatch.ordinalLimit / Int64(partLimit)

  /// - Throws: When a column has different types, or there are too many tables.
  package init(_ tables: [any TableProvider], named name: String) throws(ExecutionError) {
    guard tables.count <= Self.partLimit else { throw .badInput("table '\(name)' has too many parts") }
    var fields: [Field] = []
    for field in tables.flatMap(\.schema.fields) {
      guard let known = fields.first(where: { $0.name == field.name }) else {
        fields.append(field)
        continue
      }
      guard known.type == field.type else {
        throw .badInput(
          "column '\(field.name)' of table '\(name)' is \(known.type.name) in one input and \(field.type.name) in "
            + "another; give one of them another name: NAME=PATH"
        )
      }
    }
    schema = Schema(fields)
    parts = tables.map { table in
      Part(table: table, positions: fields.map { table.schema.index(of: $0.name) })
    }
  }

  package var statistics: TableStatistics {
    var rowCount = 0
    for part in parts {
      guard let count = part.table.statistics.rowCount else { return TableStatistics() }
      rowCount += count
    }
    return TableStatistics(rowCount: rowCount)
  }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    var scans: [any TableScan] = []
    for part in parts { scans.append(try part.table.makeScan(part.request(request, schema), control: control)) }
    return ConcatenatedScan(table: self, request: request, scans: scans)
  }
}

extension ConcatenatedTable.Part {
  /// The request as it goes to the part: without conditions on columns that it does not have.
  func request(_ whole: ScanRequest, _ schema: Schema) -> ScanRequest {
    var own = whole
    own.columns = whole.columns.compactMap { positions[$0] }
    own.filters = whole.filters.compactMap { filter in
      guard let position = positions[filter.column] else { return nil }
      return ScanFilter(column: position, condition: filter.condition)
    }
    own.keyFilters = whole.keyFilters.compactMap { filter in
      positions[filter.column].map { KeyFilter(column: $0, conditions: filter.conditions, keys: filter.keys) }
    }
    // The rows that a limit counts must meet all conditions.
    if own.filters.count < whole.filters.count { own.limit = nil }
    return own
  }
}

private final class ConcatenatedScan: TableScan {
  let table: ConcatenatedTable
  let request: ScanRequest
  let scans: [any TableScan]
  /// Readers that each part can still make use of.
  private let room: Mutex<[Int]>

  init(table: ConcatenatedTable, request: ScanRequest, scans: [any TableScan]) {
    self.table = table
    self.request = request
    self.scans = scans
    room = Mutex(scans.map(\.maximumReaderCount))
  }

  var maximumReaderCount: Int { scans.map(\.maximumReaderCount).max() ?? 1 }

  func makeReader() -> any TableReader { ConcatenatedReader(self) }

  /// Whether one more reader of a part is of use.
  func mayRead(_ part: Int) -> Bool {
    room.withLock { room in
      guard room[part] > 0 else { return false }
      room[part] -= 1
      return true
    }
  }
}

private final class ConcatenatedReader: TableReader {
  private let scan: ConcatenatedScan
  private var part = -1
  private var reader: (any TableReader)?

  init(_ scan: ConcatenatedScan) { self.scan = scan }

  func next() throws(ExecutionError) -> ScannedBatch? {
    while true {
      if let scanned = try reader?.next() { return try complete(scanned) }
      part += 1
      guard part < scan.scans.count else { return nil }
      reader = scan.mayRead(part) ? try scan.scans[part].makeReader() : nil
    }
  }

  /// Adds the columns that the part does not have, and makes room for the parts before.
  private func complete(_ scanned: ScannedBatch) throws(ExecutionError) -> ScannedBatch {
    guard scanned.ordinal < ConcatenatedTable.partOrdinalLimit else {
      throw .badInput("the inputs are too large together")
    }
    let positions = scan.table.parts[part].positions
    let batch = scanned.batch
    var columns: [Column] = []
    var own = 0
    for column in scan.request.columns {
      if positions[column] != nil {
        columns.append(batch.columns[own])
        own += 1
      } else {
        columns.append(.nulls(scan.table.schema[column].type, count: batch.physicalRowCount))
      }
    }
    return ScannedBatch(
      RecordBatch(columns: columns, rowCount: batch.physicalRowCount, selection: batch.selection),
      ordinal: scanned.ordinal + Int64(part) * ConcatenatedTable.partOrdinalLimit)
  }
}
