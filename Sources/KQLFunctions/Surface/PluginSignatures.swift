// The names and signatures that Kusto documents, one a line below its name:
// fewest and most arguments, result, then parameters as name:type{fewest,most}@form=allowed/values.

extension FunctionSurface {
  /// Plugins of `evaluate`.
  static let pluginText = """
    active_users_count
      8 32775 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant LookbackWindow:Summable@Constant Period:Summable@Constant ActivePeriods:Summable@Constant Step:Summable@Constant Dimension:NotDynamic{0,32767}@Column
    activity_counts_metrics
      5 32772 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant Step:Summable@Constant Dimension:NotDynamic{0,32767}@Column
    activity_engagement
      4 4 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column InnerActivityWindow:Summable@Constant OuterActivityWindow:Summable@Constant
      6 32773 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant InnerActivityWindow:Summable@Constant OuterActivityWindow:Summable@Constant Dimension:NotDynamic{0,32767}@Column
    activity_metrics
      5 32772 Custom | IdColumn:Scalar@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant Step:Summable@Constant Dimension:NotDynamic{0,32767}@Column
      2 4 Custom | IdColumn:Scalar@Column TimelineColumn:Summable@Column Start:Summable{0,1}@Constant End:Summable{0,1}@Constant
    azure_digital_twins_query_request
      2 2 Custom | endpoint:string sql_query:string
    autocluster
      0 32770 Custom | SizeWeight:real{0,1} WeightColumn:Scalar{0,1}@Column NumSeeds:Integer{0,1} CustomWildcard:Scalar{0,32767}
    bag_unpack
      1 4 Custom | column:Scalar@Column column_prefix:string{0,1}@Literal columnsConflict:string{0,1}@Literal ignoredProperties:DynamicArray{0,1}@Literal
    basket
      0 32770 Custom | Threshold:real{0,1} WeightColumn:Scalar{0,1}@Column MaxDimensions:Integer{0,1} CustomWildcard:Scalar{0,32767}
    cosmosdb_sql_request
      2 4 Custom | connection_string:string sql_query:string sql_parameters:DynamicBag{0,1} options:DynamicBag{0,1}
    csharp
      2 3 Custom | OutputSchema:type Script:string Arguments:DynamicBag{0,1}
    dcount_intersect
      2 32767 Custom | hll:DynamicArray{2,32767}
    diffpatterns
      3 32773 Custom | SplitColumn:Scalar@Column SplitValueA:string SplitValueB:string WeightColumn:Scalar{0,1}@Column Threshold:real{0,1} MaxDimensions:Integer{0,1} CustomWildcard:Scalar{0,32767}
    estimate_rows_count
      0 0 Custom | 
    execute_show_command
      2 2 Custom | connection_string:string command:string
    execute_query
      2 2 Custom | connection_string:string query:string
    external_datatable
      0 0 Custom | 
    funnel_sequence
      8 8 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant MaxWindowSizeBetweenSteps:Summable@Constant Step:Summable@Constant StateColumn:NotDynamic@Column Sequence:DynamicArray@Constant
    funnel_sequence_completion
      8 8 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant BinSize:Summable@Constant StateColumn:NotDynamic@Column Sequence:DynamicArray@Constant MaxSequencePeriods:DynamicArray@Constant
    http_request
      1 3 Custom | Uri:string@Constant RequestHeaders:DynamicBag{0,1} Options:DynamicBag{0,1}
    http_request_post
      1 4 Custom | Uri:string@Constant RequestHeaders:DynamicBag{0,1} Options:DynamicBag{0,1} Content:string{0,1}@Constant
    identity
      0 0 Custom | 
    identity_v3
      2 2 Custom | mode:string@Constant exceptionText:string@Constant
    infer_storage_schema
      1 1 Custom | Options:DynamicBag
    infer_storage_schema_with_suggestions
      1 1 Custom | Options:DynamicBag
    geo_polygon_lookup
      4 8 Custom | LookupTable:Tabular LookupPolygonKey:DynamicBag@Column_Parameter0 SourceLongitude:Scalar@Column SourceLatitude:Scalar@Column radius:real{0,1}@Literal return_unmatched:bool{0,1}@Literal lookup_area_radius:real{0,1}@Literal return_lookup_key:bool{0,1}@Literal
    geo_line_lookup
      5 8 Custom | LookupTable:Tabular LookupLineKey:DynamicBag@Column_Parameter0 SourceLongitude:Scalar@Column SourceLatitude:Scalar@Column radius:real@Literal return_unmatched:bool{0,1}@Literal lookup_area_radius:real{0,1}@Literal return_lookup_key:bool{0,1}@Literal
    ipv4_lookup
      3 32771 Custom | LookupTable:Tabular SourceIPv4Key:Scalar@Column IPv4LookupKey:Scalar@Column_Parameter0 ExtraKey:Scalar{0,32767}@Column_Parameter0_Common return_unmatched:bool{0,1}@Literal
    ipv6_lookup
      3 4 Custom | LookupTable:Tabular SourceIPv6Key:Scalar@Column IPv6LookupKey:Scalar@Column_Parameter0 return_unmatched:bool{0,1}@Literal
    narrow
      0 0 Custom | 
    new_activity_metrics
      5 32774 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant Window:Scalar Cohort:Scalar{0,1}@Constant Dimension:NotDynamic{0,32767}@Column lookback:Tabular{0,1}
    pivot
      1 32769 Custom | pivotColumn:NotDynamic@Column aggregateFunction:Scalar{0,1}@Aggregate columnName:Scalar{0,32767}@Column
    preview
      1 1 Custom | NumberOfRows:Integer
    python
      2 4 Custom | OutputSchema:type Script:string Arguments:DynamicBag{0,1} Artifacts:DynamicBag{0,1}
    r
      2 3 Custom | OutputSchema:type Script:string Arguments:DynamicBag{0,1}
    rolling_percentile
      5 32772 Custom | ValueColumn:Summable@Column Percentile:Number@Constant IndexColumn:Summable@Column BinSize:Summable BinsPerWindow:Integer@Constant Dimension:NotDynamic{0,32767}@Column
    rows_near
      2 3 Custom | Condition:bool NumRows:Integer@Constant NumRowsAfter:Integer{0,1}@Constant
    session_count
      6 32773 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant Bin:Summable@Constant LookBackWindow:Summable@Constant Dimension:NotDynamic{0,32767}@Column
    sequence_detect
      4 65537 Custom | TimelineColumn:Summable@Column MaxSeqeunceStepWindow:Summable@Constant MaxSequenceSpan:Summable@Constant Expr:bool{1,32767} Dimension:NotDynamic{0,32767}@Column
    sliding_window_counts
      6 32773 Custom | IdColumn:NotDynamic@Column TimelineColumn:Summable@Column Start:Summable@Constant End:Summable@Constant LookBackWindow:Summable@Constant Step:Summable@Constant Dimension:NotDynamic{0,32767}@Column
    sql_request
      2 4 Custom | connection_string:string sql_query:string sql_parameters:DynamicBag{0,1} options:DynamicBag{0,1}
    mysql_request
      2 4 Custom | connection_string:string sql_query:string sql_parameters:DynamicBag{0,1} options:DynamicBag{0,1}
    postgresql_request hidden
      2 4 Custom | connection_string:string sql_query:string sql_parameters:DynamicBag{0,1} options:DynamicBag{0,1}
    dax_request hidden
      2 4 Custom | connection_string:string dax_query:string dax_parameters:DynamicBag{0,1} options:DynamicBag{0,1}
    ai_embed_text hidden obsolete use=ai_embeddings
      2 4 Custom | Text:Scalar@13 ConnectionString:string Options:DynamicBag{0,1} IncludeErrorMessages:bool{0,1}
    ai_chat_completion
      2 4 Custom | Prompt:DynamicArray@13 ConnectionString:string Options:DynamicBag{0,1} IncludeErrorMessages:bool{0,1}
    ai_chat_completion_prompt
      2 4 Custom | Prompt:string@13 ConnectionString:string Options:DynamicBag{0,1} IncludeErrorMessages:bool{0,1}
    ai_embeddings
      2 4 Custom | Text:Scalar@13 ConnectionString:string Options:DynamicBag{0,1} IncludeErrorMessages:bool{0,1}
    """
}
