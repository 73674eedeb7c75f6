extension FunctionSurface {
  /// Functions of hashes, conditions and bits.
  static let valuesText = """
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
    """
}
