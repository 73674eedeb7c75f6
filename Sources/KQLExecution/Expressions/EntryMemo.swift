import KQLColumnar
import KQLTypes

/// Computes values of strings once for each dictionary entry and remembers what came out; used by one thread.
///
/// Only entries that rows show are computed. Where nearly every row shows a new entry, remembering costs more than it
/// saves and is given up.
final class EntryMemo {
  private let types: [ScalarType]
  private let compute: (Column) throws(ExecutionError) -> [Column]
  private var heap: StringHeap?
  /// The row of `computed` + 1 for each entry; 0 when not computed yet.
  private var places: [UInt32] = []
  /// What came out, a column each.
  private var computed: [GrowingColumn]
  private var rowsSeen = 0
  private var entriesComputed = 0
  private var isGivenUp = false

  /// - Parameter compute: Gives columns of the types, with a row for each row of a string column.
  init(_ types: [ScalarType], _ compute: @escaping (Column) throws(ExecutionError) -> [Column]) {
    self.types = types
    self.compute = compute
    computed = types.map { GrowingColumn($0) }
  }

  /// A memo of a program over a single column.
  convenience init(_ program: ExpressionProgram) throws(ExecutionError) {
    let evaluator = try ExpressionEvaluator(program)
    self.init(program.types) { (column) throws(ExecutionError) in
      try evaluator.evaluateColumns(RecordBatch(columns: [column], rowCount: column.count))
    }
  }
}

extension EntryMemo {
  /// The values for each row of a string column.
  func evaluate(_ column: Column) throws(ExecutionError) -> [Column] {
    guard let indexes = try places(of: column.strings) else { return try compute(column) }
    return computed.map { $0.gathered(indexes) }
  }

  /// The row of `computed` for each row; `nil` when the column is better computed directly.
  private func places(of strings: StringColumn) throws(ExecutionError) -> [Int32]? {
    guard !isGivenUp, let codes = strings.codes else { return nil }
    if heap !== strings.heap { start(with: strings.heap) }
    rowsSeen += codes.count
    let entryCount = strings.heap.count
    if places.count < entryCount {
      places.append(contentsOf: repeatElement(0, count: entryCount - places.count))
    }
    var unseen: [UInt32] = []
    let indexes = findPlaces(codes, &unseen)
    if unseen.isEmpty { return indexes }
    do throws(ExecutionError) {
      let columns = try compute(.string(StringColumn(heap: strings.heap, codes: unseen)))
      for index in columns.indices { computed[index].append(columns[index]) }
    } catch {
      for code in unseen { places[Int(code)] = 0 }
      throw error
    }
    entriesComputed += unseen.count
    if rowsSeen > 1 << 14, entriesComputed > rowsSeen / 2 {
      isGivenUp = true
      places = []
      heap = nil
    }
    return indexes
  }

  private func start(with heap: StringHeap) {
    self.heap = heap
    places.removeAll(keepingCapacity: true)
    computed = types.map { GrowingColumn($0) }
  }

  /// The place of each code; codes without one are given the next and collected.
  private func findPlaces(_ codes: [UInt32], _ unseen: inout [UInt32]) -> [Int32] {
    var lastPlace = UInt32(truncatingIfNeeded: computed[0].count)
    return [Int32](unsafeUninitializedCapacity: codes.count) { target, initialized in
      places.withUnsafeMutableBufferPointer { places in
        codes.withUnsafeBufferPointer { codes in
          for row in 0..<codes.count {
            let entry = Int(codes[row])
            var place = places[entry]
            if place == 0 {
              lastPlace &+= 1
              place = lastPlace
              places[entry] = place
              unseen.append(codes[row])
            }
            target[row] = Int32(bitPattern: place &- 1)
          }
        }
      }
      initialized = codes.count
    }
  }
}
