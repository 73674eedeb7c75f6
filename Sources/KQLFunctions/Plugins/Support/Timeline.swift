import KQLColumnar
import KQLTypes

/// The events of an input: who (`IdColumn`), when (`TimelineColumn`), and the dimensions that slice the count.
///
/// Rows without a time are left out. An event whose id is null counts as a row, but as nobody.
struct Timeline<Position: TimelinePosition> {
  struct Event {
    /// Row of the input.
    var row: Int32
    /// Number of the id; `nil` for a null.
    var id: UInt32?
    var position: Position
  }

  let call: TableFunctionCall
  /// The type of the timeline.
  let type: ScalarType
  let groups: RowGroups
  /// The events of each group by time, those of one time in the order of the input.
  private(set) var events: [[Event]]
  private(set) var ids: ValueInterner
  private let dimensions: [Column]

  /// - Parameters:
  ///   - dimensions: The first argument that names a dimension.
  ///   - first, last: Events before and after them are left out.
  init(
    _ call: TableFunctionCall, _ rows: RecordBatch, dimensions firstDimension: Int, from first: Position,
    through last: Position
  ) throws(ExecutionError) {
    self.call = call
    let idColumn = rows.columns[try call.columnIndex(0, "IdColumn")]
    let timeColumn = rows.columns[try call.columnIndex(1, "TimelineColumn")]
    type = timeColumn.type
    dimensions = call.columnIndexes(from: firstDimension).map { rows.columns[$0] }
    groups = RowGroups(dimensions, rowCount: rows.physicalRowCount)
    ids = ValueInterner(idColumn.type)
    let codes = ids.codes(of: idColumn)
    let positions = Position.positions(of: timeColumn)
    events = [[Event]](repeating: [], count: groups.count)
    for row in positions.indices where !timeColumn.isNull(row) && positions[row] >= first && positions[row] <= last {
      events[Int(groups.codes[row])].append(
        Event(
          row: Int32(truncatingIfNeeded: row), id: idColumn.isNull(row) ? nil : codes[row], position: positions[row]))
    }
    try call.noteProgress(positions.count * MemoryLayout<Event>.stride)
    for group in events.indices {
      events[group].sort { ($0.position, $0.row) < ($1.position, $1.row) }
    }
  }

  /// Numbers further ids like those of the events.
  mutating func codes(ofIds column: Column) -> [UInt32] { ids.codes(of: column) }

  /// The events of each id of a group, in the order of its first event. Events of nobody are left out.
  func eventsById(ofGroup group: Int) -> [(id: UInt32, events: [Event])] {
    var places: [UInt32: Int] = [:]
    var result: [(id: UInt32, events: [Event])] = []
    for event in events[group] {
      guard let id = event.id else { continue }
      if let place = places[id] {
        result[place].events.append(event)
      } else {
        places[id] = result.count
        result.append((id, [event]))
      }
    }
    return result
  }

  /// The result: the timeline, the dimensions of each row's group, then the values.
  func table(_ positions: [Position], groups rowGroups: [Int], _ values: [Column]) -> RecordBatch {
    let sources = rowGroups.map { groups.firstRows[$0] }
    return RecordBatch(
      columns: [Position.timelineColumn(positions, as: type)] + dimensions.map { $0.gathered(sources) } + values,
      rowCount: positions.count)
  }
}

// MARK: - Constants

extension TableFunctionCall {
  /// The constant at a position of the timeline.
  func position<Position: TimelinePosition>(
    _ index: Int, _ parameter: String, as type: ScalarType
  ) throws(ExecutionError) -> Position {
    guard let value = constant(index), value.type == type || Self.isNumber(value.type, among: type),
      let position = Position(timelineValue: value.converted(to: type))
    else { throw invalid("'\(parameter)' must be a constant of type \(type.name)") }
    return position
  }

  /// Whether values of a numeric type are values of another one too.
  private static func isNumber(_ type: ScalarType, among other: ScalarType) -> Bool {
    guard let rank = type.numericRank, let otherRank = other.numericRank else { return false }
    return rank <= otherRank || type == .long && other == .int
  }

  /// The constant length of a part of the timeline: a timespan for a timeline of datetimes. Always positive.
  func interval<Position: TimelinePosition>(
    _ index: Int, _ parameter: String, ofTimeline type: ScalarType
  ) throws(ExecutionError) -> Position {
    let type = type == .datetime ? .timespan : type
    let interval: Position = try position(index, parameter, as: type)
    guard interval > .origin else { throw invalid("'\(parameter)' must be positive") }
    return interval
  }

  /// The bins of a timeline from its start on: of one size, or the weeks, months or years of the calendar.
  func bins<Position: TimelinePosition>(
    _ index: Int, _ parameter: String, ofTimeline type: ScalarType, from start: Position
  ) throws(ExecutionError) -> TimelineBins<Position> {
    if case .string(let name) = constant(index) {
      guard ["week", "month", "year"].contains(name), let period = CalendarPeriod(rawValue: name), type == .datetime,
        let ticks = start as? Int64,
        let bins = TimelineBins<Int64>(period, from: ticks) as? TimelineBins<Position>
      else { throw invalid("'\(parameter)' must be a length of time, or 'week', 'month' or 'year'") }
      return bins
    }
    return TimelineBins(size: try interval(index, parameter, ofTimeline: type), from: start)
  }
}
