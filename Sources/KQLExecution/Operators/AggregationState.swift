import KQLCatalog
import KQLColumnar
import KQLFunctions
import KQLTypes

/// Groups and their aggregates; used by one thread at a time.
final class AggregationState {
  private let evaluator: ExpressionEvaluator
  private let resultTypes: [ScalarType]
  private let keyCount: Int
  private let argumentCounts: [Int]
  private var grouping: Grouping
  private let aggregators: [any GroupedAggregator]
  private let reservation: MemoryReservation
  private var batchCount = 0
  /// Bytes that the keys took when the memory was last reserved, and by how much they may grow before it is again.
  private var reservedKeyBytes = 0
  private let keyBytesBetween: Int
  /// Hashes of the groups' keys, computed when they are first asked for.
  private var hashes: [UInt64] = []

  init(_ plan: AggregateOperator, _ control: QueryControl) throws(ExecutionError) {
    evaluator = try ExpressionEvaluator(plan.program)
    resultTypes = plan.resultTypes
    keyCount = plan.keyTypes.count
    argumentCounts = plan.calls.map(\.site.argumentCount)
    grouping = Grouping(plan.keyTypes)
    var aggregators: [any GroupedAggregator] = []
    for call in plan.calls { aggregators.append(try call.function.prepare(call.site)) }
    self.aggregators = aggregators
    reservation = MemoryReservation(control)
    keyBytesBetween = min(1 << 18, control.spillThreshold / 64)
  }

  private var groupCount: Int { keyCount == 0 ? 1 : grouping.groupCount }

  var byteCount: Int { aggregators.reduce(grouping.byteCount + hashes.count * 8) { $0 + $1.byteCount } }
}

// MARK: - Adding rows

extension AggregationState {
  func add(_ scanned: StreamBatch) throws(ExecutionError) {
    let rowCount = scanned.batch.rowCount
    let values = try evaluator.evaluate(scanned.batch)
    let groups: [UInt32]
    if keyCount == 0 {
      groups = [UInt32](repeating: 0, count: rowCount)
    } else {
      let keys = values[..<keyCount].map { $0.column(rowCount: rowCount) }
      groups = grouping.groups(of: keys, rowCount: rowCount, at: scanned.position)
    }
    try update(groups, values, firstOrdinal: scanned.ordinal)
    // Adding up what all aggregates hold takes time, so it is not done for each batch.
    batchCount += 1
    if batchCount & 15 == 0 || rowCount >= 4096 || grouping.byteCount > reservedKeyBytes + keyBytesBetween {
      try reserve()
    }
  }

  private func update(_ groups: [UInt32], _ values: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    var next = keyCount
    for (aggregator, count) in zip(aggregators, argumentCounts) {
      try aggregator.update(
        groups: groups, groupCount: groupCount, arguments: Array(values[next..<next + count]),
        firstOrdinal: firstOrdinal)
      next += count
    }
  }

  /// - Returns: Bytes held.
  @discardableResult
  func reserve() throws(ExecutionError) -> Int {
    reservedKeyBytes = grouping.byteCount
    let bytes = byteCount
    try reservation.set(to: bytes)
    return bytes
  }
}

// MARK: - Results

extension AggregationState {
  func merge(_ other: AggregationState) throws(ExecutionError) {
    let mapping: [UInt32] = keyCount == 0 ? [0] : grouping.merge(other.grouping)
    for (aggregator, otherAggregator) in zip(aggregators, other.aggregators) {
      try aggregator.merge(otherAggregator, mapping: mapping, groupCount: groupCount)
    }
    try reserve()
  }

  func finish() throws(ExecutionError) -> RecordBatch {
    let groupCount = self.groupCount
    var columns = keyCount == 0 ? [] : grouping.keyColumns
    for aggregator in aggregators { columns.append(contentsOf: try aggregator.finishAll(groupCount: groupCount)) }
    let batch = RecordBatch(columns: columns, rowCount: groupCount)
    return keyCount == 0 ? batch : batch.gathered(grouping.groupsInOrder)
  }
}

