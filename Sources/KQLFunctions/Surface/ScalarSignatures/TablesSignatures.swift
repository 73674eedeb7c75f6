extension FunctionSurface {
  /// Functions of tables by name.
  static let tablesText = """
    cluster
      1 1 Parameter0Cluster | name:string
    database
      0 1 Parameter0Database | name:string{0,1}
    table
      1 2 Parameter0Table | name:string query_data_scope:string{0,1}
    external_table
      1 2 Parameter0ExternalTable | name:string mapping:string{0,1}
      2 2 Parameter0ExternalTable | name:string max_age:timespan
    materialized_view
      1 2 Parameter0MaterializedView | name:string max_age:timespan{0,1}
    entity_group
      1 1 Parameter0EntityGroup | name:string
    stored_query_result
      1 1 Parameter0StoredQueryResult | name:string
      2 2 Parameter0StoredQueryResult | name:string index:long
      2 2 Parameter0StoredQueryResult | name:string table_name:string
    graph
      1 2 Parameter0Graph | name:string snapshot:string{0,1}
      2 2 Parameter0Graph | name:string volatile:bool
    """
}
