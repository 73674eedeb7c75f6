// The names and signatures that Kusto documents, one a line below its name:
// fewest and most arguments, result, then parameters as name:type{fewest,most}@form=allowed/values.

extension FunctionSurface {
  /// Scalar functions.
  static let scalarText = """
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
    strcat
      1 64 string | arg:Scalar{1,64}
    strcat_array
      2 2 string | array:DynamicArray delimiter:Scalar
    array_strcat
      2 2 string | array:DynamicArray delimiter:Scalar
    strcat_delim
      3 65 string | delimiter:Scalar arg:Scalar{2,64}
    strcmp
      2 2 long | s1:Scalar s2:Scalar
    strrep
      2 3 string | value:Scalar multiplier:long delimiter:Scalar{0,1}
    strlen
      1 1 long | string:StringOrDynamic
    string_size
      1 1 long | string:StringOrDynamic
    toupper
      1 1 string | value:Scalar
    tolower
      1 1 string | value:Scalar
    to_utf8 hidden obsolete use=unicode_codepoints_from_string
      1 1 dynamic | value:Scalar
    unicode_codepoints_from_string
      1 1 dynamic | value:Scalar
    substring
      2 3 string | string:Scalar start:Integer length:Integer{0,1}
    regex_quote
      1 1 string | string:Scalar
    indexof
      2 5 long | string:Scalar match:Scalar start:Integer{0,1} length:Integer{0,1} occurrence:Integer{0,1}@Constant
    indexof_regex
      2 5 long | string:Scalar match:Scalar@Constant start:Integer{0,1} length:Integer{0,1} occurrence:Integer{0,1}@Constant
    has_any_index
      2 2 long | source:StringOrDynamic values:DynamicArray
    reverse
      1 1 string | value:Scalar
    split
      2 3 dynamic | source:Scalar delimiter:string requestedIndex:Integer{0,1}
    parse_command_line
      2 2 dynamic | command:Scalar parser:string
    extract
      3 3 string | regex:string@Constant captureGroup:long source:string
      4 4 ParameterNLiteral | regex:string@Constant captureGroup:long source:string typeLiteral:type@Literal
    extractall hidden obsolete use=extract_all
      2 2 dynamic | regex:string@Constant source:string
      3 3 dynamic | regex:string@Constant captureGroups:DynamicArray source:string
    extract_all
      2 2 dynamic | regex:string@Constant source:string
      3 3 dynamic | regex:string@Constant captureGroups:DynamicArray source:string
    extractjson
      2 2 string | jsonPath:string@Constant jsonText:string
      3 3 ParameterNLiteral | jsonPath:string@Constant jsonText:string type:type@Literal
    extract_json
      2 2 string | jsonPath:string@Constant jsonText:string
      3 3 ParameterNLiteral | jsonPath:string@Constant jsonText:string type:type@Literal
    replace hidden obsolete use=replace_regex' or 'replace_string
      3 3 string | regex:string@Constant rewrite:string@Constant source:string
    replace_regex
      3 3 string | source:string lookup_regex:string@Constant rewrite_pattern:string@Constant
    replace_string
      3 3 string | text:string lookup:string rewrite:string
    replace_strings
      3 3 string | text:string lookups:DynamicArray rewrites:DynamicArray
    trim_start
      2 2 string | regex:string@Constant source:string
    trim_end
      2 2 string | regex:string@Constant source:string
    trim
      2 2 string | regex:string@Constant source:string
    countof
      2 3 long | source:string search:string kind:string{0,1}@Literal=normal/regex
    translate
      3 3 string | searchList:string replacementList:string source:string
    make_string hidden obsolete use=unicode_codepoints_to_string
      1 32767 string | value:IntegerOrArray{1,32767}
    unicode_codepoints_to_string
      1 32767 string | value:IntegerOrArray{1,32767}
    datetime_local_to_utc
      2 2 datetime | from:datetime timezone:string
    datetime_utc_to_local
      2 2 datetime | from:datetime timezone:string
    datetime_list_timezones
      0 0 dynamic | 
    tostring
      1 1 string | value:Scalar
    tohex
      1 2 string | value:Integer minLength:Integer{0,1}
    todynamic
      1 1 dynamic | value:string
    toobject hidden obsolete use=todynamic
      1 1 dynamic | value:string
    tolong
      1 1 long | value:Scalar
    toint
      1 1 int | value:Scalar
    toreal
      1 1 real | value:Scalar
    todouble
      1 1 real | value:Scalar
    todatetime
      1 1 datetime | value:Scalar
    totimespan
      1 1 timespan | value:Scalar
    totime hidden obsolete use=totimespan
      1 1 timespan | value:Scalar
    tobool
      1 1 bool | value:Scalar
    toboolean
      1 1 bool | value:Scalar
    todecimal
      1 1 decimal | value:Scalar
    toguid
      1 1 guid | value:StringOrDynamic
    gettype
      1 1 string | value:Scalar
    url_encode
      1 1 string | url:string
    url_encode_component
      1 1 string | url:string
    url_decode
      1 1 string | encoded_url:string
    base64_encodestring hidden obsolete use=base64_encode_tostring
      1 1 string | string:string
    base64_encode_tostring
      1 1 string | string:string
    base64_decode_toarray
      1 1 dynamic | base64_string:string
    base64_encode_fromarray
      1 1 string | base64_string_decoded_as_array:DynamicArray
    base64_decodestring hidden obsolete use=base64_decode_tostring
      1 1 string | base64_string:string
    base64_decode_tostring
      1 1 string | base64_string:string
    base64_decode_toguid
      1 1 guid | base64_string:string
    base64_encode_fromguid
      1 1 string | guid:guid
    zlib_decompress_from_base64_string
      1 1 string | string:string
    zlib_compress_to_base64_string
      1 1 string | string:string
    gzip_decompress_from_base64_string
      1 1 string | string:string
    gzip_compress_to_base64_string
      1 1 string | string:string
    __lz4_compress_dynamic_array_to_base64_string hidden
      1 1 string | dynamic:DynamicArray
    parse_csv
      1 1 dynamic | csv_text:StringOrDynamic
    parsejson hidden obsolete use=parse_json
      1 1 dynamic | json_text:StringOrDynamic
    parse_json
      1 1 dynamic | json_text:StringOrDynamic
    parse_xml
      1 1 dynamic | xml_text:StringOrDynamic
    parseurl hidden obsolete use=parse_url
      1 1 dynamic | url:string
    parse_url
      1 1 dynamic | url:string
    parseurlquery hidden obsolete use=parse_urlquery
      1 1 dynamic | query:string
    parse_urlquery
      1 1 dynamic | query:string
    parse_ipv4
      1 1 long | ip:string
    parse_ipv4_mask
      2 2 long | ip:string prefix:long
    parse_ipv6
      1 1 string | ip:string
    parse_ipv6_mask
      2 2 string | ip:string prefix:long
    parse_path
      1 1 dynamic | path:string
    parse_user_agent
      1 2 dynamic | user_agent:string look_for:StringOrArray{0,1}
    parse_version
      1 1 decimal | version:string
    format_datetime
      2 2 string | date:datetime format:string@LiteralNotEmpty
    format_timespan
      2 2 string | timespan:timespan format:string@LiteralNotEmpty
    make_datetime
      3 6 datetime | year:Number month:Number day:Number hour:Number{0,1} minute:Number{0,1} second:Number{0,1}
      1 1 datetime | value:Scalar
    make_timespan
      4 4 timespan | days:Integer hours:Integer minutes:Integer seconds:Number
      2 3 timespan | hours:Integer minutes:Integer seconds:Number{0,1}
      1 1 timespan | value:Scalar
    datetime_add
      3 3 datetime | part:string@Literal=year/quarter/month/week/day/hour/minute/second/millisecond/microsecond/nanosecond value:Integer datetime:datetime
    datetime_diff
      3 3 long | part:string@Literal=year/quarter/month/week/day/hour/minute/second/millisecond/microsecond/nanosecond datetime1:datetime datetime2:datetime
    dayofweek
      1 1 timespan | date:datetime
    dayofmonth
      1 1 int | date:datetime
    dayofyear
      1 1 int | date:datetime
    hourofday
      1 1 int | date:datetime
    weekofyear hidden obsolete use=week_of_year
      1 1 int | date:datetime
    week_of_year
      1 1 int | date:datetime
    monthofyear
      1 1 int | date:datetime
    startofday
      1 2 datetime | date:datetime offset:long{0,1}
    startofweek
      1 2 datetime | date:datetime offset:long{0,1}
    startofmonth
      1 2 datetime | date:datetime offset:long{0,1}
    startofyear
      1 2 datetime | date:datetime offset:long{0,1}
    endofday
      1 2 datetime | date:datetime offset:long{0,1}
    endofweek
      1 2 datetime | date:datetime offset:long{0,1}
    endofmonth
      1 2 datetime | date:datetime offset:long{0,1}
    endofyear
      1 2 datetime | date:datetime offset:long{0,1}
    getyear
      1 1 int | date:datetime
    getmonth
      1 1 int | date:datetime
    datepart hidden obsolete use=datetime_part
      2 2 int | part:string@Literal=year/quarter/month/week_of_year/day/dayofyear/hour/minute/second/millisecond/microsecond/nanosecond date:datetime
    datetime_part
      2 2 int | part:string@Literal=year/quarter/month/week_of_year/day/dayofyear/hour/minute/second/millisecond/microsecond/nanosecond date:datetime
    now
      0 1 datetime | offset:timespan{0,1}
    ago
      1 1 datetime | timespan:timespan
    unixtime_seconds_todatetime
      1 1 datetime | number:Number
    unixtime_milliseconds_todatetime
      1 1 datetime | number:Number
    unixtime_microseconds_todatetime
      1 1 datetime | number:Number
    unixtime_nanoseconds_todatetime
      1 1 datetime | number:Number
    __hash_crc32 hidden
      3 3 long | source:NotDynamic mod:Integer seed:Integer
    __hash_djb2 hidden
      1 2 long | source:NotDynamic mod:Integer{0,1}
    hash
      1 2 long | source:NotDynamic mod:Integer{0,1}
    hash_sha256
      1 1 string | source:NotDynamic
    hash_md5
      1 1 string | source:NotDynamic
    hash_sha1
      1 1 string | source:NotDynamic
    hash_xxhash64
      1 2 long | source:NotDynamic mod:Integer{0,1}
    __hash_xxh64 hidden
      3 3 long | source:NotDynamic mod:Integer seed:Integer
    hash_combine
      2 32767 long | source:Scalar{2,32767}
    hash_many
      1 32767 long | source:NotDynamic{1,32767}
    __hash_many_crc32 hidden
      1 2 long | arg:Scalar{1,2}
    iif
      3 3 CommonNonDynamic | if:bool then:CommonScalarOrDynamic else:CommonScalarOrDynamic
    iff
      3 3 CommonNonDynamic | if:bool then:CommonScalarOrDynamic else:CommonScalarOrDynamic
    case
      3 65535 CommonNonDynamic | predicate:bool{1,32767} then:CommonScalarOrDynamic{1,32767} else:CommonScalarOrDynamic
    assert
      2 2 bool | predicate:bool message:string
    bin
      2 2 Widest | value:Number roundTo:Number
      2 2 timespan | value:timespan roundTo:timespan
      2 2 datetime | value:datetime roundTo:datetime
      2 2 datetime | value:datetime roundTo:timespan
    floor
      2 2 Widest | value:Number roundTo:Number
      2 2 timespan | value:timespan roundTo:timespan
      2 2 datetime | value:datetime roundTo:datetime
      2 2 datetime | value:datetime roundTo:timespan
    bin_at
      3 3 Widest | value:Number bin_size:Number fixed_point:Number
      3 3 timespan | value:timespan bin_size:Number fixed_point:timespan
      3 3 timespan | value:timespan bin_size:timespan fixed_point:timespan
      3 3 datetime | value:datetime bin_size:Summable fixed_point:datetime
    bin_auto hidden
      1 1 Custom | value:Summable
    not
      1 1 bool | expression:bool
    notnull hidden obsolete use=isnotnull
      1 1 bool | expression:Scalar
    isnotnull
      1 1 bool | expression:Scalar
    isnull
      1 1 bool | expression:Scalar
    notempty hidden obsolete use=isnotempty
      1 1 bool | value:Scalar
    iscolumnexists hidden
      1 1 bool | column_name:string@Constant
    isascii
      1 1 bool | value:Scalar
    isutf8
      1 1 bool | value:Scalar
    isnotempty
      1 1 bool | value:Scalar
    isempty
      1 1 bool | value:Scalar
    columnifexists hidden obsolete use=column_ifexists
      2 2 Parameter1 | column_name:string@Constant defaultValue:Scalar
    column_ifexists
      2 2 Parameter1 | column_name:string@Constant defaultValue:Scalar
    around
      3 3 bool | value:Scalar center:Scalar delta:Scalar
    binary_and
      2 2 long | value1:Integer value2:Integer
    binary_or
      2 2 long | value1:Integer value2:Integer
    binary_xor
      2 2 long | value1:Integer value2:Integer
    binary_not
      1 1 long | value:Integer
    binary_shift_right
      2 2 long | value:Integer shift:Integer
    binary_shift_left
      2 2 long | value:Integer shift:Integer
    bitset_count_ones
      1 1 long | value:Integer
    treepath
      1 1 dynamic | object:DynamicBag
    repeat
      2 2 Parameter0Array | value:Scalar count:long
    arraylength hidden obsolete use=array_length
      1 1 long | array:DynamicArray
    array_length
      1 1 long | array:DynamicArray
    range
      2 3 Parameter0Array | start:Summable stop:Summable step:Summable{0,1}
    array_concat
      1 64 Custom | array:DynamicArray{1,64}
    array_iif hidden
      3 3 Custom | condition_array:DynamicArray when_true:Scalar when_false:Scalar
    array_iff
      3 3 Custom | condition_array:DynamicArray when_true:Scalar when_false:Scalar
    array_index_of
      2 5 long | array:DynamicArray value:Scalar start:Integer{0,1} length:Integer{0,1} occurrence:Integer{0,1}@Constant
    array_slice
      3 3 Parameter0 | array:DynamicArray start:Integer end:Integer
    array_split
      2 2 Parameter0 | array:DynamicArray index:Integer
      2 2 Parameter0 | array:DynamicArray indices:DynamicArray
    array_shift_left
      2 3 Parameter0 | array:DynamicArray shift_count:Integer default_value:Scalar{0,1}
    array_shift_right
      2 3 Parameter0 | array:DynamicArray shift_count:Integer default_value:Scalar{0,1}
    array_reverse
      1 1 Parameter0 | value:DynamicArray
    array_rotate_left
      2 2 Parameter0 | array:DynamicArray rotate_count:Integer
    array_rotate_right
      2 2 Parameter0 | array:DynamicArray rotate_count:Integer
    array_sort_asc
      1 64 Custom | arrays:DynamicArray{1,64}
      2 65 Custom | arrays:DynamicArray{1,64} nulls_last:bool@Constant
    array_sort_desc
      1 64 Custom | arrays:DynamicArray{1,64}
      2 65 Custom | arrays:DynamicArray{1,64} nulls_last:bool@Constant
    bag_keys
      1 1 dynamic | object:DynamicBag
    zip
      2 64 dynamic | array:DynamicArray{2,64}
    pack hidden obsolete use=bag_pack
      2 65534 Custom | key:string{1,32767} value:Scalar{1,32767}
    pack_dictionary hidden obsolete use=bag_pack
      2 65534 Custom | key:string{1,32767} value:Scalar{1,32767}
    bag_pack
      2 65534 Custom | key:string{1,32767} value:Scalar{1,32767}
    bag_pack_columns
      1 32767 Custom | value:Scalar{1,32767}@Column
    pack_all
      0 1 Custom | ignore_null_empty:Scalar{0,1}@Literal
    pack_array
      1 32767 Custom | value:Scalar{1,32767}
      1 1 Custom | value:Scalar@StarOnly
    set_has_element
      2 2 bool | set:DynamicArray value:Scalar
    set_union
      2 64 Custom | set:DynamicArray{2,64}
    set_intersect
      2 64 Custom | set:DynamicArray{2,64}
    set_difference
      2 64 Custom | set:DynamicArray{2,64}
    set_equals
      2 2 bool | set1:DynamicArray set2:DynamicArray
    bag_merge
      2 64 Custom | bag:DynamicBag{2,64}
    dynamic_to_json
      1 1 string | dynamic:Scalar
    bag_remove_keys
      2 2 Custom | bag:DynamicBag keys:DynamicArray
    bag_has_key
      2 2 bool | bag:DynamicBag key:string
    jaccard_index
      2 2 dynamic | set:DynamicArray{2,2}
    bag_set_key
      3 3 Custom | bag:DynamicBag key:string@Constant value:Scalar
    bag_zip
      2 2 dynamic | keys:DynamicArray values:DynamicArray
    punycode_to_string
      1 1 string | string:string
    punycode_from_string
      1 1 string | string:string
    punycode_domain_from_string
      1 1 string | string:string
    punycode_domain_to_string
      1 1 string | string:string
    percentile_tdigest
      2 2 dynamic | tdigest:DynamicArray percentile1:real
      3 3 ParameterNLiteral | tdigest:DynamicArray percentile1:real type:type@Literal
    percentiles_array_tdigest
      2 32768 dynamic | tdigest:DynamicArray percentile:real{1,32767}
      2 2 dynamic | tdigest:DynamicArray percentiles:DynamicArray
      3 3 dynamic | tdigest:DynamicArray percentiles:DynamicArray type:type@Literal
    percentrank_tdigest
      2 2 real | digest:DynamicArray value:Scalar
    rank_tdigest
      2 2 real | digest:DynamicArray value:Scalar
    tdigest_isvalid hidden
      2 2 bool | digest:DynamicArray value:Scalar
    hll_isvalid hidden
      2 2 bool | hll:DynamicArray value:Scalar
    tdigest_merge
      2 16 dynamic | tdigest:DynamicArray{2,16}
    merge_tdigest
      2 16 dynamic | tdigest:DynamicArray{2,16}
    hll_merge
      2 16 dynamic | hll:DynamicArray{2,16}
    dcount_hll
      1 1 long | hll:DynamicArray
    __hll_normalize hidden
      2 16 dynamic | hll:dynamic{2,16}
    series_fir
      2 4 dynamic | series:DynamicArray filter:DynamicArray normalize:bool{0,1} center:bool{0,1}
    series_stats
      1 2 Custom | series:DynamicArray ignore_nonfinite:bool{0,1}@Constant
    series_stats_dynamic
      1 2 Custom | series:DynamicArray ignore_nonfinite:bool{0,1}@Constant
    series_fft
      1 2 Custom | series:DynamicArray series_imaginary:DynamicArray{0,1}
    series_ifft
      1 2 Custom | series:DynamicArray series_imaginary:DynamicArray{0,1}
    series_fit_line
      1 1 Custom | series:DynamicArray
    series_fit_line_dynamic
      1 1 Custom | series:DynamicArray
    series_fit_2lines
      1 1 Custom | array:DynamicArray
    series_fit_2lines_dynamic
      1 1 Custom | series:DynamicArray
    series_outliers
      1 3 Parameter0 | series:DynamicArray kind:string{0,1} ignore_val:Number{0,1}
      4 6 Parameter0 | series:DynamicArray kind:string ignore_val:real min_percentile:real max_percentile:real{0,1} test_points:Integer{0,1}
    series_iir
      3 3 dynamic | series:DynamicArray numerators:DynamicArray denominators:DynamicArray
    series_periods_detect
      4 4 Custom | series:DynamicArray min_period:Number max_period:Number num_periods:long
    series_periods_validate
      2 17 Custom | series:DynamicArray period:Number{1,16}
    series_fill_backward
      1 2 Parameter0 | series:DynamicArray missing_value_placeholder:Number{0,1}
    series_fill_forward
      1 2 Parameter0 | series:DynamicArray missing_value_placeholder:Number{0,1}
    series_fill_const
      1 3 Parameter0 | series:DynamicArray constant_value:Number{0,1} missing_value_placeholder:Number{0,1}
    series_fill_linear
      1 4 Parameter0 | series:DynamicArray missing_value_placeholder:Number{0,1} fill_edges:bool{0,1} constant_value:Number{0,1}
    series_fit_poly
      1 3 Custom | y_series:DynamicArray x_series:DynamicArray{0,1} degree:Integer{0,1}
    series_add
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_subtract
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_multiply
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_divide
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_pow
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_greater
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_greater_equals
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_less
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_less_equals
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_equals
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_not_equals
      2 2 dynamic | series1:DynamicArray series2:DynamicArray
      2 2 dynamic | series1:DynamicArray series2:Number
      2 2 dynamic | series1:Number series2:DynamicArray
    series_exp
      1 1 dynamic | series:DynamicArray
    series_sign
      1 1 dynamic | series:DynamicArray
    series_abs
      1 1 Parameter0 | series:DynamicArray
    series_sin
      1 1 dynamic | series:DynamicArray
    series_asin
      1 1 dynamic | series:DynamicArray
    series_cos
      1 1 dynamic | series:DynamicArray
    series_acos
      1 1 dynamic | series:DynamicArray
    series_tan
      1 1 dynamic | series:DynamicArray
    series_atan
      1 1 dynamic | series:DynamicArray
    series_magnitude
      1 1 real | series:DynamicArray
    series_sum
      1 1 real | series:DynamicArray
    series_product
      1 1 real | series:DynamicArray
    series_log
      1 1 dynamic | series:DynamicArray
    series_floor
      1 1 dynamic | series:DynamicArray
    series_ceiling
      1 1 Parameter0 | series:DynamicArray
    array_sum hidden obsolete use=series_sum
      1 1 real | array:DynamicArray
    series_seasonal
      1 1 dynamic | series:DynamicArray
      2 2 dynamic | series:DynamicArray period:Integer
      3 3 dynamic | series:DynamicArray period:Integer test_points:Integer
    series_decompose
      1 5 Custom | series:DynamicArray period:Integer{0,1} trend:string{0,1} test_points:Integer{0,1} seasonality_threshold:Number{0,1}
    series_decompose_forecast
      2 5 Custom | series:DynamicArray test_points:Integer period:Integer{0,1} trend:string{0,1} seasonality_threshold:Number{0,1}
    series_decompose_anomalies
      1 7 Custom | series:DynamicArray threshold:Number{0,1} period:Integer{0,1} trend:string{0,1} test_points:Integer{0,1} method:string{0,1} seasonality_threshold:Number{0,1}
    series_pearson_correlation
      2 2 real | series1:DynamicArray series2:DynamicArray
    series_dot_product
      2 2 real | series1:DynamicArray series2:DynamicArray
      2 2 real | series1:DynamicArray series2:Number
      2 2 real | series1:Number series2:DynamicArray
    series_cosine_similarity
      2 4 real | series1:DynamicArray series2:DynamicArray series1_magnitude:real{0,1} series2_magnitude:real{0,1}
    round
      1 2 Parameter0 | number:Number precision:long{0,1}@Constant
    ceiling
      1 1 Parameter0 | number:Number
    pow
      2 2 real | base:Number exponent:Number
    sqrt
      1 1 real | number:Number
    log
      1 1 real | number:Number
    log2
      1 1 real | number:Number
    log10
      1 1 real | number:Number
    exp
      1 1 real | number:Number
    exp2
      1 1 real | number:Number
    exp10
      1 1 real | number:Number
    pi
      0 0 real | 
    cos
      1 1 real | number:Number
    sin
      1 1 real | number:Number
    tan
      1 1 real | number:Number
    acos
      1 1 real | number:Number
    asin
      1 1 real | number:Number
    atan
      1 1 real | number:Number
    atan2
      2 2 real | y:Number x:Number
    abs
      1 1 long | number:Integer
      1 1 Parameter0 | number:Number
      1 1 timespan | number:timespan
    cot
      1 1 real | number:Number
    degrees
      1 1 real | radians:Number
    radians
      1 1 real | degrees:Number
    sign
      1 1 real | number:Number
    rand
      0 1 real | number:Integer{0,1}
    beta_cdf
      3 3 real | x:Number alpha:Number beta:Number
    beta_inv
      3 3 real | probability:Number alpha:Number beta:Number
    beta_pdf
      3 3 real | x:Number alpha:Number beta:Number
    gamma
      1 1 real | number:Number
    loggamma
      1 1 real | number:Number
    erf
      1 1 real | number:Number
    erfc
      1 1 real | number:Number
    isnan
      1 1 bool | number:real
    isinf
      1 1 bool | number:real
    isfinite
      1 1 bool | number:real
    coalesce
      2 64 Common | arg:CommonScalar{2,64}
    max_of
      2 64 Common | arg:CommonOrderable{2,64}
    min_of
      2 64 Common | arg:CommonOrderable{2,64}
    welch_test
      6 6 real | mean1:Number variance1:Number count1:Number mean2:Number variance2:Number count2:Number
    geo_from_wkt
      1 1 dynamic | wkt:StringOrArray
    geo_angle
      6 6 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number p3_longitude:Number p3_latitude:Number
    geo_azimuth
      4 4 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number
    geo_closest_point_on_line
      3 3 dynamic | longitude:Number latitude:Number lineString:DynamicBag
    geo_closest_point_on_polygon
      3 3 dynamic | longitude:Number latitude:Number polygon:DynamicBag
    geo_distance_2points
      4 5 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number use_spheroid:NumberOrBool{0,1}
    geo_distance_point_to_line
      3 3 real | longitude:Number latitude:Number lineString:DynamicBag
    geo_distance_point_to_polygon
      3 3 real | longitude:Number latitude:Number polygon:DynamicBag
    geo_point_in_circle
      5 5 bool | p_longitude:Number p_latitude:Number pc_longitude:Number pc_latitude:Number c_radius:Number
    geo_point_in_polygon
      3 3 bool | longitude:Number latitude:Number polygon:DynamicBag
    geo_intersects_2lines
      2 2 bool | lineString1:DynamicBag lineString2:DynamicBag
    geo_intersects_line_with_polygon
      2 2 bool | lineString:DynamicBag polygon:DynamicBag
    geo_intersects_2polygons
      2 2 bool | polygon1:DynamicBag polygon2:DynamicBag
    geo_intersection_2lines
      2 2 dynamic | lineString1:DynamicBag lineString2:DynamicBag
    geo_intersection_line_with_polygon
      2 2 dynamic | lineString:DynamicBag polygon:DynamicBag
    geo_intersection_2polygons
      2 2 dynamic | polygon1:DynamicBag polygon2:DynamicBag
    geo_union_polygons_array
      1 1 dynamic | polygons:DynamicArray
    geo_simplify_polygons_array
      1 2 dynamic | polygons:DynamicArray tolerance:Number{0,1}
    geo_union_lines_array
      1 1 dynamic | lineStrings:DynamicArray
    geo_polygon_to_h3cells
      1 3 dynamic | polygon:DynamicBag resolution:Number{0,1} radius:Number{0,1}
    geo_polygon_to_s2cells
      1 3 dynamic | polygon:DynamicBag level:Number{0,1} radius:Number{0,1}
    __geo_polygon_s2cell_covering_level hidden
      1 1 int | polygon:DynamicBag
    geo_polygon_densify
      1 3 dynamic | polygon:DynamicBag tolerance:Number{0,1} preserve_crossing:NumberOrBool{0,1}
    geo_polygon_area
      1 1 real | polygon:DynamicBag
    geo_polygon_buffer
      2 3 dynamic | polygon:DynamicBag radius:Number tolerance:Number{0,1}
    geo_polygon_centroid
      1 1 dynamic | polygon:DynamicBag
    __geo_polygon_validate hidden
      1 1 string | polygon:DynamicBag
    geo_polygon_perimeter
      1 1 real | polygon:DynamicBag
    geo_polygon_simplify
      1 2 dynamic | polygon:DynamicBag tolerance:Number{0,1}
    __geo_line_s2cell_covering_level hidden
      1 1 int | lineString:DynamicBag
    geo_line_length
      1 1 real | lineString:DynamicBag
    geo_line_buffer
      2 3 dynamic | lineString:DynamicBag radius:Number tolerance:Number{0,1}
    geo_line_centroid
      1 1 dynamic | lineString:DynamicBag
    geo_line_densify
      1 3 dynamic | lineString:DynamicBag tolerance:Number{0,1} preserve_crossing:NumberOrBool{0,1}
    geo_line_simplify
      1 2 dynamic | lineString:DynamicBag tolerance:Number{0,1}
    geo_line_locate_point
      3 4 real | lineString:DynamicBag longitude:Number latitude:Number use_spheroid:NumberOrBool{0,1}
    geo_line_interpolate_point
      2 2 dynamic | lineString:DynamicBag fraction:Number
    __geo_line_validate hidden
      1 1 string | lineString:DynamicBag
    geo_line_to_s2cells
      1 3 dynamic | lineString:DynamicBag level:Number{0,1} radius:Number{0,1}
    __geo_length_to_s2cell_level hidden
      1 1 int | length:Number
    geo_point_to_geohash
      2 3 string | longitude:Number latitude:Number accuracy:Number{0,1}
    geo_geohash_to_central_point
      1 1 dynamic | geohash:string
    geo_geohash_to_polygon
      1 1 dynamic | geohash:string
    geo_geohash_neighbors
      1 1 dynamic | geohash:string
    geo_point_buffer
      3 4 dynamic | longitude:Number latitude:Number radius:Number tolerance:Number{0,1}
    geo_point_to_s2cell
      2 3 string | longitude:Number latitude:Number level:Number{0,1}
    geo_s2cell_to_central_point
      1 1 dynamic | s2cell:string
    geo_s2cell_to_polygon
      1 1 dynamic | s2cell:string
    geo_s2cell_neighbors
      1 1 dynamic | s2cell:string
    geo_point_to_h3cell
      2 3 string | longitude:Number latitude:Number resolution:Number{0,1}
    geo_h3cell_to_central_point
      1 1 dynamic | h3cell:string
    geo_h3cell_to_polygon
      1 1 dynamic | h3cell:string
    geo_h3cell_neighbors
      1 1 dynamic | h3cell:string
    geo_h3cell_children
      1 2 dynamic | h3cell:string resolution:Number{0,1}
    geo_h3cell_parent
      1 2 string | h3cell:string resolution:Number{0,1}
    geo_h3cell_rings
      2 2 dynamic | h3cell:string distance:Number
    geo_h3cell_level
      1 1 int | h3cell:string
    all
      2 2 bool | pattern_element:Scalar expression:bool@Expression_Parameter0_Element
    any
      2 2 bool | pattern_element:Scalar expression:bool@Expression_Parameter0_Element
    map
      2 2 Custom | pattern_element:Scalar expression:Scalar@Expression_Parameter0_Element
    inner_nodes
      1 1 Custom | edge:Scalar
    node_id
      0 1 string | node:Scalar{0,1}
    node_degree_in
      0 1 long | node:Scalar{0,1}
    node_degree_out
      0 1 long | node:Scalar{0,1}
    labels
      0 1 dynamic | pattern_element:Scalar{0,1}
    ipv4_compare
      2 3 long | ip1:string ip2:string prefix:long{0,1}
    ipv4_is_match
      2 3 bool | ip1:string ip2:string prefix:long{0,1}
    ipv6_compare
      2 3 long | ip1:string ip2:string prefix:long{0,1}
    ipv4_is_private
      1 1 bool | ip:string
    ipv6_is_match
      2 3 bool | ip1:string ip2:string prefix:long{0,1}
    ipv6_is_in_range
      2 2 bool | ip:string ip_range:string
    ipv6_is_in_any_range
      2 32768 bool | ip:StringOrDynamic ranges:string{1,32767}
      2 2 bool | ip:StringOrDynamic ranges:DynamicArray
    ipv4_is_in_range
      2 2 bool | ip:string ip_range:string
    ipv4_is_in_any_range
      2 32768 bool | ip:StringOrDynamic ranges:string{1,32767}
      2 2 bool | ip:StringOrDynamic ranges:DynamicArray
    ipv4_netmask_suffix
      1 1 long | ip:string
    __ipv6_lookup_ranges hidden
      2 2 dynamic | ip:StringOrDynamic ranges:DynamicArray
    format_ipv4
      1 2 string | ip:Scalar prefix:long{0,1}
    format_ipv4_mask
      1 2 string | ip:Scalar prefix:long{0,1}
    format_bytes
      1 3 string | size:Number precision:Number{0,1}@Constant format:string{0,1}@Constant
    convert_angle
      3 3 real | value:real from:string=Arcminute/Arcsecond/Centiradian/Deciradian/Degree/Gradian/Microdegree/Microradian/Millidegree/Milliradian/Nanodegree/Nanoradian/NatoMil/Radian/Revolution/Tilt to:string=Arcminute/Arcsecond/Centiradian/Deciradian/Degree/Gradian/Microdegree/Microradian/Millidegree/Milliradian/Nanodegree/Nanoradian/NatoMil/Radian/Revolution/Tilt
    convert_energy
      3 3 real | value:real from:string=BritishThermalUnit/Calorie/DecathermEc/DecathermImperial/DecathermUs/ElectronVolt/Erg/FootPound/GigabritishThermalUnit/GigaelectronVolt/Gigajoule/GigawattDay/GigawattHour/HorsepowerHour/Joule/KilobritishThermalUnit/Kilocalorie/KiloelectronVolt/Kilojoule/KilowattDay/KilowattHour/MegabritishThermalUnit/Megacalorie/MegaelectronVolt/Megajoule/MegawattDay/MegawattHour/Millijoule/TeraelectronVolt/TerawattDay/TerawattHour/ThermEc/ThermImperial/ThermUs/WattDay/WattHour to:string=BritishThermalUnit/Calorie/DecathermEc/DecathermImperial/DecathermUs/ElectronVolt/Erg/FootPound/GigabritishThermalUnit/GigaelectronVolt/Gigajoule/GigawattDay/GigawattHour/HorsepowerHour/Joule/KilobritishThermalUnit/Kilocalorie/KiloelectronVolt/Kilojoule/KilowattDay/KilowattHour/MegabritishThermalUnit/Megacalorie/MegaelectronVolt/Megajoule/MegawattDay/MegawattHour/Millijoule/TeraelectronVolt/TerawattDay/TerawattHour/ThermEc/ThermImperial/ThermUs/WattDay/WattHour
    convert_force
      3 3 real | value:real from:string=Decanewton/Dyn/KilogramForce/Kilonewton/KiloPond/KilopoundForce/Meganewton/Micronewton/Millinewton/Newton/OunceForce/Poundal/PoundForce/ShortTonForce/TonneForce to:string=Decanewton/Dyn/KilogramForce/Kilonewton/KiloPond/KilopoundForce/Meganewton/Micronewton/Millinewton/Newton/OunceForce/Poundal/PoundForce/ShortTonForce/TonneForce
    convert_length
      3 3 real | value:real from:string=Angstrom/AstronomicalUnit/Centimeter/Chain/DataMile/Decameter/Decimeter/DtpPica/DtpPoint/Fathom/Foot/Hand/Hectometer/Inch/KilolightYear/Kilometer/Kiloparsec/LightYear/MegalightYear/Megaparsec/Meter/Microinch/Micrometer/Mil/Mile/Millimeter/Nanometer/NauticalMile/Parsec/PrinterPica/PrinterPoint/Shackle/SolarRadius/Twip/UsSurveyFoot/Yard to:string=Angstrom/AstronomicalUnit/Centimeter/Chain/DataMile/Decameter/Decimeter/DtpPica/DtpPoint/Fathom/Foot/Hand/Hectometer/Inch/KilolightYear/Kilometer/Kiloparsec/LightYear/MegalightYear/Megaparsec/Meter/Microinch/Micrometer/Mil/Mile/Millimeter/Nanometer/NauticalMile/Parsec/PrinterPica/PrinterPoint/Shackle/SolarRadius/Twip/UsSurveyFoot/Yard
    convert_mass
      3 3 real | value:real from:string=Centigram/Decagram/Decigram/EarthMass/Grain/Gram/Hectogram/Kilogram/Kilopound/Kilotonne/LongHundredweight/LongTon/Megapound/Megatonne/Microgram/Milligram/Nanogram/Ounce/Pound/ShortHundredweight/ShortTon/Slug/SolarMass/Stone/Tonne to:string=Centigram/Decagram/Decigram/EarthMass/Grain/Gram/Hectogram/Kilogram/Kilopound/Kilotonne/LongHundredweight/LongTon/Megapound/Megatonne/Microgram/Milligram/Nanogram/Ounce/Pound/ShortHundredweight/ShortTon/Slug/SolarMass/Stone/Tonne
    convert_speed
      3 3 real | value:real from:string=CentimeterPerHour/CentimeterPerMinute/CentimeterPerSecond/DecimeterPerMinute/DecimeterPerSecond/FootPerHour/FootPerMinute/FootPerSecond/InchPerHour/InchPerMinute/InchPerSecond/KilometerPerHour/KilometerPerMinute/KilometerPerSecond/Knot/MeterPerHour/MeterPerMinute/MeterPerSecond/MicrometerPerMinute/MicrometerPerSecond/MilePerHour/MillimeterPerHour/MillimeterPerMinute/MillimeterPerSecond/NanometerPerMinute/NanometerPerSecond/UsSurveyFootPerHour/UsSurveyFootPerMinute/UsSurveyFootPerSecond/YardPerHour/YardPerMinute/YardPerSecond to:string=CentimeterPerHour/CentimeterPerMinute/CentimeterPerSecond/DecimeterPerMinute/DecimeterPerSecond/FootPerHour/FootPerMinute/FootPerSecond/InchPerHour/InchPerMinute/InchPerSecond/KilometerPerHour/KilometerPerMinute/KilometerPerSecond/Knot/MeterPerHour/MeterPerMinute/MeterPerSecond/MicrometerPerMinute/MicrometerPerSecond/MilePerHour/MillimeterPerHour/MillimeterPerMinute/MillimeterPerSecond/NanometerPerMinute/NanometerPerSecond/UsSurveyFootPerHour/UsSurveyFootPerMinute/UsSurveyFootPerSecond/YardPerHour/YardPerMinute/YardPerSecond
    convert_temperature
      3 3 real | value:real from:string=DegreeCelsius/DegreeDelisle/DegreeFahrenheit/DegreeNewton/DegreeRankine/DegreeReaumur/DegreeRoemer/Kelvin/MillidegreeCelsius/SolarTemperature to:string=DegreeCelsius/DegreeDelisle/DegreeFahrenheit/DegreeNewton/DegreeRankine/DegreeReaumur/DegreeRoemer/Kelvin/MillidegreeCelsius/SolarTemperature
    convert_volume
      3 3 real | value:real from:string=AcreFoot/AuTablespoon/BoardFoot/Centiliter/CubicCentimeter/CubicDecimeter/CubicFoot/CubicHectometer/CubicInch/CubicKilometer/CubicMeter/CubicMicrometer/CubicMile/CubicMillimeter/CubicYard/Decaliter/DecausGallon/Deciliter/DeciusGallon/HectocubicFoot/HectocubicMeter/Hectoliter/HectousGallon/ImperialBeerBarrel/ImperialGallon/ImperialOunce/ImperialPint/KilocubicFoot/KilocubicMeter/KiloimperialGallon/Kiloliter/KilousGallon/Liter/MegacubicFoot/MegaimperialGallon/Megaliter/MegausGallon/MetricCup/MetricTeaspoon/Microliter/Milliliter/OilBarrel/UkTablespoon/UsBeerBarrel/UsCustomaryCup/UsGallon/UsLegalCup/UsOunce/UsPint/UsQuart/UsTablespoon/UsTeaspoon to:string=AcreFoot/AuTablespoon/BoardFoot/Centiliter/CubicCentimeter/CubicDecimeter/CubicFoot/CubicHectometer/CubicInch/CubicKilometer/CubicMeter/CubicMicrometer/CubicMile/CubicMillimeter/CubicYard/Decaliter/DecausGallon/Deciliter/DeciusGallon/HectocubicFoot/HectocubicMeter/Hectoliter/HectousGallon/ImperialBeerBarrel/ImperialGallon/ImperialOunce/ImperialPint/KilocubicFoot/KilocubicMeter/KiloimperialGallon/Kiloliter/KilousGallon/Liter/MegacubicFoot/MegaimperialGallon/Megaliter/MegausGallon/MetricCup/MetricTeaspoon/Microliter/Milliliter/OilBarrel/UkTablespoon/UsBeerBarrel/UsCustomaryCup/UsGallon/UsLegalCup/UsOunce/UsPint/UsQuart/UsTablespoon/UsTeaspoon
    current_cluster_endpoint
      0 0 string | 
    current_database
      0 0 string | 
    current_principal
      0 0 string | 
    current_principal_details
      0 0 dynamic | 
    current_principal_is_member_of
      1 64 bool | group:StringOrArray{1,64}
    extent_id
      0 0 guid | 
    extentid hidden obsolete use=extent_id
      0 0 guid | 
    extent_tags
      0 0 dynamic | 
    current_node_id hidden
      0 0 string | 
    ingestion_time
      0 0 datetime | 
    row_id
      0 0 string | 
    cursor_after
      1 1 bool | cursor:string
    cursor_before_or_at
      1 1 bool | cursor:string
    cursor_current
      0 0 string | 
    current_cursor hidden obsolete use=cursor_current
      0 0 string | 
    has_ipv4
      2 2 bool | source:StringOrDynamic ip:string
    has_ipv4_prefix
      2 2 bool | source:StringOrDynamic ip_prefix:string
    has_any_ipv4
      2 32768 bool | source:StringOrDynamic ips:string{1,32767}
      2 2 bool | source:StringOrDynamic ips:DynamicArray
    has_any_ipv4_prefix
      2 32768 bool | source:StringOrDynamic ip_prefixes:string{1,32767}
      2 2 bool | source:StringOrDynamic ip_prefixes:DynamicArray
    ipv4_range_to_cidr_list
      2 2 dynamic | start_ip:string end_ip:string
    row_number
      0 2 long | startingIndex:long{0,1} restart:bool{0,1}
    row_cumsum
      1 2 Parameter0 | term:Number restart:bool{0,1}
    row_rank hidden obsolete use=row_rank_dense
      1 2 long | column:NotDynamic dense:bool{0,1}@Constant
    row_rank_dense
      1 2 long | term:NotDynamic restart:bool{0,1}
    row_rank_min
      1 2 long | term:NotDynamic restart:bool{0,1}
    row_window_session
      3 4 Parameter0 | expr:datetime maxDistanceFromFirst:timespan maxDistanceBetweenNeighbors:timespan restart:bool{0,1}
    prev
      1 3 Parameter0 | column:Scalar@Column offset:long{0,1} default_value:Scalar{0,1}@Constant
    next
      1 3 Parameter0 | column:Scalar@Column offset:long{0,1} default_value:Scalar{0,1}@Constant
    rowstore_ordinal_range hidden
      0 0 dynamic | 
    estimate_data_size
      1 32767 long | column:Scalar{1,32767}@Column
      1 1 long | column:Scalar@StarOnly
    new_guid
      0 0 guid | 
    __invoke hidden
      2 32769 Parameter1Literal | name:string@Literal type:type@Literal arg:Any{0,32767}
    __cast hidden
      2 2 Parameter0Literal | type:type@Literal value:Scalar
    geo_info_from_ip_address
      1 1 dynamic | ip:string
    column_names_of
      1 1 dynamic | table:Tabular
    """
}
