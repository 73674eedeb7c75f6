import KQLColumnar
import KQLTypes

/// `dcount_intersect`: how many values the sketches of a row have in common: of the first alone, of the first two, ….
///
/// Exact as long as all sketches are (see ``HyperLogLog``), else by inclusion and exclusion of their estimates. What is
/// no sketch of `hll()` makes the counts from there on null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/dcount-intersect-plugin>
enum DistinctIntersection {
  static let function = TableFunction(
    "dcount_intersect", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      guard call.arguments.count <= 16 else { throw call.invalid("it takes 2 to 16 sketches") }
      var sketches: [Column] = []
      for argument in call.arguments {
        guard let index = argument.column, rows.columns[index].type == .dynamic else {
          throw call.invalid("its arguments must be sketches that 'hll()' made")
        }
        sketches.append(rows.columns[index])
      }
      var counts = sketches.map { _ in ColumnBuilder(.long, capacity: rows.physicalRowCount) }
      for row in 0..<rows.physicalRowCount {
        try call.noteProgress(counts.count * 8)
        let known = sketches.map { HyperLogLog($0.dynamics[row]) }
        let prefix = known.prefix { $0 != nil }.compactMap { $0 }
        let intersections = try intersectionCounts(of: prefix, call)
        for index in counts.indices {
          if index < intersections.count {
            counts[index].append(intersections[index])
          } else {
            counts[index].appendNull()
          }
        }
      }
      let input = rows.columns.prefix(call.visibleColumnCount)
      return RecordBatch(columns: input + counts.map { $0.finish() }, rowCount: rows.physicalRowCount)
    })

  private static func intersectionCounts(
    of sketches: [HyperLogLog], _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Int64] {
    let hashes = sketches.compactMap(\.keptHashes)
    if hashes.count == sketches.count {
      var common: Set<UInt64>?
      return hashes.map { next in
        common = common?.intersection(next) ?? Set(next)
        return Int64(common?.count ?? 0)
      }
    }
    // |A ∩ B ∩ …| is the sum over all subsets of the sizes of their unions, with alternating signs.
    var sums = [Double](repeating: 0, count: sketches.count)
    func add(_ next: Int, to union: HyperLogLog?, isPositive: Bool) throws(ExecutionError) {
      for index in next..<sketches.count {
        try call.noteProgress(0)
        var merged = union ?? sketches[index]
        merged.merge(sketches[index])
        let size = Double(merged.estimate)
        // The subset's last member decides in which prefixes of the list it occurs.
        for prefix in index..<sketches.count { sums[prefix] += isPositive ? size : -size }
        try add(index + 1, to: merged, isPositive: !isPositive)
      }
    }
    try add(0, to: nil, isPositive: true)
    return sums.map { Int64(max(0, $0)) }
  }
}
