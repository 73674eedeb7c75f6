import KQLCatalog
import KQLColumnar
import KQLTypes

/// A table of a store.
package struct StoreTable: TableProvider {
  package let name: String
  package let schema: Schema
  package private(set) var rowCount: Int
  let store: Store
  private(set) var segments: [Segment]

  /// A segment with its place in the table.
  struct Segment: Sendable {
    var id: Int
    /// Number of the segment's first row in the table.
    var firstRow: Int
    var description: SegmentDescription
    /// Where each column of the table's schema is stored; `nil` where the segment is older than the column.
    var positions: [Int?]
    /// Rows that repeat others and are left out, ascending; empty unless they were looked for.
    var duplicates: [Int32] = []
  }

  init(_ store: Store, _ table: StoreCatalogue.Table) {
    self.store = store
    name = table.name
    schema = table.schema
    var segments: [Segment] = []
    var firstRow = 0
    for reference in table.segments {
      guard let description = store.descriptions[reference.id] else { continue }
      let names = description.columns.map(\.name)
      // Columns are added at the end, so nearly always they stand at their places.
      let positions = schema.fields.enumerated().map { index, field in
        index < names.count && names[index] == field.name ? index : names.firstIndex(of: field.name)
      }
      segments.append(Segment(id: reference.id, firstRow: firstRow, description: description, positions: positions))
      firstRow += reference.rowCount
    }
    self.segments = segments
    rowCount = firstRow
  }
}

// MARK: - Facts

extension StoreTable {
  package var statistics: TableStatistics {
    // A row that is left out may have had the lowest time.
    if duplicateCount > 0 { return TableStatistics(rowCount: rowCount) }
    var ranges: [Int: ClosedRange<Int64>] = [:]
    for index in schema.fields.indices where schema[index].type.isStoredAsInt64 {
      ranges[index] = range(ofColumn: index)
    }
    return TableStatistics(rowCount: rowCount, ranges: ranges)
  }

  /// Rows that are left out since they repeat others.
  package var duplicateCount: Int { segments.reduce(0) { $0 + $1.duplicates.count } }

  /// Rows that are left out, by the number of their source's record.
  package var duplicateCounts: [Int: Int] {
    var counts: [Int: Int] = [:]
    for segment in segments where !segment.duplicates.isEmpty {
      var rows = segment.duplicates[...]
      var end = 0
      for origin in segment.description.origins {
        end += origin.rowCount
        let own = rows.prefix { Int($0) < end }
        counts[origin.source, default: 0] += own.count
        rows = rows[own.endIndex...]
      }
    }
    return counts
  }

  /// The same table without rows that repeat earlier ones. Reads all rows.
  package func leavingOutDuplicates(threadCount: Int) throws(StoreError) -> StoreTable {
    var result = self
    for (index, rows) in try RowFingerprints(of: self, threadCount: threadCount).duplicates.enumerated() {
      result.segments[index].duplicates = rows
      result.rowCount -= rows.count
    }
    return result
  }

  package var segmentCount: Int { segments.count }

  /// Bytes of the columns as they are stored, with their indexes.
  package var byteCount: Int {
    segments.reduce(0) { sum, segment in
      segment.description.columns.reduce(sum) { $0 + $1.summary.byteCount + $1.summary.indexByteCount }
    }
  }

  /// The lowest and highest number of a column that is held as whole numbers, such as `datetime`; `nil` when there is
  /// none. Reads nothing.
  package func range(ofColumn column: Int) -> ClosedRange<Int64>? {
    var range: ClosedRange<Int64>?
    for segment in segments {
      guard let position = segment.positions[column],
        case .number(let lowest)? = segment.description.columns[position].summary.lowest,
        case .number(let highest)? = segment.description.columns[position].summary.highest, lowest <= highest
      else { continue }
      range = min(range?.lowerBound ?? lowest, lowest)...max(range?.upperBound ?? highest, highest)
    }
    return range
  }

  /// Rows that are null in a column.
  package func nullCount(ofColumn column: Int) -> Int {
    segments.reduce(0) { $0 + ($1.summary(column)?.nullCount ?? $1.description.rowCount) }
  }

  /// The numbers of the stretches of time in which some row of a `datetime` column lies; reads the column.
  ///
  /// - Parameter ticks: Length of a stretch.
  package func periods(ofColumn column: Int, ticks: Int64) throws(StoreError) -> Set<Int32> {
    var found: Set<Int32> = []
    for segment in segments {
      var reader = SegmentReader(segment, of: store, schema: schema)
      let times = try reader.column(column)
      var last: Int64 = -1
      for (row, time) in times.int64s.enumerated() where time / ticks != last && !times.isNull(row) {
        last = time / ticks
        found.insert(Int32(clamping: last))
      }
    }
    return found
  }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    StoreScan(self, request, control)
  }
}

extension StoreTable.Segment {
  func summary(_ column: Int) -> ColumnSummary? { positions[column].map { description.columns[$0].summary } }
}
