import KQLColumnar
import KQLTypes

/// `rolling_percentile`: for each bin that has rows, a percentile of the values in it and in the bins before it.
///
/// Percentiles are exact, by nearest rank, over the values that are not null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/rolling-percentile-plugin>
enum RollingPercentile {
  static let function = TableFunction(
    "rolling_percentile", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      switch call.field(2)?.type {
      case .real: return try run(call, rows, Double.self)
      case .int, .long, .datetime, .timespan: return try run(call, rows, Int64.self)
      default: throw call.unsupported("an index of type \(call.field(2)?.type.name ?? "unknown") is not supported")
      }
    })

  private static func run<Position: TimelinePosition>(
    _ call: TableFunctionCall, _ rows: RecordBatch, _: Position.Type
  ) throws(ExecutionError) -> RecordBatch {
    let values = rows.columns[try call.columnIndex(0, "ValueColumn")]
    let indexColumn = rows.columns[try call.columnIndex(2, "IndexColumn")]
    let percentile = try call.number(1, "Percentile", in: 0...100)
    let binSize: Position = try call.interval(3, "BinSize", ofTimeline: indexColumn.type)
    let bins = TimelineBins(size: binSize, from: .origin)
    let binsPerWindow = Int64(try call.integer(4, "BinsPerWindow", in: 1...Int64.max))
    let dimensions = call.columnIndexes(from: 5).map { rows.columns[$0] }
    let groups = RowGroups(dimensions, rowCount: rows.physicalRowCount)
    let keys = values.orderKeys()

    // Rows by group, bin and value: those of a window are a few sorted runs.
    let positions = Position.positions(of: indexColumn)
    var entries: [Entry] = []
    for row in positions.indices where !indexColumn.isNull(row) {
      guard let bin = bins.index(positions[row]) else { continue }
      entries.append(
        Entry(
          group: groups.codes[row], bin: bin, key: keys[row], row: Int32(truncatingIfNeeded: row),
          isNull: values.isNull(row)))
    }
    try call.noteProgress(entries.count * MemoryLayout<Entry>.stride)
    entries.sort { ($0.group, $0.bin, $0.key, $0.row) < ($1.group, $1.bin, $1.key, $1.row) }

    var labels: [Position] = []
    var sources: [Int32] = []
    var chosen: [Int32] = []
    var oldest = 0
    var start = 0
    while start < entries.count {
      let (group, bin) = (entries[start].group, entries[start].bin)
      var end = start + 1
      while end < entries.count, entries[end].group == group, entries[end].bin == bin { end += 1 }
      while entries[oldest].group != group || bin.distance(from: entries[oldest].bin) >= binsPerWindow { oldest += 1 }
      try call.noteProgress(0)
      if let label = bins.label(bin) {
        labels.append(label)
        sources.append(groups.firstRows[Int(group)])
        chosen.append(nearestRank(percentile, of: entries[oldest..<end]))
      }
      start = end
    }
    let result = values.gatheredWithNulls(chosen)
    return RecordBatch(
      columns: [Position.timelineColumn(labels, as: indexColumn.type)] + dimensions.map { $0.gathered(sources) }
        + [result.type == .int ? result.reinterpreted(as: .long) : result],
      rowCount: labels.count)
  }

  private struct Entry {
    var group: UInt32
    var bin: Int64
    var key: Int64
    var row: Int32
    var isNull: Bool
  }

  /// The row that holds the percentile; -1 when all values are null.
  private static func nearestRank(_ percentile: Double, of entries: ArraySlice<Entry>) -> Int32 {
    let sorted = entries.filter { !$0.isNull }.sorted { $0.key < $1.key }
    guard !sorted.isEmpty else { return -1 }
    let rank = Percentile.target(percentile, of: Int128(sorted.count)).rounded(.up)
    return sorted[min(max(Int(rank), 1), sorted.count) - 1].row
  }
}
