import KQLCatalog
import KQLTypes

extension IngestScan {
  /// Leaves out the row groups of a Parquet file that hold no row that the query could want.
  ///
  /// Nothing is left out where somebody wants to know of every row.
  ///
  /// - Returns: What the account says of their rows.
  static func prune(
    _ units: inout [ScanUnit], of source: TableSource, _ table: IngestedTable, _ request: ScanRequest,
    _ layout: RowLayout
  ) -> InputTally.Counts {
    var counts = InputTally.Counts()
    guard case .parquet(let file) = source.input.format, !table.options.tracksCoverage else { return counts }
    let map = table.fieldMap(layout)
    let pruning = ParquetPruning(file, request.allFilters) { filter in
      let origin = table.source(filter.column, layout)
      // What is made of a value in the file need not lie between the bounds of the file's values.
      guard origin.slot >= 0, origin.fallbackSlot == nil, origin.constant.isEmpty, !origin.isLowercased else {
        return nil
      }
      let columns = file.columns.filter { map.target(of: $0.name, in: .record) == .slot(origin.slot) }
      return columns.count == 1 ? columns[0] : nil
    }
    units.removeAll { unit in
      guard case .rowGroup(let group) = unit.part, pruning.isUseless(group) else { return false }
      counts.add(passedOver: Int(clamping: file.rowGroups[group].rowCount))
      return true
    }
    return counts
  }
}
