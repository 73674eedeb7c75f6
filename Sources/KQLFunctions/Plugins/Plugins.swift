/// The plugins of `evaluate` that this engine runs, and why it does not run the others.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/evaluate-operator>
package enum Plugins {
  static let functions: [TableFunction] = [
    ReshapingPlugins.functions,
    RowPlugins.functions,
    LookupPlugins.functions,
    ActivityPlugins.functions,
    SequencePlugins.functions,
    PatternPlugins.functions,
  ].flatMap { $0 }

  /// Why a documented plugin is refused; `nil` for one that runs.
  package static func refusal(of name: String) -> String? { refusals[name] }

  private static let refusals: [String: String] = [
    "ai_chat_completion": network, "ai_chat_completion_prompt": network, "ai_embed_text": network,
    "ai_embeddings": network, "azure_digital_twins_query_request": network, "cosmosdb_sql_request": network,
    "dax_request": network, "http_request": network, "http_request_post": network, "mysql_request": network,
    "postgresql_request": network, "sql_request": network,
    "execute_query": cluster, "execute_show_command": cluster,
    "csharp": foreignCode, "python": foreignCode, "r": foreignCode,
    "infer_storage_schema": storage, "infer_storage_schema_with_suggestions": storage,
    "estimate_rows_count": undocumented, "external_datatable": undocumented, "identity_v3": undocumented,
  ]

  private static let network = "it calls a service, and nothing leaves this machine"
  private static let cluster = "it needs a cluster"
  private static let foreignCode = "it runs a program in another language"
  private static let storage = "it reads cloud storage, and no file is read that was not named as an input"
  private static let undocumented = "what it gives is not documented"
}
