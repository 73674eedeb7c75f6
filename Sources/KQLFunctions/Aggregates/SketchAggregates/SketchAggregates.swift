import KQLColumnar
import KQLTypes

/// Approximate counts of different values, and the sketches that they and percentiles can be computed from later.
enum SketchAggregates {
  static let aggregates: [AggregateFunction] = [
    distinctEstimate,
    distinctEstimate.conditional("dcountif"),
    hyperLogLog,
    hyperLogLog.conditional("hll_if"),
    AggregateFunction("hll_merge") { _ throws(ExecutionError) in HyperLogLogMerger() },
    digest,
    AggregateFunction("tdigest_merge") { _ throws(ExecutionError) in TDigestMerger() },
    AggregateFunction("merge_tdigest") { _ throws(ExecutionError) in TDigestMerger() },
  ].map(\.unordered)

  /// `dcount(expr, accuracy)`: exact up to 1,024 values, then an estimate.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/dcount-aggregation-function>
  private static let distinctEstimate = AggregateFunction("dcount") { site throws(ExecutionError) in
    DistinctSketchAggregator(precision: try site.sketchPrecision()) { .int64($0.map(\.estimate), as: .long) }
  }

  /// `hll(expr, accuracy)`: null over nothing.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/hll-aggregation-function>
  private static let hyperLogLog = AggregateFunction("hll") { site throws(ExecutionError) in
    DistinctSketchAggregator(precision: try site.sketchPrecision()) { sketches in
      .dynamic(sketches.map { $0.isEmpty ? .null : $0.value })
    }
  }

  /// `tdigest(expr, weight)`: null over nothing.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/tdigest-aggregation-function>
  private static let digest = AggregateFunction("tdigest") { site throws(ExecutionError) in
    guard site.argumentTypes[0].isSummable else {
      throw .unsupported("\(site.name)() of \(site.argumentTypes[0].name) is not supported")
    }
    return TDigestAggregator(type: site.argumentTypes[0], isWeighted: site.argumentCount > 1)
  }
}

extension CallSite {
  fileprivate func sketchPrecision() throws(ExecutionError) -> Int {
    if argumentCount < 2 { return HyperLogLog.defaultPrecision }
    guard let accuracy = constant(1)?.int64, let precision = HyperLogLog.precision(accuracy: accuracy) else {
      throw .invalidArgument("\(name)(): 'accuracy' must be a constant from 0 to 4")
    }
    return precision
  }
}

/// Counts the different values of each group in a sketch; nulls are left out, the empty string is not.
final class DistinctSketchAggregator: GroupedAggregator {
  private let precision: Int
  private let result: ([HyperLogLog]) -> Column
  private var sketches: [HyperLogLog] = []
  private var hasher = SketchHasher()
  /// Whether all that was hashed so far went into the first group's sketch.
  private var isEachHashIn = true
  private var heapBytes = MeasuredBytes()

  init(precision: Int, result: @escaping ([HyperLogLog]) -> Column) {
    self.precision = precision
    self.result = result
  }

  func makeEmpty() -> any GroupedAggregator { DistinctSketchAggregator(precision: precision, result: result) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    grow(to: groupCount)
    let column = arguments[0].column(rowCount: groups.count)
    let validity = column.validity
    if groupCount == 1, validity == nil, isEachHashIn {
      // Whatever was hashed before is in the only sketch already.
      sketches[0].insert(contentsOf: hasher.newHashes(of: column))
      return heapBytes.measure(sketches) { $0.heapByteCount }
    }
    isEachHashIn = false
    let hashes = hasher.hashes(of: column)
    sketches.withUnsafeMutableBufferPointer { sketches in
      if let validity {
        for row in groups.indices where validity[row] { sketches[Int(groups[row])].insert(hashes[row]) }
      } else {
        for row in groups.indices { sketches[Int(groups[row])].insert(hashes[row]) }
      }
    }
    heapBytes.measure(sketches) { $0.heapByteCount }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    grow(to: groupCount)
    let other = sibling(other)
    for group in other.sketches.indices { sketches[Int(mapping[group])].merge(other.sketches[group]) }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    grow(to: groupCount)
    return result(sketches)
  }

