// The names and signatures that Kusto documents, one a line below its name:
// fewest and most arguments, result, then parameters as name:type{fewest,most}@form=allowed/values.

extension FunctionSurface {
  /// Aggregates of `summarize`.
  static let aggregateText = """
    sum
      1 1 Parameter0Promoted | expr:Summable
    sumif
      2 2 Parameter0Promoted | expr:Summable predicate:bool
    cnt hidden obsolete use=count
      0 0 long | 
    count
      0 0 long | 
      1 1 long hidden | expr:Scalar
    countif
      1 1 long | predicate:bool
    dcount
      1 2 long | expr:Scalar accuracy:NotDynamic{0,1}
    dcountif
      2 3 long | expr:Scalar predicate:bool accuracy:NotDynamic{0,1}
    tdigest
      1 2 dynamic | expr:Summable weight:Integer{0,1}
    tdigest_merge
      1 1 dynamic | tdigest:DynamicArray
    merge_tdigest
      1 1 dynamic | tdigest:DynamicArray
    hll
      1 2 dynamic | expr:NotRealOrBool accuracy:Integer{0,1}
    hll_if
      2 3 dynamic | expr:NotRealOrBool predicate:bool accuracy:Integer{0,1}
    hll_merge
      1 1 dynamic | hll:DynamicArray
    min
      1 1 Parameter0 | expr:Orderable
    minif
      2 2 Parameter0 | expr:Orderable predicate:bool
    max
      1 1 Parameter0 | expr:Orderable
    maxif
      2 2 Parameter0 | expr:Orderable predicate:bool
    avg
      1 1 real | expr:Integer
      1 1 real | expr:real
      1 1 decimal | expr:decimal
      1 1 timespan | expr:timespan
      1 1 datetime | expr:datetime
    avgif
      2 2 real | expr:Integer predicate:bool
      2 2 real | expr:real predicate:bool
      2 2 decimal | expr:decimal predicate:bool
      2 2 timespan | expr:timespan predicate:bool
      2 2 datetime | expr:datetime predicate:bool
    makelist hidden obsolete use=make_list
      1 2 Parameter0Array | expr:Scalar maxSize:Integer{0,1}
    make_list
      1 2 Parameter0Array | expr:Scalar maxSize:Integer{0,1}
    make_list_if
      2 3 Parameter0Array | expr:Scalar predicate:bool maxSize:Integer{0,1}
    make_list_with_nulls
      1 1 Parameter0Array | expr:Scalar
    makeset hidden obsolete use=make_set
      1 2 Parameter0Array | expr:Scalar maxSize:Integer{0,1}
    make_set
      1 2 Parameter0Array | expr:Scalar maxSize:Integer{0,1}
    make_set_if
      2 3 Parameter0Array | expr:Scalar predicate:bool maxSize:Integer{0,1}
    make_dictionary hidden
      1 2 dynamic | expr:DynamicBag maxSize:Integer{0,1}
    make_bag
      1 2 dynamic | expr:DynamicBag maxSize:Integer{0,1}
    make_bag_if
      2 3 dynamic | expr:DynamicBag predicate:bool maxSize:Integer{0,1}
    buildschema
      1 1 dynamic | expr:DynamicBag
    passthrough hidden
      1 1 Parameter0 | expr:Scalar
    percentile
      2 2 Custom | expr:Scalar percentile:Number
    percentiles
      2 32768 Custom | expr:Scalar percentile:Number{1,32767}
    percentiles_array
      2 32768 Custom | expr:Scalar percentile:Number{1,32767}
      2 2 Custom | expr:Scalar percentiles:DynamicArray
    percentilew
      3 3 Custom | expr:Scalar weight:Integer percentile:Number
    percentilesw
      3 32769 Custom | expr:Scalar weight:Integer percentile:Number{1,32767}
    percentilesw_array
      3 32769 Custom | expr:Scalar weight:Integer percentile:Number{1,32767}
      3 3 Custom | expr:Scalar weight:Integer percentiles:DynamicArray
    stdev
      1 1 real | expr:Summable
    stdevif
      2 2 real | expr:Summable predicate:bool
    stdevp
      1 1 real | expr:Summable
    variance
      1 1 real | expr:Summable
    varianceif
      2 2 real | expr:Summable predicate:bool
    variancep
      1 1 real | expr:Summable
    variancepif
      2 2 real | expr:Summable predicate:bool
    covariance
      2 2 real | expr:Summable expr:Summable
    covarianceif
      3 3 real | expr:Summable expr:Summable predicate:bool
    covariancep
      2 2 real | expr:Summable expr:Summable
    covariancepif
      3 3 real | expr:Summable expr:Summable predicate:bool
    any hidden obsolete use=take_any
      1 1 Parameter0 | expr:Scalar
      2 32767 Custom | expr:Scalar{2,32767}
      1 1 Custom | expr:Scalar@StarOnly
    take_any
      1 32767 Custom | expr:Scalar{1,32767}@StarAllowed
    anyif hidden obsolete use=take_anyif
      2 2 Parameter0 | expr:Scalar predicate:bool
    take_anyif
      2 2 Parameter0 | expr:Scalar predicate:bool
    arg_min
      1 32768 Custom | minimized:Orderable returned:Scalar{0,32767}@StarAllowed
    arg_max
      1 32768 Custom | maximized:Orderable returned:Scalar{0,32767}@StarAllowed
    argmin hidden obsolete use=arg_min
      1 32768 Custom | minimized:Orderable returned:Scalar{0,32767}@StarAllowed
    argmax hidden obsolete use=arg_max
      1 32768 Custom | maximized:Orderable returned:Scalar{0,32767}@StarAllowed
    binary_all_or
      1 1 Parameter0 | expr:Summable
    binary_all_and
      1 1 Parameter0 | expr:Summable
    binary_all_xor
      1 1 Parameter0 | expr:Summable
    count_distinct
      1 1 long | expr:NotDynamic
    count_distinctif
      2 2 long | expr:NotDynamic predicate:bool
    """
}
