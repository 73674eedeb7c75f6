import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

private func apply(_ name: String, _ left: ScalarValue, _ right: ScalarValue) throws -> ScalarValue {
  try call(name, left, right, resultType: FunctionRegistry.standard.scalar(name)?.resultType == nil ? .bool : nil)
}

@Suite struct ArithmeticOperatorTests {
  @Test(arguments: [
    ("+", ScalarValue.int(.max), ScalarValue.int(1), ScalarValue.long(2_147_483_648)),
    ("+", .long(.max), .long(1), .long(.min)), ("-", .long(.min), .long(1), .long(.max)),
    ("*", .long(.max), .long(2), .long(-2)), ("/", .long(-7), .long(2), .long(-3)),
    ("/", .long(.min), .long(-1), .long(.min)), ("/", .long(1), .long(0), .null(.long)),
    ("%", .long(-7), .long(3), .long(2)), ("%", .long(7), .long(-3), .long(1)), ("%", .long(-7), .long(-3), .long(2)),
    ("%", .long(.min), .long(-1), .long(0)), ("%", .long(.min), .long(.min), .long(0)),
    ("%", .long(5), .long(0), .null(.long)),
    ("%", .long(-1), .long(.min), .long(.max)),
    ("/", .int(5), .real(2), .real(2.5)), ("%", .real(-7.5), .long(2), .real(0.5)),
    ("/", .real(1), .long(0), .real(.infinity)), ("/", .real(0), .real(0), .real(.nan)),
    ("+", .decimal(KQLDecimal("0.1")!), .real(0.2), .decimal(KQLDecimal("0.3")!)),
    ("%", .decimal(-10), .long(3), .decimal(2)), ("/", .decimal(1), .long(0), .null(.decimal)),
    ("+", .long(1), .null(.int), .null(.long)), ("*", .null(.real), .null(.long), .null(.real)),
  ])
  func `numbers`(name: String, left: ScalarValue, right: ScalarValue, expected: ScalarValue) throws {
    let result = try apply(name, left, right)
    #expect(result == expected || (result.number?.isNaN == true && expected.number?.isNaN == true))
  }

  private static let day = ScalarValue.timespan(Ticks.perDay)
  private static let hour = ScalarValue.timespan(Ticks.perHour)

  @Test(arguments: [
    ("+", ScalarValue.datetime(0), day, ScalarValue.datetime(Ticks.perDay)),
    ("+", .datetime(Ticks.maximumDatetime), .timespan(1), .null(.datetime)),
    ("-", .datetime(0), .timespan(1), .null(.datetime)), ("-", .datetime(0), .timespan(.min), .null(.datetime)),
    ("+", .datetime(Ticks.maximumDatetime), .timespan(.max), .null(.datetime)),
    ("-", .datetime(0), .datetime(Ticks.maximumDatetime), .timespan(-Ticks.maximumDatetime)),
    ("+", .timespan(.max), .timespan(1), .null(.timespan)), ("/", day, hour, .real(24)),
    ("%", day, .timespan(5 * Ticks.perHour), .timespan(4 * Ticks.perHour)),
    ("*", day, .real(1.5), .timespan(Ticks.perDay * 3 / 2)),
    ("*", .int(2), day, .timespan(2 * Ticks.perDay)), ("*", .timespan(.max), .long(2), .null(.timespan)),
    ("*", day, .real(.nan), .null(.timespan)), ("*", day, .real(1e300), .null(.timespan)),
    ("/", .timespan(10_000_000), .long(1000), .timespan(10_000)), ("/", day, .long(0), .null(.timespan)),
    ("-", .timespan(5), .datetime(3), .datetime(2)), ("%", .datetime(7), .timespan(5), .timespan(2)),
  ])
  func `times`(name: String, left: ScalarValue, right: ScalarValue, expected: ScalarValue) throws {
    #expect(try apply(name, left, right) == expected)
  }

  @Test func `dynamic operands count as the other's type`() throws {
    #expect(try apply("+", .dynamic(.long(2)), .int(3)) == .long(5))
    #expect(try apply("*", .real(1.5), .dynamic(.string("2"))) == .real(3))
    #expect(try apply("+", .dynamic(.long(2)), .dynamic(.real(0.5))) == .dynamic(.real(2.5)))
    #expect(try apply("+", .dynamic(.array([])), .long(1)) == .null(.long))
    #expect(try apply("/", .dynamic(.long(1)), .dynamic(.long(0))) == .dynamic(.null))
  }

