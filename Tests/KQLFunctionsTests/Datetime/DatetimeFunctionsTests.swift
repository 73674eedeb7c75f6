import KQLFunctions
import KQLTypes
import Testing

private func datetime(_ text: String) -> ScalarValue {
  DatetimeText.parse(text).map(ScalarValue.datetime) ?? .null(.datetime)
}
private func timespan(_ text: String) -> ScalarValue {
  TimespanText.parse(text).map(ScalarValue.timespan) ?? .null(.timespan)
}

@Suite struct DatetimeFunctionsTests {
  @Test(arguments: [
    ("year", 1, "2020-02-29", "2021-02-28"), ("month", -1, "2020-03-31", "2020-02-29"),
    ("Quarter", 1, "2020-11-30", "2021-02-28"), ("day", 400, "2020-01-01", "2021-02-04"),
    ("month", 13, "2019-01-31", "2020-02-29"), ("week", 1, "2017-01-01", "2017-01-08"),
    ("year", 9000, "2020-01-01", ""), ("month", Int64.max, "2020-01-01", ""), ("day", Int64.min, "2020-01-01", ""),
    ("year", -2019, "2020-02-29", "0001-02-28"), ("nanosecond", 250, "2020-01-01", "2020-01-01 00:00:00.0000002"),
  ])
  func `datetime_add`(period: String, amount: Int64, from: String, expected: String) throws {
    #expect(try call("datetime_add", .string(period), .long(amount), datetime(from)) == datetime(expected))
  }

  @Test(arguments: [
    ("year", "2017-01-01", "2000-12-31", 17), ("quarter", "2017-07-01", "2017-03-30", 2),
    ("month", "2017-01-01", "2015-12-30", 13),
    ("day", "2017-10-29 00:00", "2017-09-30 23:59", 29), ("hour", "2017-10-31 01:00", "2017-10-30 23:59", 2),
    ("minute", "2017-10-30 23:05:01", "2017-10-30 23:00:59", 5),
    ("second", "2017-10-30 23:00:10.100", "2017-10-30 23:00:00.900", 10),
    ("millisecond", "2017-10-30 23:00:00.200100", "2017-10-30 23:00:00.100900", 100),
    ("microsecond", "2017-10-30 23:00:00.1009001", "2017-10-30 23:00:00.1008009", 100),
    ("nanosecond", "2017-10-30 23:00:00.0000000", "2017-10-30 23:00:00.0000007", -700),
  ])
  func `datetime_diff`(period: String, left: String, right: String, expected: Int64) throws {
    #expect(try call("datetime_diff", .string(period), datetime(left), datetime(right)) == .long(expected))
  }

