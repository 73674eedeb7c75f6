extension FunctionSurface {
  /// Functions of conversions, encodings and parsing.
  static let conversionsText = """
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
    """
}
