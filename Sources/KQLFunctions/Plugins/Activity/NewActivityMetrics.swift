import KQLColumnar
import KQLTypes

/// `new_activity_metrics`: for the ids that were first seen in one bin, how many of them were seen in each later bin.
///
/// Every bin up to the end has a row for every bin before it in which somebody was new. Ids of the look-back table are
/// not new in any of them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/new-activity-metrics-plugin>
enum NewActivityMetrics {
  static let function = TableFunction.timeline("new_activity_metrics", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, tables) throws(ExecutionError) in
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let end: Position = try call.position(3, "End", as: type)
      let bins = try call.bins(4, "Window", ofTimeline: type, from: start)
      var onlyCohort: Int64?
      if call.constant(5) != nil, !call.isDefault(5) {
        let cohort: Position = try call.position(5, "Cohort", as: type)
        onlyCohort = bins.index(cohort)
      }
      var timeline = try Timeline<Position>(call, rows, dimensions: 5, from: start, through: end)
      let known = try idsOfLookback(&timeline, call, tables)
      guard start <= end, let lastBin = bins.index(end) else { return timeline.table([], groups: [], columns([])) }
      var counted: [Cohort] = []
      var positions: [Position] = []
      var laterPositions: [Position] = []
      for group in timeline.events.indices {
        for cohort in try cohorts(timeline.binned(group, bins), known, group, lastBin, onlyCohort, call) {
          guard let from = bins.label(cohort.from), let to = bins.label(cohort.to) else { continue }
          positions.append(from)
          laterPositions.append(to)
          counted.append(cohort)
        }
      }
      var table = timeline.table(positions, groups: counted.map(\.group), columns(counted)).columns
      table.insert(Position.timelineColumn(laterPositions, as: type), at: 1)
      return RecordBatch(columns: table, rowCount: counted.count)
    }
  }

  /// The ids of a table of those who were there before: its column named like that of the ids, or its only one.
  private static func idsOfLookback<Position>(
    _ timeline: inout Timeline<Position>, _ call: TableFunctionCall, _ tables: [RecordBatch]
  ) throws(ExecutionError) -> Set<UInt32> {
    guard let schema = call.tables.first, let table = tables.first else { return [] }
    let idField = call.field(0)
    let index = idField.flatMap { schema.index(of: $0.name) } ?? (schema.count == 1 ? 0 : nil)
    guard let index, schema[index].type == idField?.type else {
      throw call.invalid("'Lookback' needs a column '\(idField?.name ?? "")' of the type of the ids")
    }
    let column = table.columns[index]
    let codes = timeline.codes(ofIds: column)
    return Set(codes.indices.filter { !column.isNull($0) }.map { codes[$0] })
  }

  /// What became in one bin of those who were new in another.
  private struct Cohort {
    var group: Int
    var from: Int64
    var to: Int64
    /// Ids that were new in `from`.
    var size = 0
    /// Ids of `to` that were in no bin up to `from`; in `from` itself, those that were new.
    var new = 0
    var retained = 0
  }

  private static func cohorts<Position>(
    _ binned: [(bin: Int64, events: ArraySlice<Timeline<Position>.Event>)], _ known: Set<UInt32>, _ group: Int,
    _ lastBin: Int64, _ onlyCohort: Int64?, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Cohort] {
    var firstBins: [UInt32: Int64] = [:]
    var idsByBin: [Int64: Set<UInt32>] = [:]
    var sizes: [Int64: Int] = [:]
    for (bin, events) in binned {
      let ids = Set(events.compactMap(\.id)).subtracting(known)
      idsByBin[bin] = ids
      for id in ids where firstBins[id] == nil {
        firstBins[id] = bin
        sizes[bin, default: 0] += 1
      }
    }
    let froms = sizes.keys.sorted().filter { onlyCohort == nil || $0 == onlyCohort }
    // Of each later bin that has ids: how many of them were new in which bin.
    var histograms: [Int64: [Int64: Int]] = [:]
    for (bin, ids) in idsByBin {
      histograms[bin] = ids.reduce(into: [:]) { $0[firstBins[$1] ?? bin, default: 0] += 1 }
    }
    var result: [Cohort] = []
    for from in froms {
      var to = from
      while to <= lastBin {
        let histogram = histograms[to] ?? [:]
        var cohort = Cohort(group: group, from: from, to: to, size: sizes[from] ?? 0)
        cohort.retained = histogram[from] ?? 0
        cohort.new = to == from ? cohort.size : histogram.reduce(0) { $1.key > from ? $0 + $1.value : $0 }
        result.append(cohort)
        if result.count % 1024 == 0 {
          try ActivityPlugins.checkRowCount(result.count, call)
          try call.noteProgress(1024 * 128)
        }
        to += 1
      }
    }
    return result
  }

  private static func columns(_ cohorts: [Cohort]) -> [Column] {
    [
      .int64(cohorts.map { Int64($0.new) }, as: .long),
      .int64(cohorts.map { Int64($0.retained) }, as: .long),
      .int64(cohorts.map { Int64($0.size - $0.retained) }, as: .long),
      .real(cohorts.map { Double($0.retained) / Double($0.size) }),
      .real(cohorts.map { Double($0.size - $0.retained) / Double($0.size) }),
    ]
  }
}
