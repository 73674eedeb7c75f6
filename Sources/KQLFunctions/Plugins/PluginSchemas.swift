import KQLTypes

/// The columns that plugins give, as far as their calls decide on them.
package enum PluginSchemas {
  /// - Returns: `nil` when the columns depend on the rows.
  package static func schema(of call: TableFunctionCall) -> Schema? {
    guard let rule = rules[call.name] else { return nil }
    return rule(call).map { Schema($0) }
  }

  /// The columns that a call has in any case, when others depend on the rows.
  package static func knownFields(of call: TableFunctionCall) -> [Field] {
    switch call.name {
    case "bag_unpack":
      let unpacked = call.arguments.first?.column
      return call.visibleInput.fields.enumerated().filter { $0.offset != unpacked }.map(\.element)
    default: return call.visibleInput.fields
    }
  }

  private typealias Rule = @Sendable (TableFunctionCall) -> [Field]?

  private static let rules: [String: Rule] = [
    "active_users_count": { timeline($0, dimensions: 8) + [Field("dcount", .long)] },
    "activity_counts_metrics": {
      timeline($0, dimensions: 5) + longs("count", "dcount", "new_dcount", "aggregated_dcount")
    },
    "activity_engagement": {
      timeline($0, dimensions: 6)
        + [
          Field("dcount_activities_inner", .long), Field("dcount_activities_outer", .long),
          Field("activity_ratio", .real),
        ]
    },
    "activity_metrics": {
      timeline($0, dimensions: 5) + longs("dcount_values", "dcount_newvalues")
        + [Field("retention_rate", .real), Field("churn_rate", .real)]
    },
    "autocluster": { segments($0) },
    "basket": { segments($0) },
    "dcount_intersect": { call in
      call.visibleInput.fields + call.arguments.indices.map { Field("s\($0)", .long) }
    },
    "diffpatterns": { call in
      let split = call.field(0)?.name
      return [
        Field("SegmentId", .long), Field("CountA", .long), Field("CountB", .long), Field("PercentA", .real),
        Field("PercentB", .real), Field("PercentDiffAB", .real),
      ] + call.visibleInput.fields.filter { $0.name != split }
    },
    "estimate_rows_count": { _ in [Field("EstimatedRowsCount", .long)] },
    "funnel_sequence": { call in
      // The first of its three tables.
      let state = call.field(6)?.type ?? .string
      return [
        call.field(1) ?? Field("Timeline", .datetime), Field("prev", state), Field("next", state),
        Field("dcount", .long), Field("samples", .dynamic),
      ]
    },
    "funnel_sequence_completion": { call in
      [
        call.field(1) ?? Field("Timeline", .datetime), Field(call.field(5)?.name ?? "State", .string),
        Field("Period", .timespan), Field("dcount", .long),
      ]
    },
    "http_request": { _ in [Field("ResponseHeaders", .dynamic), Field("ResponseBody", .dynamic)] },
    "http_request_post": { _ in [Field("ResponseHeaders", .dynamic), Field("ResponseBody", .dynamic)] },
    "identity": { $0.visibleInput.fields },
    "identity_v3": { $0.visibleInput.fields },
    "infer_storage_schema": { _ in [Field("CslSchema", .string)] },
    "infer_storage_schema_with_suggestions": { _ in
      [Field("CslSchema", .string), Field("FullCslSchema", .string), Field("Suggestions", .dynamic)]
    },
    "narrow": { _ in [Field("Row", .long), Field("Column", .string), Field("Value", .string)] },
    "new_activity_metrics": { call in
      let time = call.field(1) ?? Field("Timeline", .datetime)
      return [Field("from_\(time.name)", time.type), Field("to_\(time.name)", time.type)]
        + call.fields(from: 5)
        + longs("dcount_new_values", "dcount_retained_values", "dcount_churn_values")
        + [Field("retention_rate", .real), Field("churn_rate", .real)]
    },
    "preview": { $0.visibleInput.fields },
    "rolling_percentile": { call in
      guard let value = call.field(0), let index = call.field(2) else { return nil }
      let window = call.constant(4)?.text ?? ""
      let percentile = call.constant(1)?.text ?? ""
      return [index] + call.fields(from: 5)
        + [Field("rolling_\(window)_percentile_\(value.name)_\(percentile)", value.type == .int ? .long : value.type)]
    },
    "rows_near": { $0.visibleInput.fields },
    "session_count": { timeline($0, dimensions: 6) + [Field("count_sessions", .long)] },
    "sliding_window_counts": { timeline($0, dimensions: 6) + longs("Count", "Dcount") },
    "ai_embed_text": { embedded($0) },
    "ai_embeddings": { embedded($0) },
    "ai_chat_completion": { completed($0) },
    "ai_chat_completion_prompt": { completed($0) },
  ]

  private static func longs(_ names: String...) -> [Field] { names.map { Field($0, .long) } }

  /// The column of time, then the dimensions from the given argument on.
  private static func timeline(_ call: TableFunctionCall, dimensions: Int) -> [Field] {
    [call.field(1) ?? Field("Timeline", .datetime)] + call.fields(from: dimensions)
  }

  private static func segments(_ call: TableFunctionCall) -> [Field] {
    [Field("SegmentId", .long), Field("Count", .long), Field("Percent", .real)] + call.visibleInput.fields
  }

  private static func embedded(_ call: TableFunctionCall) -> [Field] {
    call.visibleInput.fields + [Field("\(call.field(0)?.name ?? "")_embedding", .dynamic)]
  }

  private static func completed(_ call: TableFunctionCall) -> [Field] {
    call.visibleInput.fields + [Field("\(call.field(0)?.name ?? "")_completion", .string)]
  }
}
