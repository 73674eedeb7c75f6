import KQLColumnar
import KQLTypes

/// Plugins that look for steps which follow one another in time.
enum SequencePlugins {
  static let functions: [TableFunction] = [
    SequenceDetection.function, FunnelSequence.function, FunnelCompletion.function,
  ]
}

extension TableFunctionCall {
  /// The states of a sequence as they are held in a column, from a constant array.
  func states(_ index: Int, in column: Column) throws(ExecutionError) -> [ScalarValue] {
    guard case .dynamic(let value) = constant(index), let elements = value.array, !elements.isEmpty else {
      throw invalid("'Sequence' must be an array of states that is not empty")
    }
    var states: [ScalarValue] = []
    for element in elements {
      let state = ScalarValue.dynamic(element).converted(to: column.type)
      guard !state.isNull else { throw invalid("state '\(element.text)' is no \(column.type.name)") }
      states.append(state)
    }
    return states
  }
}

/// The events of a funnel: states by id, as codes. Rows without id or time are left out.
struct FunnelEvents<Position: TimelinePosition> {
  let timeline: Timeline<Position>
  /// The state of each row of the input.
  let states: [UInt32]
  /// The codes of the states of the sequence.
  let sequence: [UInt32]

  init(
    _ call: TableFunctionCall, _ rows: RecordBatch, stateArgument: Int, sequenceArgument: Int, from start: Position,
    through end: Position
  ) throws(ExecutionError) {
    timeline = try Timeline(call, rows, dimensions: call.arguments.count, from: start, through: end)
    let column = rows.columns[try call.columnIndex(stateArgument, "StateColumn")]
    var interner = ValueInterner(column.type)
    let codes = interner.codes(of: column)
    // 0 stands for a null, which is a state that no sequence names.
    states = codes.indices.map { column.isNull($0) ? 0 : codes[$0] + 1 }
    let wanted = try call.states(sequenceArgument, in: column)
    sequence = interner.codes(of: Column(wanted, type: column.type)).map { $0 + 1 }
  }
}
