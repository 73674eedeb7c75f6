import KQLColumnar
import KQLTypes

/// What an aggregate knows about one group after some of its rows, in any order.
///
/// The result may depend on the set of values alone, never on their order, since threads see them interleaved.
protocol GroupAccumulator {
  associatedtype Value: ColumnElement

  /// The state of a group without rows.
  init()
  mutating func add(_ value: Value)
  mutating func merge(_ other: Self)

  /// Bytes that the state holds outside itself.
  var heapByteCount: Int { get }
  /// Whether ``heapByteCount`` can be other than 0.
  static var ownsHeapMemory: Bool { get }
}

extension GroupAccumulator {
  var heapByteCount: Int { 0 }
  static var ownsHeapMemory: Bool { false }
}

/// An aggregate of one argument whose nulls are left out: one accumulator a group, in one array.
final class AccumulatingAggregator<Accumulator: GroupAccumulator>: GroupedAggregator {
  private var states: [Accumulator] = []
  private let result: ([Accumulator]) -> Column
  private var heapBytes = MeasuredBytes()

  /// - Parameter result: Makes the result column from the state of each group.
  init(_: Accumulator.Type = Accumulator.self, result: @escaping ([Accumulator]) -> Column) {
    self.result = result
  }

  func makeEmpty() -> any GroupedAggregator { AccumulatingAggregator(result: result) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    states.grow(to: groupCount) { Accumulator() }
    let column = arguments[0].column(rowCount: groups.count)
    let values = Accumulator.Value.values(of: column)
    Self.accumulate(values, column.validity, groups, into: &states)
    if Accumulator.ownsHeapMemory { heapBytes.measure(states) { $0.heapByteCount } }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    let other = sibling(other)
    states.grow(to: groupCount) { Accumulator() }
    for group in other.states.indices { states[Int(mapping[group])].merge(other.states[group]) }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    states.grow(to: groupCount) { Accumulator() }
    return result(states)
  }

  var byteCount: Int { states.capacity * MemoryLayout<Accumulator>.stride + heapBytes.byteCount }

  private static func accumulate(
    _ values: [Accumulator.Value], _ validity: Bitmap?, _ groups: [UInt32], into states: inout [Accumulator]
  ) {
    states.withUnsafeMutableBufferPointer { states in
      values.withUnsafeBufferPointer { values in
        if states.count == 1 {
          // Without groups the state stays in registers.
          var state = states[0]
          if let validity {
            for row in values.indices where validity[row] { state.add(values[row]) }
          } else {
            for value in values { state.add(value) }
          }
          states[0] = state
          return
        }
        groups.withUnsafeBufferPointer { groups in
          if let validity {
            for row in groups.indices where validity[row] { states[Int(groups[row])].add(values[row]) }
          } else {
            for row in groups.indices { states[Int(groups[row])].add(values[row]) }
          }
        }
      }
    }
  }
}

// MARK: - Shared by aggregators

extension GroupedAggregator {
  /// The other aggregator of a merge as one of this kind.
  func sibling(_ other: any GroupedAggregator) -> Self {
    guard let same = other as? Self else { preconditionFailure("aggregators of different calls cannot be merged") }
    return same
  }
}

/// Bytes that the states of groups hold outside themselves, measured now and then because walking all groups costs.
struct MeasuredBytes {
  private(set) var byteCount = 0
  private var updatesUntilMeasured = 0

  mutating func measure<State>(_ states: [State], _ bytes: (State) -> Int) {
    updatesUntilMeasured -= 1
    guard updatesUntilMeasured < 0 else { return }
    updatesUntilMeasured = states.count / 256
    byteCount = states.reduce(0) { $0 + bytes($1) }
  }
}

extension Array {
  /// Appends elements until there are `count`.
  @inline(__always)
  mutating func grow(to count: Int, _ element: () -> Element) {
    if self.count < count { growSlowly(to: count, element) }
  }

  private mutating func growSlowly(to count: Int, _ element: () -> Element) {
    // Growing by a few groups a batch must not copy the array each time.
    if capacity < count { reserveCapacity(Swift.max(count, capacity * 2)) }
    while self.count < count { append(element()) }
  }
}