  @Test func `weeks are counted from Sunday and come as real`() throws {
    #expect(
      try call("datetime_diff", .string("Week"), datetime("2017-10-29 00:00"), datetime("2017-09-30 23:59")) == .real(5)
    )
  }

  @Test(arguments: [
    ("startofday", "2020-06-15 13:45:00", 3, "2020-06-18"), ("startofweek", "2020-06-15", -2, "2020-05-31"),
    ("startofmonth", "2017-01-01 10:10", -1, "2016-12-01"), ("startofyear", "2020-06-15", 1, "2021-01-01"),
    ("endofday", "2020-06-15 13:45", 2, "2020-06-17 23:59:59.9999999"),
    ("endofweek", "2024-03-03", 0, "2024-03-09 23:59:59.9999999"),
    ("endofmonth", "2020-01-31", 13, "2021-02-28 23:59:59.9999999"),
    ("endofyear", "2020-06-15", -1, "2019-12-31 23:59:59.9999999"),
    ("endofyear", "9999-06-15", 0, "9999-12-31 23:59:59.9999999"), ("endofyear", "9999-06-15", 1, ""),
    ("endofmonth", "9999-12-31", 0, "9999-12-31 23:59:59.9999999"),
    ("endofday", "9999-12-31", 0, "9999-12-31 23:59:59.9999999"), ("endofday", "9999-12-31", Int64.max, ""),
    ("startofday", "0001-01-01", -1, ""), ("startofmonth", "0001-01-01", Int64.min, ""),
  ])
  func `borders`(name: String, at: String, offset: Int64, expected: String) throws {
    #expect(try call(name, datetime(at), .long(offset)) == datetime(expected))
  }

  @Test(arguments: [
    ("2000-01-01", 52), ("2020-12-28", 53), ("2021-01-03", 53), ("2021-01-04", 1), ("9999-12-31", 52),
    ("0001-01-01", 1),
    ("2020-02-29", 9), ("2021-02-28", 8), ("2017-10-30", 44),
  ])
  func `week_of_year`(at: String, expected: Int32) throws {
    #expect(try call("week_of_year", datetime(at)) == .int(expected))
  }

  @Test func `dayofweek`() throws {
    #expect(try call("dayofweek", datetime("1947-11-30 10:00:05")) == .timespan(0))
    #expect(try call("dayofweek", datetime("1970-05-11")) == timespan("1d"))
    #expect(try call("dayofweek", datetime("9999-12-31")) == .null(.timespan))
  }

  @Test(arguments: [
    ("yyyy-MM-dd HH:mm:ss.fffffff", "2020-06-05 13:45:09.0012300"), ("FFFFFFF", "00123"), ("h:mm:ss tt", "1:45:09 PM"),
    ("yy/M/d", "20/6/5"), ("y", "20"), ("dddd", "0505"), ("ddd", "055"), ("MMM", "066"), ("[H]_,", "[13]_,"), ("F", ""),
    ("yyy", "2020"),
  ])
  func `format_datetime`(format: String, expected: String) throws {
    #expect(try call("format_datetime", datetime("2020-06-05 13:45:09.00123"), .string(format)) == .string(expected))
  }

  @Test(arguments: ["K", "zzz", "yyyy-MM-ddTHH", "t", "%d", "é"])
  func `format_datetime refuses other letters`(format: String) {
    #expect(throws: ExecutionError.self) { try call("format_datetime", datetime("2020-06-05"), .string(format)) }
  }

  @Test(arguments: [
    ("29.09:00:05.12345", "dd.hh:mm:ss:FF", "29.09:00:05:12"),
    ("29.09:00:05.12345", "ddd.h:mm:ss [fffffff]", "029.9:00:05 [1234500]"),
    ("10675199.02:48:05.4775807", "d.hh:mm:ss", "10675199.02:48:05"), ("-1.02:03:04", "d.hh:mm:ss", "-1.02:03:04"),
    ("-10675199.02:48:05.4775808", "d", "-10675199"),
  ])
  func `format_timespan`(value: String, format: String, expected: String) throws {
    #expect(try call("format_timespan", timespan(value), .string(format)) == .string(expected))
  }

  @Test func `makes datetimes and timespans`() throws {
    #expect(try call("make_datetime", .long(2017), .long(10), .long(1)) == datetime("2017-10-01"))
    #expect(
      try call("make_datetime", .long(2017), .long(10), .long(1), .long(12), .long(11), .real(0.1234567))
        == datetime("2017-10-01 12:11:00.1234567"))
    #expect(try call("make_datetime", .long(2017), .long(2), .long(29)) == .null(.datetime))
    #expect(try call("make_datetime", .long(.max), .long(2), .real(.nan)) == .null(.datetime))
    #expect(try call("make_datetime", .string("2017-10-01")) == datetime("2017-10-01"))
    #expect(try call("make_timespan", .long(2), .long(30)) == timespan("02:30:00"))
    #expect(try call("make_timespan", .long(1), .long(12), .long(30), .real(55.123)) == timespan("1.12:30:55.123"))
    #expect(try call("make_timespan", .long(25), .long(70)) == .null(.timespan))
    #expect(try call("make_timespan", .long(0), .long(0), .long(0), .real(0.0000001)) == .timespan(1))
  }

  @Test func `reads Unix times`() throws {
    #expect(try call("unixtime_seconds_todatetime", .long(1_546_300_800)) == datetime("2019-01-01"))
    #expect(try call("unixtime_seconds_todatetime", .real(1_546_300_800.5)) == datetime("2019-01-01 00:00:00.5"))
    #expect(try call("unixtime_milliseconds_todatetime", .long(-1)) == datetime("1969-12-31 23:59:59.999"))
    #expect(try call("unixtime_nanoseconds_todatetime", .long(.max)) == datetime("2262-04-11 23:47:16.8547758"))
    #expect(try call("unixtime_seconds_todatetime", .long(.max)) == .null(.datetime))
    #expect(try call("unixtime_seconds_todatetime", .real(.infinity)) == .null(.datetime))
  }

  @Test func `bins`() throws {
    #expect(try call("bin", datetime("1955-11-05 06:15:00.5"), timespan("7d")) == datetime("1955-10-31"))
    #expect(try call("bin", timespan("16d"), timespan("7d")) == timespan("14d"))
    #expect(try call("bin", timespan("-1h"), timespan("1d")) == timespan("-1d"))
    #expect(try call("bin", .long(-7), .int(2)) == .long(-8))
    #expect(try call("bin", .real(4.5), .long(1)) == .real(4))
    #expect(try call("bin", .decimal(KQLDecimal("-4.5")!), .long(1)) == .decimal(-5))
    #expect(try call("bin", .long(.min), .long(10)) == .null(.long))
    for size: ScalarValue in [.long(0), .long(-1), .null(.long)] {
      #expect(try call("bin", .long(5), size) == .null(.long))
    }
    #expect(try call("bin", datetime("2020-01-01"), timespan("-1h")) == .null(.datetime))
    #expect(try call("bin_at", timespan("1h"), timespan("1d"), timespan("12h")) == timespan("-12h"))
    #expect(try call("bin_at", .real(6.5), .real(2.5), .real(7)) == .real(4.5))
    #expect(
      try call("bin_at", datetime("2017-05-15 10:20"), timespan("1d"), datetime("1970-01-01 12:00"))
        == datetime("2017-05-14 12:00"))
  }

  @Test(arguments: [1, 2, 3, 5, 7, 10, Ticks.perHour, Ticks.perDay, 7 * Ticks.perDay, Ticks.maximumDatetime, .max])
  func `bins any instant like a division`(size: Int64) throws {
    var instants: [Int64] = [0, 1, Ticks.maximumDatetime, Ticks.maximumDatetime - 1]
    for near in [size, size &* 2, size &* 1000] where near > 0 && near < Ticks.maximumDatetime {
      instants += [near - 1, near, near + 1]
    }
    instants += (0..<200).map { _ in .random(in: 0...Ticks.maximumDatetime) }
    for instant in instants {
      #expect(try call("bin", .datetime(instant), .timespan(size)) == .datetime(instant / size * size))
    }
  }
}

