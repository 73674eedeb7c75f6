import KQLTypes
import Testing

@Suite struct DatetimeTextTests {
  @Test(arguments: [
    ("2014-05-25T08:20:03.123456Z", "2014-05-25T08:20:03.1234560Z"),
    ("2014-05-25T08:20:03.12345678", "2014-05-25T08:20:03.1234567Z"),
    ("2014-05-25T08:20Z", "2014-05-25T08:20:00.0000000Z"),
    ("2014-11-08 15:55:55.5", "2014-11-08T15:55:55.5000000Z"),
    ("  2014-11-08  ", "2014-11-08T00:00:00.0000000Z"),
    ("2014-11", "2014-11-01T00:00:00.0000000Z"),
    ("2014", "2014-01-01T00:00:00.0000000Z"),
    ("2014-1-8 1:02", "2014-01-08T01:02:00.0000000Z"),
    ("2017 - 08 - 01", "2017-08-01T00:00:00.0000000Z"),
    ("2015.12.31 23:59:59.9", "2015-12-31T23:59:59.9000000Z"),
    ("2015/12/31", "2015-12-31T00:00:00.0000000Z"),
    ("2014-05-25T08:20:03+02:30", "2014-05-25T05:50:03.0000000Z"),
    ("2014-05-25T08:20:03.5-0500", "2014-05-25T13:20:03.5000000Z"),
    ("2014-11-08 15:05:25 GMT", "2014-11-08T15:05:25.0000000Z"),
    ("Sat, 8 Nov 14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z"),
    ("8 Nov 14 15:05", "2014-11-08T15:05:00.0000000Z"),
    ("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z"),
    ("08-Nov-1994 15:05 EST", "1994-11-08T20:05:00.0000000Z"),
    ("Oct 24 2017", "2017-10-24T00:00:00.0000000Z"),
    ("October 24, 2017 3:04 PM", "2017-10-24T15:04:00.0000000Z"),
    ("01-02-2022", "2022-01-02T00:00:00.0000000Z"),
    ("12/31/2022 12:30:15 AM", "2022-12-31T00:30:15.0000000Z"),
    ("0001-01-01", "0001-01-01T00:00:00.0000000Z"),
    ("9999-12-31 23:59:59.9999999", "9999-12-31T23:59:59.9999999Z"),
    ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000Z"),
  ])
  func `reads every form`(text: String, expected: String) throws {
    #expect(DatetimeText.string(try #require(DatetimeText.parse(text))) == expected)
  }

  @Test(arguments: [
    "", " ", "not a date", "2020-13-01", "2020-02-30", "2023-02-29", "0000-01-01", "2020-01-01T24:00:00Z",
    "2020-01-01T00:60", "2020-01-01T00:00:60", "2020-01-01 00:00:00.Z", "2020-01-01X", "2020-01-01T", "31/12/2022",
    "20200101", "1546300800", "2020-01-01 00:00 +99:00", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00+01:00",
    "2020-01/02", "2020-01-01 00:00:00 GMT more", "8 Foo 14", "12:30", "2020-00-01", "2020-01-00", "-2020-01-01",
    "2020-01-0a", "2020-01-01T0a:00:00Z",
  ])
  func `refuses what is no datetime`(text: String) {
    #expect(DatetimeText.parse(text) == nil)
  }

  @Test func `takes every day apart and together again`() {
    var expected = CalendarFields(daysSinceEpoch: 0)
    #expect((expected.year, expected.month, expected.day) == (1, 1, 1))
    for day in 0..<3_652_059 {
      let fields = CalendarFields(daysSinceEpoch: day)
      guard fields == expected, fields.daysSinceEpoch == day, fields.dayOfWeek == (day + 1) % 7 else {
        Issue.record("day \(day): \(fields) instead of \(expected)")
        return
      }
      expected.day += 1
      if expected.day > CalendarFields.dayCount(year: expected.year, month: expected.month) {
        expected.day = 1
        expected.month += 1
      }
      if expected.month > 12 {
        expected.month = 1
        expected.year += 1
      }
    }
    #expect(expected.year == 10_000)
  }

  @Test func `writes and reads back any instant`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let ticks = Int64.random(in: 0...Ticks.maximumDatetime, using: &generator)
      #expect(DatetimeText.parse(DatetimeText.string(ticks)) == ticks)
      #expect(CalendarFields(ticks: ticks).ticks == ticks)
    }
  }

  @Test(arguments: [Int64.min, -1, Int64.max])
  func `survives ticks beyond the calendar`(ticks: Int64) {
    #expect(!DatetimeText.string(ticks).isEmpty)
  }

  @Test(arguments: [(2020, 12, 31, 366), (2021, 12, 31, 365), (1900, 3, 1, 60), (2000, 3, 1, 61)])
  func `counts days of the year`(year: Int, month: Int, day: Int, expected: Int) throws {
    #expect(try #require(CalendarFields(year: year, month: month, day: day)).dayOfYear == expected)
  }
}

/// A reproducible source of numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