  @Test func `signs`() throws {
    #expect(try call("unary-", .int(.min)) == .long(2_147_483_648))
    #expect(try call("unary-", .long(.min)) == .long(.min))
    #expect(try call("unary-", .timespan(.min)) == .timespan(.min))
    #expect(try call("unary-", .decimal(3)) == .decimal(-3))
    #expect(try call("unary+", .int(7)) == .long(7))
  }
}

@Suite struct ComparisonOperatorTests {
  private static let nullLong = ScalarValue.null(.long)

  @Test(arguments: [
    ("==", nullLong, nullLong, ScalarValue.null(.bool)), ("!=", nullLong, nullLong, .null(.bool)),
    ("==", nullLong, ScalarValue.long(1), .bool(false)), ("!=", .int(1), nullLong, .bool(true)),
    ("<", nullLong, .long(1), .null(.bool)), (">=", .real(1), nullLong, .null(.bool)),
    ("==", .int(1), .real(1), .bool(true)), ("<", .long(1), .real(1.5), .bool(true)),
    ("==", .decimal(KQLDecimal("1.0")!), .long(1), .bool(true)), ("==", .real(.nan), .real(.nan), .bool(false)),
    ("!=", .real(.nan), .real(.nan), .bool(true)), ("==", .bool(true), .long(1), .bool(true)),
    ("<", .bool(false), .real(0.5), .bool(true)), ("==", .string("a"), .string("A"), .bool(false)),
    ("=~", .string("STRASSE é"), .string("strasse É"), .bool(true)), ("!~", .string("a"), .string("b"), .bool(true)),
    ("==", .string("e\u{301}"), .string("é"), .bool(false)), ("==", .guid(1), .guid(1), .bool(true)),
    ("<=", .datetime(1), .datetime(1), .bool(true)), (">", .timespan(-1), .timespan(1), .bool(false)),
    ("==", .dynamic(.string("x")), .string("x"), .bool(true)), ("==", .dynamic(.null), .string(""), .bool(true)),
    ("==", .dynamic(.long(5)), .string("5"), .bool(true)), ("==", .dynamic(.real(1.5)), .long(1), .bool(true)),
    (">", .dynamic(.real(0.5)), .long(0), .bool(false)), ("<", .int(0), .dynamic(.real(0.5)), .bool(false)),
    (">", .dynamic(.real(0.5)), .real(0), .bool(true)), (">", .dynamic(.long(5_000_000_000)), .int(0), .bool(true)),
    ("==", .dynamic(.null), .long(1), .bool(false)), ("<", .dynamic(.long(1)), .real(1.5), .bool(true)),
    ("==", .dynamic(.array([.long(1)])), .dynamic(.array([.long(1)])), .bool(true)),
    ("<", .dynamic(.array([])), .dynamic(.long(1)), .null(.bool)),
    ("==", .dynamic(.long(2)), .dynamic(.real(2)), .bool(true)),
    ("==", .dynamic(.real(.nan)), .real(.nan), .bool(false)),
  ])
  func `pairs`(name: String, left: ScalarValue, right: ScalarValue, expected: ScalarValue) throws {
    #expect(try apply(name, left, right) == expected)
  }

  @Test func `types that do not compare are refused`() {
    #expect(throws: ExecutionError.self) { try apply("==", .long(1), .string("1")) }
    #expect(throws: ExecutionError.self) { try apply("==", .datetime(1), .long(1)) }
  }

