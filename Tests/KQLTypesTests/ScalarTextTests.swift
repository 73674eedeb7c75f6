import KQLTypes
import Testing

@Suite struct TimespanTextTests {
  @Test(arguments: [
    ("1.02:03:04.5", "1.02:03:04.5000000"), ("-1.02:03:04.5", "-1.02:03:04.5000000"), ("00:00:01", "00:00:01"),
    ("23:59:59.9999999", "23:59:59.9999999"), ("0:0:0.001", "00:00:00.0010000"), ("100.00:00:00", "100.00:00:00"),
    ("10:30", "10:30:00"), ("1d", "1.00:00:00"), ("2.5h", "02:30:00"), ("10ms", "00:00:00.0100000"),
    ("1tick", "00:00:00.0000001"), ("15 seconds", "00:00:15"), ("2", "2.00:00:00"), ("-1.5d", "-1.12:00:00"),
    ("10microsecond", "00:00:00.0000100"), ("25min", "00:25:00"), ("1000 ns", "00:00:00.0000010"),
    (" 1h ", "01:00:00"), ("10675199.02:48:05.4775807", "10675199.02:48:05.4775807"),
    ("-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808"),
  ])
  func `reads and writes`(text: String, expected: String) throws {
    #expect(TimespanText.string(try #require(TimespanText.parse(text))) == expected)
  }

  @Test(arguments: [
    "", "abc", "24:00:00", "00:60:00", "00:00:60", "1.2.3", "1x", "10675199.02:48:05.4775808", "99999999d", "1:2:3:4",
    "--1d", "1d 2h", "00:00:01.", "d",
  ])
  func `refuses what is no timespan`(text: String) {
    #expect(TimespanText.parse(text) == nil)
  }
}

@Suite struct RealTextTests {
  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (1.5, "1.5"), (-2.25, "-2.25"), (0.1 + 0.2, "0.30000000000000007"),
    (1.0 / 3, "0.3333333333333333"), (1e20, "100000000000000000000.0"), (1e21, "1e21"), (1.5e300, "1.5e300"),
    (1e-5, "0.00001"), (1e-7, "1e-7"), (1.25e-9, "1.25e-9"), (.leastNonzeroMagnitude, "5e-324"), (.nan, "NaN"),
    (.infinity, "inf"),
    (-.infinity, "-inf"), (9_007_199_254_740_992, "9007199254740992.0"), (123_456.789, "123456.789"),
  ])
  func `writes as Kusto does`(value: Double, expected: String) {
    #expect(RealText.string(value) == expected)
  }

  @Test(arguments: [
    ("3.14", 3.14), (" 45 ", 45), ("1e3", 1000), ("-0", -0.0), ("1e400", .infinity), ("-1e400", -.infinity),
    ("1e-400", 0), ("4.9e-324", .leastNonzeroMagnitude), ("inf", .infinity), ("Infinity", .infinity),
    ("+Infinity", .infinity),
    ("-inf", -.infinity), (".5", 0.5), ("5.", 5), ("00012.50", 12.5), ("0.1", 0.1),
    ("123456789012345678901234567890", 123456789012345678901234567890.0),
  ])
  func `reads`(text: String, expected: Double) throws {
    let value = try #require(RealText.parse(text))
    #expect(value.bitPattern == expected.bitPattern)
  }

  @Test func `reads decimal numbers of every length and with a point anywhere as the standard library does`() throws {
    var generator = SeededGenerator(seed: 3)
    for count in 1...20 {
      for point in 0...count {
        var text = (0..<count).map { _ in Character("\(generator.next() % 10)") }
        // Without a point where it would be behind the end.
        if point < count { text.insert(".", at: point) }
        let number = String(text)
        let expected = try #require(Double(point == 0 ? "0" + number : number))
        #expect(try #require(RealText.parse(number)).bitPattern == expected.bitPattern, "\(number)")
        let place = Int(generator.next() % UInt64(text.count))
        for stranger: Character in [".", "/", ":", "x", " ", "-", "\0", "é"] {
          var wrong = text
          wrong.insert(stranger, at: place)
          wrong.insert(".", at: 0)
          wrong.insert(".", at: wrong.count)
          #expect(RealText.parse(String(wrong)) == nil)
        }
      }
    }
  }

  @Test(arguments: [
    "1234567x", "x1234567", "1234/567", "1234:567", "123 4567", "12.34.56", "1.23456.7", "12345678.1.2", "........",
    "1234567\u{0}", "12345678é1234", "123456789012345x",
  ])
  func `refuses what resembles a decimal number`(text: String) {
    #expect(RealText.parse(text) == nil)
  }

  @Test(arguments: ["", " ", "INF", "0x1F", "1_000", "1f", "$1", "1,000", "1e", "--1", ".", "1 2", "nano"])
  func `refuses what is no real`(text: String) {
    #expect(RealText.parse(text) == nil)
  }

  @Test func `reads back what it writes`() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = RealText.string(value)
      #expect(try #require(RealText.parse(text)).bitPattern == value.bitPattern, "\(text)")
    }
  }
}

@Suite struct GuidTextTests {
  private let value: UInt128 = 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef

  @Test(arguments: [
    "01234567-89ab-cdef-0123-456789abcdef", "0123456789abcdef0123456789ABCDEF", "0123456789ab-cdef-0123-456789abcdef",
    "{01234567-89AB-cdef-0123-456789abcdef}", " (01234567-89ab-cdef-0123-456789abcdef) ",
  ])
  func `reads`(text: String) {
    #expect(GuidText.parse(text) == value)
    #expect(GuidText.string(value) == "01234567-89ab-cdef-0123-456789abcdef")
  }

