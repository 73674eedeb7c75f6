import KQLFunctions
import KQLSyntax

/// The name that a column gets when the query does not name it.
///
/// A column keeps its name, a member gets those of its path, and some functions pass the name of their first
/// argument on; other expressions have none of their own.
enum ResultName {
  /// How the name of a function's result follows from its arguments.
  private enum Rule {
    case firstArgument
    case onlyArgument
    /// *prefix*_*first argument*.
    case prefix(String)
    case fixed(String)
  }

  private static let rules: [String: Rule] = {
    var rules: [String: Rule] = [
      "make_datetime": .onlyArgument, "make_timespan": .onlyArgument,
      "strlen": .prefix("strlen"), "string_size": .prefix("string_size"), "gettype": .prefix("type"),
      "treepath": .prefix("tree"), "repeat": .prefix("repeat"),
      "percentile_tdigest": .prefix("percentile_tdigest"),
      "percentiles_array_tdigest": .prefix("percentile_tdigest"), "dcount_hll": .prefix("dcount_hll"),
      "tdigest_merge": .fixed("tdigests_merge_result"), "merge_tdigest": .fixed("tdigests_merge_result"),
      "hll_merge": .fixed("hll_merged_result"), "ingestion_time": .fixed("$IngestionTime"),
    ]
    let passing = """
      tostring tohex todynamic toobject tolong toint toreal todouble todatetime totimespan totime tobool toboolean
      todecimal toguid split parse_csv parsejson parse_json parse_xml format_datetime format_timespan startofday
      format_bytes bin floor bin_at bin_auto binary_and binary_or binary_xor binary_not binary_shift_left
      binary_shift_right bitset_count_ones round ceiling pow sqrt log log2 log10 exp exp2 exp10 cos sin tan acos asin
      atan atan2 abs gamma loggamma rand series_fir series_iir series_outliers series_fill_backward
      series_fill_forward series_fill_const series_fill_linear
      """
    for name in passing.split(whereSeparator: \.isWhitespace) { rules[String(name)] = .firstArgument }
    return rules
  }()

  /// - Parameter aggregates: Whether a name that is an aggregate's as well as a function's is the aggregate's here.
  /// - Returns: `nil` for an expression without a name of its own.
  static func of(_ syntax: ExpressionSyntax, aggregates: Bool = false) -> String? {
    switch syntax {
    case .name(let name): return name.text
    case .named(let named): return named.names.first?.text
    case .parenthesized(let inner, _): return of(inner, aggregates: aggregates)
    case .pipeline(let pipeline):
      return pipeline.operators.isEmpty ? pipeline.source.flatMap { of($0, aggregates: aggregates) } : nil
    case .member(let base, let name):
      if case .name(let side) = base, side.text == "$left" || side.text == "$right" { return name.text }
      return joined(of(base, aggregates: aggregates), name.text)
    case .element(let base, let index, _):
      let left = of(base, aggregates: aggregates)
      guard case .literal(let literal) = index, literal.kind == .string || literal.kind == .long else {
        return left.map { "\($0)_" }
      }
      return joined(left, literal.content)
    case .call(let call): return name(of: call, aggregates: aggregates)
    default: return nil
    }
  }

  private static func joined(_ left: String?, _ name: String) -> String {
    guard let left, !left.isEmpty else { return name }
    return "\(left)_\(name)"
  }

  private static func name(of call: CallSyntax, aggregates: Bool) -> String? {
    if FunctionSurface.aggregates[call.name.text] != nil, aggregates || FunctionSurface.scalars[call.name.text] == nil {
      return AggregateNames.name(of: call)
    }
    var first: String? { call.arguments.first.flatMap { of($0, aggregates: aggregates) } }
    switch rules[call.name.text] {
    case nil: return nil
    case .firstArgument: return first
    case .onlyArgument: return call.arguments.count == 1 ? first : nil
    case .prefix(let prefix): return "\(prefix)_\(first ?? "")"
    case .fixed(let name): return name
    }
  }
}