  // Sizes straddle the 64-row word, where off-by-one errors live.
  @Test(arguments: [0, 1, 63, 64, 65, 128, 200], ["==", "!=", "<", "<=", ">", ">="])
  func `columns give what single values give`(rowCount: Int, name: String) throws {
    var generator = SystemRandomNumberGenerator()
    func random() -> ScalarValue {
      Int.random(in: 0..<4, using: &generator) == 0 ? .null(.long) : .long(.random(in: 0..<3))
    }
    let lefts = (0..<rowCount).map { _ in random() }
    let rights = (0..<rowCount).map { _ in random() }
    let function = try #require(FunctionRegistry.standard.scalar(name))
    let kernel = try function.prepare(
      CallSite(name: name, argumentTypes: [.long, .long], constants: [nil, nil], resultType: .bool, now: 0))
    let left = Datum.column(Column(lefts, type: .long))
    let right = Datum.column(Column(rights, type: .long))
    func single(_ l: ScalarValue, _ r: ScalarValue) throws -> ScalarValue {
      try kernel([.constant(l), .constant(r)], 1)[0]
    }
    let both = try kernel([left, right], rowCount).column(rowCount: rowCount)
    for row in 0..<rowCount { #expect(both[row] == (try single(lefts[row], rights[row]))) }
    for constant in [ScalarValue.null(.long), .long(1)] {
      let constantRight = try kernel([left, .constant(constant)], rowCount).column(rowCount: rowCount)
      let constantLeft = try kernel([.constant(constant), right], rowCount).column(rowCount: rowCount)
      for row in 0..<rowCount {
        #expect(constantRight[row] == (try single(lefts[row], constant)))
        #expect(constantLeft[row] == (try single(constant, rights[row])))
      }
    }
  }

  @Test(arguments: [true, false])
  func `strings compare by dictionary entry and by row alike`(isCoded: Bool) throws {
    let strings = ["a", "b", "", "a", "A", "é", "É", "b"]
    var dictionary = StringDictionary()
    let codes = strings.map { dictionary.code(of: $0) }
    let column = isCoded ? StringColumn(heap: dictionary.heap, codes: codes) : StringColumn(strings)
    for name in ["==", "!=", "=~", "!~"] {
      func expected(_ left: String, _ right: String) -> Bool {
        let isEqual = name.hasSuffix("~") ? left.lowercased() == right.lowercased() : left == right
        return isEqual != name.hasPrefix("!")
      }
      let kernel = try #require(FunctionRegistry.standard.scalar(name)).prepare(
        CallSite(name: name, argumentTypes: [.string, .string], constants: [nil, nil], resultType: .bool, now: 0))
      for constant in ["a", "é", "", "none", "a"] {
        let result = try kernel([.column(.string(column)), .constant(.string(constant))], strings.count)
          .column(rowCount: strings.count)
        #expect(result.bools == strings.map { expected($0, constant) }, "\(name) \(constant)")
      }
      let reversed = Column.string(column).gathered((0..<8).reversed().map { Int32($0) })
      let result = try kernel([.column(.string(column)), .column(reversed)], 8).column(rowCount: 8)
      #expect(result.bools == zip(strings, strings.reversed()).map { expected($0, $1) })
    }
  }

  @Test func `between`() throws {
    func between(_ value: ScalarValue, _ low: ScalarValue, _ high: ScalarValue, not: Bool = false) throws -> ScalarValue
    {
      try call(not ? "!between" : "between", value, low, high, resultType: .bool)
    }
    #expect(try between(.long(5), .int(1), .long(5)) == .bool(true))
    #expect(try between(.long(5), .real(5.5), .long(7)) == .bool(false))
    #expect(try between(.decimal(5), .long(1), .real(4.5), not: true) == .bool(true))
    #expect(try between(.null(.long), .long(1), .long(2)) == .null(.bool))
    #expect(try between(.long(1), .null(.long), .long(2)) == .null(.bool))
    #expect(try between(.datetime(10), .datetime(5), .timespan(5)) == .bool(true))
    #expect(try between(.datetime(11), .datetime(5), .timespan(5)) == .bool(false))
    #expect(try between(.dynamic(.real(1.5)), .long(1), .long(2)) == .bool(true))
  }
}

@Suite struct LogicalOperatorTests {
  private static let values: [Bool?] = [true, false, nil]

  @Test(arguments: values, values)
  func `follow three-valued logic`(left: Bool?, right: Bool?) throws {
    func value(_ bool: Bool?) -> ScalarValue { bool.map(ScalarValue.bool) ?? .null(.bool) }
    let both: Bool? = left == false || right == false ? false : left == nil || right == nil ? nil : true
    let either: Bool? = left == true || right == true ? true : left == nil || right == nil ? nil : false
    for (name, expected) in [("and", both), ("or", either)] {
      #expect(try apply(name, value(left), value(right)) == value(expected))
      let kernel = try #require(FunctionRegistry.standard.scalar(name)).prepare(
        CallSite(name: name, argumentTypes: [.bool, .bool], constants: [nil, nil], resultType: .bool, now: 0))
      let column = Datum.column(Column([value(left), value(right)], type: .bool))
      #expect(try kernel([column, .constant(value(right))], 2)[0] == value(expected))
    }
  }
}
