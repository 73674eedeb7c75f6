extension FunctionSurface {
  /// Functions of arrays, bags, punycode and states of sketches.
  static let dynamicsText = """
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
    """
}