  var byteCount: Int { sketches.capacity * MemoryLayout<HyperLogLog>.stride + heapBytes.byteCount }

  private func grow(to groupCount: Int) { sketches.grow(to: groupCount) { HyperLogLog(precision: precision) } }
}

/// Merges the sketches of each group; what is none is left out, and no sketch at all gives null.
private final class HyperLogLogMerger: GroupedAggregator {
  private var sketches: [HyperLogLog?] = []
  private var heapBytes = MeasuredBytes()

  func makeEmpty() -> any GroupedAggregator { HyperLogLogMerger() }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    sketches.grow(to: groupCount) { nil }
    let values = arguments[0].column(rowCount: groups.count).dynamics
    for row in groups.indices {
      if let sketch = HyperLogLog(values[row]) { add(sketch, to: Int(groups[row])) }
    }
    heapBytes.measure(sketches) { $0?.heapByteCount ?? 0 }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    sketches.grow(to: groupCount) { nil }
    let other = sibling(other)
    for group in other.sketches.indices {
      if let sketch = other.sketches[group] { add(sketch, to: Int(mapping[group])) }
    }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    sketches.grow(to: groupCount) { nil }
    return .dynamic(sketches.map { $0?.value ?? .null })
  }

  var byteCount: Int { sketches.capacity * MemoryLayout<HyperLogLog?>.stride + heapBytes.byteCount }

  private func add(_ sketch: HyperLogLog, to group: Int) {
    if sketches[group] == nil { sketches[group] = sketch } else { sketches[group]!.merge(sketch) }
  }
}

/// Makes a digest of each group's values at the end, when they can be taken in order.
private final class TDigestAggregator: GroupedAggregator {
  private let type: ScalarType
  private let isWeighted: Bool
  private var rows: CollectedRows

  init(type: ScalarType, isWeighted: Bool) {
    self.type = type
    self.isWeighted = isWeighted
    rows = CollectedRows(types: isWeighted ? [type, .long] : [type])
  }

  func makeEmpty() -> any GroupedAggregator { TDigestAggregator(type: type, isWeighted: isWeighted) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    try rows.appendWeighted(arguments, isWeighted: isWeighted, groups: groups, firstOrdinal: firstOrdinal)
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    try rows.append(sibling(other).rows, mapping: mapping)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    let grouped = rows.grouped(groupCount: groupCount)
    let isReal = type == .real || type == .decimal
    let keys = isReal ? Double.values(of: grouped.columns[0]).map(OrderKey.key) : grouped.columns[0].int64s
    let weights = isWeighted ? grouped.columns[1].int64s : nil
    let digestType: ScalarType = isReal ? .real : type == .int ? .long : type
    return .dynamic(
      (0..<groupCount).map { group in
        let points = grouped.rows[grouped.range(of: group)].map { (keys[Int($0)], weights?[Int($0)] ?? 1) }
        return points.isEmpty ? .null : TDigest(type: digestType, points: points).dynamicValue
      })
  }

  var byteCount: Int { rows.byteCount }
}

/// Merges the digests of each group; what is none is left out, and no digest at all gives null.
private final class TDigestMerger: GroupedAggregator {
  private var digests: [[TDigest]] = []
  private var byteCountOfDigests = 0

  func makeEmpty() -> any GroupedAggregator { TDigestMerger() }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    digests.grow(to: groupCount) { [] }
    let values = arguments[0].column(rowCount: groups.count).dynamics
    for row in groups.indices {
      guard let digest = TDigest(values[row]) else { continue }
      digests[Int(groups[row])].append(digest)
      byteCountOfDigests += 64 + digest.keys.count * 16
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    digests.grow(to: groupCount) { [] }
    let other = sibling(other)
    for group in other.digests.indices { digests[Int(mapping[group])] += other.digests[group] }
    byteCountOfDigests += other.byteCountOfDigests
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    digests.grow(to: groupCount) { [] }
    return .dynamic(digests.map { TDigest(merging: $0)?.dynamicValue ?? .null })
  }

  var byteCount: Int { digests.capacity * 8 + byteCountOfDigests }
}