// MARK: - Files

extension AggregationState {
  /// The keys and arguments of a batch's rows, and where each row stood: what is needed to add them later.
  func rows(of scanned: StreamBatch) throws(ExecutionError) -> RecordBatch {
    let rowCount = scanned.batch.rowCount
    let columns = try evaluator.evaluateColumns(scanned.batch)
    let ordinals = [Int64](repeating: scanned.ordinal, count: rowCount)
    let places = Array(scanned.firstRow..<scanned.firstRow + Int64(rowCount))
    return RecordBatch(
      columns: columns + [.int64(ordinals, as: .long), .int64(places, as: .long)], rowCount: rowCount)
  }

  /// Adds rows that ``rows(of:)`` gave.
  func add(written rows: RecordBatch) throws(ExecutionError) {
    let count = rows.columns.count
    let (ordinals, places) = (rows.columns[count - 2].int64s, rows.columns[count - 1].int64s)
    // Rows of one batch have ordinals of their own: numbered from the first one on, they stay in order and in the
    // batch's range.
    var start = 0
    while start < rows.physicalRowCount {
      var end = start + 1
      while end < rows.physicalRowCount, ordinals[end] == ordinals[start], places[end] > places[end - 1] { end += 1 }
      let part = rows.slice(start..<end)
      let keys = Array(part.columns[..<keyCount])
      let first = start
      let groups = grouping.groups(of: keys, rowCount: end - start) {
        RowPosition(ordinal: ordinals[first + $0], row: places[first + $0])
      }
      try update(
        groups, part.columns[..<(count - 2)].map { .column($0) }, firstOrdinal: ordinals[start] &+ places[start])
      start = end
    }
    try reserve()
  }

  /// The groups whose keys belong to a partition.
  private func members(of partition: KeyPartition) -> [Int32] {
    if hashes.count < grouping.groupCount { hashes = KeyHash.make(grouping.keyColumns, rowCount: grouping.groupCount) }
    return hashes.indices.filter { partition.contains(hashes[$0]) }.map { Int32(truncatingIfNeeded: $0) }
  }

  /// Adds the groups of other states that belong to a partition; this one has no groups yet.
  ///
  /// - Returns: The results of the groups, where each one's first row stood, and their order.
  func finish(
    _ others: [AggregationState], of partition: KeyPartition
  ) throws(ExecutionError) -> (rows: RecordBatch, order: [Int32]) {
    var mappings: [(AggregationState, [UInt32])] = []
    for other in others {
      let members = other.members(of: partition)
      if members.isEmpty { continue }
      var mapping = [UInt32](repeating: .max, count: other.grouping.groupCount)
      for (member, group) in zip(members, grouping.merge(members, of: other.grouping)) { mapping[Int(member)] = group }
      mappings.append((other, mapping))
    }
    if mappings.isEmpty { return (.empty(resultTypes + [.long, .long]), []) }
    // All groups of other partitions become one, behind those that count, which is left out in the end.
    let count = grouping.groupCount
    let rest = UInt32(truncatingIfNeeded: count)
    for (other, mapping) in mappings {
      let complete = mapping.map { $0 == .max ? rest : $0 }
      for (aggregator, otherAggregator) in zip(aggregators, other.aggregators) {
        try aggregator.merge(otherAggregator, mapping: complete, groupCount: count + 1)
      }
    }
    try reserve()
    var columns = grouping.keyColumns
    for aggregator in aggregators {
      columns.append(contentsOf: try aggregator.finishAll(groupCount: count + 1).map { $0.slice(0..<count) })
    }
    let positions = grouping.firstPositions
    columns.append(.int64(positions.map(\.ordinal), as: .long))
    columns.append(.int64(positions.map(\.row), as: .long))
    return (RecordBatch(columns: columns, rowCount: count), grouping.groupsInOrder)
  }
}
