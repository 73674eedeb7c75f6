extension FunctionSurface {
  /// Functions of mathematics.
  static let mathText = """
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
    """
}
