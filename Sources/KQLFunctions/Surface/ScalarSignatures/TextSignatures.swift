extension FunctionSurface {
  /// Functions of text.
  static let textText = """
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
    """
}