  @Test(arguments: [
    "", "xyz", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdef0",
    "{01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef}",
    "0123456-789ab-cdef-0123-456789abcdef",
  ])
  func `refuses`(text: String) {
    #expect(GuidText.parse(text) == nil)
  }
}

@Suite struct ScalarConversionTests {
  @Test(arguments: [
    ("123", ScalarValue.long(123)), (" 45 ", .long(45)), ("\t456\t", .long(456)), ("+7", .long(7)), ("007", .long(7)),
    ("0x1F", .long(31)), ("0X1f", .long(31)), ("0xFFFFFFFFFFFFFFFF", .long(-1)), ("-0x10", .null(.long)),
    ("3.14", .null(.long)), ("1e3", .null(.long)), ("", .null(.long)), ("abc", .null(.long)), ("0b101", .null(.long)),
    ("9223372036854775807", .long(.max)), ("-9223372036854775808", .long(.min)), ("9223372036854775808", .null(.long)),
    ("0x", .null(.long)), ("-", .null(.long)),
  ])
  func `strings to long`(text: String, expected: ScalarValue) {
    #expect(ScalarValue.string(text).converted(to: .long) == expected)
  }

  @Test(arguments: [
    ("TRUE", ScalarValue.bool(true)), ("tRuE", .bool(true)), ("false", .bool(false)), (" true", .null(.bool)),
    ("1.0", .null(.bool)), ("123", .bool(true)), ("0", .bool(false)), ("", .null(.bool)), ("maybe", .null(.bool)),
  ])
  func `strings to bool`(text: String, expected: ScalarValue) {
    #expect(ScalarValue.string(text).converted(to: .bool) == expected)
  }

  @Test func `numbers`() {
    #expect(ScalarValue.real(-2.9).converted(to: .int) == .int(-2))
    #expect(ScalarValue.real(9.3e18).converted(to: .long) == .long(.min))
    #expect(ScalarValue.real(.nan).converted(to: .long) == .null(.long))
    #expect(ScalarValue.real(.infinity).converted(to: .int) == .null(.int))
    #expect(ScalarValue.timespan(Ticks.perHour).converted(to: .int) == .int(1_640_261_632))
    #expect(ScalarValue.dynamic(.real(1.7e308)).converted(to: .long) == .long(.max))
    #expect(ScalarValue.dynamic(.long(.max)).converted(to: .int) == .int(-1))
    #expect(ScalarValue.dynamic(.array([])).converted(to: .long) == .null(.long))
    #expect(ScalarValue.bool(true).converted(to: .real) == .real(1))
    #expect(ScalarValue.decimal(KQLDecimal("9.99")!).converted(to: .int) == .int(9))
    #expect(ScalarValue.long(-1).converted(to: .datetime) == .null(.datetime))
    #expect(ScalarValue.long(0).converted(to: .datetime) == .datetime(0))
  }

  @Test func `nulls stay null, and strings empty`() {
    for source in ScalarType.allCases where source != .string {
      for target in ScalarType.allCases where target != source {
        let converted = ScalarValue.null(source).converted(to: target)
        #expect(target == .string ? converted == .string("") : converted == .null(target))
      }
    }
  }

  @Test(arguments: ScalarType.allCases)
  func `every conversion gives the type that was asked for`(target: ScalarType) {
    let values: [ScalarValue] = [
      .bool(true), .int(1), .long(.max), .real(1e300), .real(.nan), .decimal(1), .datetime(0), .timespan(.min),
      .guid(1), .string("x"), .string(""), .dynamic(.null), .dynamic(.bag(DynamicBag())), .dynamic(.decimal(2)),
    ]
    for value in values { #expect(value.converted(to: target).type == target, "\(value)") }
  }

  @Test func `texts`() {
    #expect(ScalarValue.bool(true).text == "True")
    #expect(ScalarValue.dynamic(.bool(true)).text == "true")
    #expect(ScalarValue.dynamic(.string("a\"b")).text == "a\"b")
    #expect(ScalarValue.dynamic(.array([.string("a\"b"), .null])).text == #"["a\"b",null]"#)
    #expect(ScalarValue.null(.long).text == "")
    for value: ScalarValue in [.int(-3), .long(.min), .real(1.5), .datetime(0), .dynamic(.real(2)), .guid(7)] {
      var bytes: [UInt8] = []
      value.appendText(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == value.text)
    }
  }
}

@Suite struct ScalarOrderTests {
  @Test func `is total and transitive over awkward numbers`() {
    let ascending: [ScalarValue] = [
      .null(.long), .real(.nan), .real(-.infinity), .long(.min), .decimal(-3), .int(-2), .real(-1.5), .real(0),
      .decimal(KQLDecimal("0.1")!), .int(1), .long(9_007_199_254_740_992), .long(9_007_199_254_740_993),
      .real(9_007_199_254_740_994), .long(.max), .real(0x1p63), .real(1e300), .real(.infinity),
    ]
    for (i, left) in ascending.enumerated() {
      for (j, right) in ascending.enumerated() {
        #expect(ScalarValue.compare(left, right).signum() == (i - j).signum(), "\(left) \(right)")
      }
    }
  }

  @Test func `orders strings by code points`() {
    #expect(ScalarValue.compare(.string("Z"), .string("a")) < 0)
    #expect(ScalarValue.compare(.string("é"), .string("e\u{301}")) > 0)
    #expect(ScalarValue.compare(.string("\u{ffff}"), .string("\u{10000}")) < 0)
    #expect(ScalarValue.compare(.string("x"), .dynamic(.string("x"))) == 0)
  }
}
