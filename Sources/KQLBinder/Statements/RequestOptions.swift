import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// Options of `set` statements: which change an answer, which cannot, and which are refused.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/set-statement>
enum RequestOptions {
  /// Options that change what a query answers and are not done here.
  static let refused: Set<String> = [
    "query_datetimescope_column", "query_datetimescope_from", "query_datetimescope_to", "query_results_apply_getschema",
    "validate_permissions", "query_cursor_after_default", "query_cursor_before_or_at_default", "query_cursor_current",
    "query_cursor_scoped_tables",
  ]

  /// Options that are done.
  static let applied: Set<String> = [
    "query_now", "query_take_max_records", "query_bin_auto_size", "query_bin_auto_at", "best_effort",
  ]

  /// Options about clusters, caches, transport and limits, which leave answers as they are.
  static let accepted: Set<String> = {
    let names = """
      query_python_debug deferpartialqueryfailures request_impersonation_disabled results_error_reporting_placement
      materialized_view_shuffle query_max_entities_in_union maxmemoryconsumptionperiterator
      max_memory_consumption_per_query_per_node maxoutputcolumns norequesttimeout notruncation
      query_results_progressive_update_period query_results_progressive_row_count push_selection_through_aggregation
      query_cursor_disabled query_datascope query_distribution_nodes_span query_fanout_nodes_percent
      query_fanout_threads_percent query_force_row_level_security query_language query_log_query_parameters
      query_results_cache_force_refresh query_results_cache_max_age query_results_cache_per_shard
      query_weakconsistency_session_id queryconsistency request_app_name request_block_row_level_security
      request_callout_disabled request_cross_cluster_token request_description request_external_data_disabled
      request_external_table_disabled request_readonly request_readonly_hardline request_remote_entities_disabled
      request_sandboxed_execution_disabled request_user results_progressive_enabled
      results_v2_newlines_between_frames servertimeout truncationmaxrecords truncationmaxsize
      results_v2_fragment_primary_tables
      """
    return Set(names.split(whereSeparator: \.isWhitespace).map(String.init))
  }()
}

extension QueryBinding {
  /// `set name = value`, `set name`.
  func bindSet(_ name: NameSyntax, _ syntax: ExpressionSyntax?, in environment: Environment) {
    let option = name.text.lowercased()
    if RequestOptions.refused.contains(option) {
      reportUnsupported("option '\(name.text)' is not supported", at: name.span)
      return
    }
    guard RequestOptions.applied.contains(option) else {
      if !RequestOptions.accepted.contains(option) {
        report(
          .unknownParameter, "option '\(name.text)' is not known and has no effect", at: name.span,
          hint: didYouMean(option, among: (RequestOptions.applied.union(RequestOptions.accepted)).sorted()),
          severity: .warning)
      }
      return
    }
    guard let syntax else {
      requestOptions[option] = .bool(true)
      return
    }
    let bound = bindExpression(syntax, in: ExpressionScope(environment: environment))
    if bound.isInvalid { return }
    guard let value = constantValue(bound), !value.isNull else {
      report(.constantExpected, "the value of option '\(name.text)' must be a constant", at: syntax.span)
      return
    }
    apply(option, value, at: syntax.span)
  }

  private func apply(_ option: String, _ value: ScalarValue, at span: ByteSpan) {
    switch option {
    case "query_now":
      guard case .datetime(let ticks) = value.converted(to: .datetime) else {
        report(.typeMismatch, "the value of option 'query_now' must be a datetime", at: span)
        return
      }
      fixedNow = ticks
    case "query_take_max_records":
      guard let count = value.converted(to: .long).int64, count >= 0 else {
        report(.typeMismatch, "the value of option '\(option)' must be a whole number", at: span)
        return
      }
      requestOptions[option] = .long(count)
    default: requestOptions[option] = value
    }
  }

  /// A result as the options of the query ask for it.
  func applyingOptions(to plan: any PlanNode) -> any PlanNode {
    guard let count = requestOptions["query_take_max_records"]?.int64 else { return plan }
    return LimitNode(input: plan, count: Int(exactly: count) ?? .max)
  }
}
