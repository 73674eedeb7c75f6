import KQLColumnar
import KQLTypes

/// Functions that read and combine the sketches of `hll()` and `tdigest()`. What is no such sketch gives null.
enum SketchFunctions {
  static let functions: [ScalarFunction] = [
    .rowwise("dcount_hll") { arguments, _ in
      HyperLogLog(arguments[0].dynamicValue).map { .long($0.estimate) } ?? .null(.long)
    },
    .rowwise("hll_merge", propagatesNull: false) { arguments, _ in
      var merged: HyperLogLog?
      for sketch in arguments.lazy.compactMap({ HyperLogLog($0.dynamicValue) }) {
        if merged == nil { merged = sketch } else { merged!.merge(sketch) }
      }
      return .dynamic(merged?.value ?? .null)
    },
    .rowwise("hll_isvalid", propagatesNull: false) { arguments, _ in
      .bool(HyperLogLog(arguments[0].dynamicValue) != nil)
    },
    merge("tdigest_merge"),
    merge("merge_tdigest"),
    .rowwise("tdigest_isvalid", propagatesNull: false) { arguments, _ in
      .bool(TDigest(arguments[0].dynamicValue) != nil)
    },
    percentile,
    percentilesArray,
    .rowwise("rank_tdigest") { arguments, _ in
      guard let rank = TDigest(arguments[0].dynamicValue)?.rank(of: DynamicValue(arguments[1])) else {
        return .null(.real)
      }
      return .real(rank)
    },
    .rowwise("percentrank_tdigest") { arguments, _ in
      guard let digest = TDigest(arguments[0].dynamicValue), digest.totalWeight > 0,
        let rank = digest.rank(of: DynamicValue(arguments[1]))
      else { return .null(.real) }
      return .real(100 * rank / Double(digest.totalWeight))
    },
  ]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/merge-tdigest-function>
  private static func merge(_ name: String) -> ScalarFunction {
    .rowwise(name, propagatesNull: false) { arguments, _ in
      .dynamic(TDigest(merging: arguments.compactMap { TDigest($0.dynamicValue) })?.dynamicValue ?? .null)
    }
  }

  /// `percentile_tdigest(digest, percentile, type)`: of the values' own type, as a dynamic, when none is asked for.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/percentile-tdigest-function>
  private static let percentile = ScalarFunction.rowwise(
    "percentile_tdigest", propagatesNull: false
  ) { arguments, site in
    guard let digest = TDigest(arguments[0].dynamicValue), let percentile = arguments[1].number,
      percentile >= 0, percentile <= 100, let value = digest.value(atPercentile: percentile)
    else { return .null(site.resultType) }
    return site.resultType == .dynamic ? .dynamic(value) : value.scalar.converted(to: site.resultType)
  }

  /// `percentiles_array_tdigest(digest, percentiles, type)`: an array of the values, converted when a type is given.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/percentile-array-tdigest-function>
  private static let percentilesArray = ScalarFunction.rowwise("percentiles_array_tdigest") { arguments, _ in
    guard let digest = TDigest(arguments[0].dynamicValue) else { return .dynamic(.null) }
    var percentiles = arguments.dropFirst()
    var type: ScalarType?
    if case .string(let name)? = percentiles.last {
      type = ScalarType(name: name)
      percentiles.removeLast()
    }
    var values: [DynamicValue] = []
    for argument in percentiles {
      guard let percentiles = Percentile.list(argument) else { return .dynamic(.null) }
      values += percentiles.map { digest.value(atPercentile: $0) ?? .null }
    }
    if let type { values = values.map { DynamicValue($0.scalar.converted(to: type)) } }
    return .dynamic(.array(values))
  }
}

extension ScalarValue {
  /// The value of a `dynamic`; null for other types.
  fileprivate var dynamicValue: DynamicValue {
    if case .dynamic(let value) = self { return value }
    return .null
  }
}
