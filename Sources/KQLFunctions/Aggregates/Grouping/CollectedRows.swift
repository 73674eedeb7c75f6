import KQLColumnar
import KQLTypes

/// Rows kept for the end, batch by batch, with their groups.
///
/// Batches have disjoint ranges of ordinals, so sorting batches by their first ordinal puts all rows in order.
struct CollectedRows {
  private struct Chunk {
    var firstOrdinal: Int64
    var groups: [UInt32]
    var columns: [Column]
  }

  let types: [ScalarType]
  private var chunks: [Chunk] = []
  private(set) var count = 0
  private(set) var byteCount = 0

  init(types: [ScalarType]) { self.types = types }
}

// MARK: - Collecting

extension CollectedRows {
  /// Whether a batch comes after all others so far.
  func isInOrder(_ firstOrdinal: Int64) -> Bool { chunks.last.map { $0.firstOrdinal < firstOrdinal } ?? true }

  /// Keeps some rows of a batch, in row order.
  mutating func append(
    _ columns: [Column], rows: [Int32], groups: [UInt32], firstOrdinal: Int64
  ) throws(ExecutionError) {
    if rows.isEmpty { return }
    let isWhole = rows.count == groups.count
    try append(
      Chunk(
        firstOrdinal: firstOrdinal, groups: isWhole ? groups : rows.map { groups[Int($0)] },
        columns: columns.map { $0.detached(rows) }))
  }

  mutating func append(_ other: CollectedRows, mapping: [UInt32]) throws(ExecutionError) {
    for chunk in other.chunks {
      var mapped = chunk
      mapped.groups = chunk.groups.map { mapping[Int($0)] }
      try append(mapped)
    }
  }

  private mutating func append(_ chunk: Chunk) throws(ExecutionError) {
    count += chunk.groups.count
    // Rows are addressed by 32 bits from here on.
    guard count < Int(Int32.max) else {
      throw ExecutionError(.limitExceeded(limitName: "rows held by an aggregate"), "too many rows to aggregate")
    }
    chunks.append(chunk)
    byteCount += chunk.groups.count * 4 + chunk.columns.reduce(0) { $0 + $1.byteCount }
  }
}

// MARK: - Reading

/// All rows that were collected, group by group.
struct GroupedRows {
  var columns: [Column]
  /// Row numbers in the columns, in groups, each in row order.
  var rows: [Int32]
  /// Where each group starts in ``rows``, and one more.
  var starts: [Int]
}

extension GroupedRows {
  func range(of group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }
}

extension CollectedRows {
  func grouped(groupCount: Int) -> GroupedRows {
    let ordered = chunks.sorted { $0.firstOrdinal < $1.firstOrdinal }
    let columns = types.indices.map { index in
      ordered.isEmpty
        ? Column.nulls(types[index], count: 0)
        : Column.concatenated(ordered.map { $0.columns[index] }, type: types[index])
    }
    var starts = [Int](repeating: 0, count: groupCount + 1)
    for chunk in ordered { for group in chunk.groups { starts[Int(group) + 1] += 1 } }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    var next = starts
    var rows = [Int32](repeating: 0, count: count)
    var row: Int32 = 0
    for chunk in ordered {
      for group in chunk.groups {
        rows[next[Int(group)]] = row
        next[Int(group)] += 1
        row += 1
      }
    }
    return GroupedRows(columns: columns, rows: rows, starts: starts)
  }
}

// MARK: - Values

extension Column {
  /// The rows as dynamic values; nulls become the dynamic null. Repeated strings share storage.
  func dynamicValues() -> [DynamicValue] {
    switch values {
    case .dynamic(let values): return values
    case .string(let strings):
      guard let codes = strings.codes else { return (0..<count).map { .string(strings.string($0)) } }
      var known: [UInt32: DynamicValue] = [:]
      return codes.map { code in
        if let value = known[code] { return value }
        let value = DynamicValue.string(strings.heap.string(Int(code)))
        known[code] = value
        return value
      }
    case .int64(let values):
      switch type {
      case .datetime: return dynamicValues(values, DynamicValue.datetime)
      case .timespan: return dynamicValues(values, DynamicValue.timespan)
      default: return dynamicValues(values, DynamicValue.long)
      }
    case .bool(let values): return dynamicValues(values, DynamicValue.bool)
    case .real(let values): return dynamicValues(values, DynamicValue.real)
    case .decimal(let values): return dynamicValues(values, DynamicValue.decimal)
    case .guid(let values): return dynamicValues(values, DynamicValue.guid)
    }
  }

  @inline(__always)
  private func dynamicValues<Value>(_ values: [Value], _ wrap: (Value) -> DynamicValue) -> [DynamicValue] {
    values.indices.map { validity.isValid($0) ? wrap(values[$0]) : .null }
  }
}
