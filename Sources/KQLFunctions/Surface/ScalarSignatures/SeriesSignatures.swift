extension FunctionSurface {
  /// Functions of series.
  static let seriesText = """
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
    """
}
