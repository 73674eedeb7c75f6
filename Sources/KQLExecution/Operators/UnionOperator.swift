import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

extension UnionNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    try UnionOperator(self, planner)
  }
}

/// Appends the rows of all inputs, input by input (`union`).
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/union-operator>
struct UnionOperator: PhysicalOperator {
  struct Input: Sendable {
    var source: any PhysicalOperator
    /// For each column of the result its position in the input; `nil` gives nulls.
    var positions: [Int?]
  }
  private(set) var inputs: [Input]
  let types: [ScalarType]

  init(_ node: UnionNode, _ planner: PhysicalPlanner) throws(ExecutionError) {
    var inputs: [Input] = []
    for (input, sources) in zip(node.inputs, node.sources) {
      let positions = sources.map { source in source.flatMap { id in input.columns.firstIndex { $0.id == id } } }
      inputs.append(Input(source: try planner.makeOperator(for: input), positions: positions))
    }
    self.inputs = inputs
    types = node.columns.map(\.type)
  }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    var streams: [any BatchStream] = []
    for input in inputs {
      let types = self.types
      let positions = input.positions
      streams.append(TransformStream(try input.source.open(in: context), in: context) { Transform(positions, types) })
    }
    var parts: [Part] = []
    var base: Int64 = 0
    for stream in streams {
      parts.append(Part(stream: stream, base: base))
      let (next, overflows) = base.addingReportingOverflow(stream.ordinalBound)
      // Thousands of scans do not fit one behind the other; they are then read one after the other.
      if overflows { return ConcatenatedStream(parts: streams.map { SequencedStream($0, in: context) }) }
      base = next
    }
    return Stream(parts: parts, ordinalBound: max(1, base))
  }

  func narrowed(to narrowing: KeyNarrowing, column: Int) -> any PhysicalOperator {
    var result = self
    for (index, input) in inputs.enumerated() {
      guard let position = input.positions[column] else { continue }
      result.inputs[index].source = input.source.narrowed(to: narrowing, column: position)
    }
    return result
  }

  private final class Transform: BatchTransform {
    private let positions: [Int?]
    private let types: [ScalarType]

    init(_ positions: [Int?], _ types: [ScalarType]) {
      self.positions = positions
      self.types = types
    }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      let columns = positions.indices.map { index in
        positions[index].map { batch.columns[$0] } ?? .nulls(types[index], count: batch.physicalRowCount)
      }
      return RecordBatch(columns: columns, rowCount: batch.physicalRowCount, selection: batch.selection)
    }
  }

  // MARK: - Streams

  private final class Part: Sendable {
    let stream: any BatchStream
    let base: Int64
    private let readerCount = Atomic<Int>(0)

    init(stream: any BatchStream, base: Int64) {
      self.stream = stream
      self.base = base
    }

    /// A reader, unless enough of them are at work.
    func takeReader() throws(ExecutionError) -> (any BatchReader)? {
      guard readerCount.add(1, ordering: .relaxed).newValue <= stream.maximumReaderCount else { return nil }
      return try stream.makeReader()
    }
  }

  /// Inputs side by side; the ordinals of each begin where those of the one before end.
  private struct Stream: BatchStream {
    let parts: [Part]
    let ordinalBound: Int64

    var maximumReaderCount: Int {
      max(1, parts.reduce(0) { $0.addingReportingOverflow($1.stream.maximumReaderCount).partialValue })
    }
    var hasRowOrdinals: Bool { parts.allSatisfy(\.stream.hasRowOrdinals) }
    func makeReader() -> any BatchReader { Reader(parts) }
  }

  private final class Reader: BatchReader {
    private let parts: [Part]
    private var index = -1
    private var current: (any BatchReader)?

    init(_ parts: [Part]) { self.parts = parts }

    func next() throws(ExecutionError) -> StreamBatch? {
      while true {
        if let current, let scanned = try current.next() {
          return StreamBatch(scanned.batch, ordinal: parts[index].base + scanned.ordinal, firstRow: scanned.firstRow)
        }
        index += 1
        guard index < parts.count else {
          index = parts.count
          current = nil
          return nil
        }
        current = try parts[index].takeReader()
      }
    }
  }
}

/// Streams read by one thread, one after the other, their rows numbered.
struct ConcatenatedStream: BatchStream {
  let parts: [any BatchStream]

  var maximumReaderCount: Int { 1 }
  func makeReader() -> any BatchReader { Reader(parts) }

  private final class Reader: BatchReader {
    private let parts: [any BatchStream]
    private var index = 0
    private var current: (any BatchReader)?
    private var nextOrdinal: Int64 = 0

    init(_ parts: [any BatchStream]) { self.parts = parts }

    func next() throws(ExecutionError) -> StreamBatch? {
      while index < parts.count {
        if current == nil { current = try parts[index].makeReader() }
        if let scanned = try current?.next() {
          defer { nextOrdinal += Int64(scanned.batch.rowCount) }
          return StreamBatch(scanned.batch.compacted(), ordinal: nextOrdinal)
        }
        current = nil
        index += 1
      }
      return nil
    }
  }
}
