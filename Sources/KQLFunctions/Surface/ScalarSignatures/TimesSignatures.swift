extension FunctionSurface {
  /// Functions of times.
  static let timesText = """
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
    """
}
