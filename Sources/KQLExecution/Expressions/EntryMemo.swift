import KQLColumnar
import KQLTypes

/// Computes a program over one string column once for each dictionary entry and remembers what came out; used by
/// one thread.
///
/// Only entries that rows show are computed. Where nearly every row shows a new entry, remembering costs more than it
/// saves and is given up.
final class EntryMemo {
  private let evaluator: ExpressionEvaluator
  private var heap: StringHeap?
  /// The row of `results` + 1 for each entry; 0 when not computed yet.
  private var places: [UInt32] = []
  private var results: GrowingColumn
  private var rowsSeen = 0
  private var entriesComputed = 0
  private var isGivenUp = false

  init(_ program: ExpressionProgram) throws(ExecutionError) {
    evaluator = try ExpressionEvaluator(program)
    results = GrowingColumn(program.types[0])
  }
}

extension EntryMemo {
  func evaluate(_ column: Column) throws(ExecutionError) -> Datum {
    guard let indexes = try places(of: column.strings) else { return try direct(column) }
    return .column(results.gathered(indexes))
  }

  /// What was computed for each entry, where ``places(of:)`` finds it.
  var computed: GrowingColumn { results }

  func direct(_ column: Column) throws(ExecutionError) -> Datum {
    try evaluator.evaluate(RecordBatch(columns: [column], rowCount: column.count))[0]
  }

  /// The row of ``computed`` for each row; `nil` when the column is better computed directly.
  func places(of strings: StringColumn) throws(ExecutionError) -> [Int32]? {
    guard !isGivenUp, let codes = strings.codes else { return nil }
    if heap !== strings.heap {
      heap = strings.heap
      places.removeAll(keepingCapacity: true)
      results = GrowingColumn(evaluator.program.types[0])
    }
    rowsSeen += codes.count
    let entryCount = strings.heap.count
    if places.count < entryCount {
      places.append(contentsOf: repeatElement(0, count: entryCount - places.count))
    }
    var unseen: [UInt32] = []
    var nextPlace = UInt32(truncatingIfNeeded: results.count)
    let indexes = [Int32](unsafeUninitializedCapacity: codes.count) { target, initialized in
      places.withUnsafeMutableBufferPointer { places in
        codes.withUnsafeBufferPointer { codes in
          for row in 0..<codes.count {
            let entry = Int(codes[row])
            var place = places[entry]
            if place == 0 {
              nextPlace &+= 1
              place = nextPlace
              places[entry] = place
              unseen.append(codes[row])
            }
            target[row] = Int32(bitPattern: place &- 1)
          }
        }
      }
      initialized = codes.count
    }
    if !unseen.isEmpty {
      entriesComputed += unseen.count
      let column = Column.string(StringColumn(heap: strings.heap, codes: unseen))
      do throws(ExecutionError) {
        results.append(try direct(column), rowCount: unseen.count)
      } catch {
        for code in unseen { places[Int(code)] = 0 }
        throw error
      }
      if rowsSeen > 1 << 14, entriesComputed > rowsSeen / 2 {
        isGivenUp = true
        places = []
        heap = nil
      }
    }
    return indexes
  }
}