@Suite struct TimeZoneFunctionsTests {
  @Test(arguments: [
    ("2020-02-02 20:02:20", "US/Pacific", "2020-02-03 04:02:20"),
    ("2020-02-02 20:02:20", "Europe/Paris", "2020-02-02 19:02:20"),
    // Clocks went from 02:00 to 03:00.
    ("2022-03-27 01:00", "Europe/Brussels", "2022-03-27 00:00"),
    ("2022-03-27 02:00", "Europe/Brussels", "2022-03-27 00:00"),
    ("2022-03-27 03:00", "Europe/Brussels", "2022-03-27 01:00"),
    ("2026-08-03 09:56", "Australia/Canberra", "2026-08-02 23:56"),
    ("2077-07-01", "America/New_York", "2077-07-01 04:00"), ("2020-01-01", "Asia/Kathmandu", "2019-12-31 18:15"),
  ])
  func `local to UTC`(local: String, zone: String, utc: String) throws {
    #expect(try call("datetime_local_to_utc", datetime(local), .string(zone)) == datetime(utc))
  }

  @Test(arguments: [
    ("2022-03-27 00:00", "Europe/Brussels", "2022-03-27 01:00"),
    ("2022-03-27 01:00", "Europe/Brussels", "2022-03-27 03:00"),
    ("2026-08-02 23:56", "US/Pacific", "2026-08-02 16:56"), ("2011-12-30 10:00", "Pacific/Apia", "2011-12-31 00:00"),
    ("9999-12-31 23:59", "Asia/Tokyo", ""), ("2020-07-01", "Europe/Dublin", "2020-07-01 01:00"),
  ])
  func `UTC to local`(utc: String, zone: String, local: String) throws {
    #expect(try call("datetime_utc_to_local", datetime(utc), .string(zone)) == datetime(local))
  }

  @Test func `refuses what it does not know`() throws {
    #expect(throws: ExecutionError.self) { try call("datetime_utc_to_local", datetime("2020-01-01"), .string("Mars")) }
    #expect(throws: ExecutionError.self) { try call("datetime_utc_to_local", datetime("1999-01-01"), .string("UTC")) }
  }
}
