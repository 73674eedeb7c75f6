import KQLTypes
import Testing

@testable import KQLBinder

/// Values that literals stand for.
@Suite struct LiteralTests {
  @Test(arguments: [
    ("1d", Ticks.perDay), ("1.5h", 54_000_000_000), ("10ms", 100_000), ("3ticks", 3), ("2microseconds", 20),
    ("0.1s", 1_000_000), ("1.02:03:04.5", 937_845_000_000), ("30minutes", 30 * Ticks.perMinute),
  ])
  func `timespans in every unit`(_ text: String, _ ticks: Int64) {
    #expect(LiteralText.timespan(text) == ticks)
  }

  @Test(arguments: ["99999999999999d", "1x", "d", "1.5.5h", ""])
  func `timespans that are none`(_ text: String) {
    #expect(LiteralText.timespan(text) == nil)
  }

  @Test func `nulls have their type`() {
    #expect(LiteralText.value(of: .long, "null") == .null(.long))
    #expect(LiteralText.value(of: .datetime, "") == .null(.datetime))
    #expect(LiteralText.value(of: .string, "") == .string(""))
    #expect(LiteralText.value(of: .real, "-inf") == .real(-.infinity))
    #expect(LiteralText.value(of: .int, "3000000000") == nil)
  }

  @Test func `dynamic literals extend JSON`() throws {
    func parse(_ text: String) throws -> DynamicValue {
      var parser = DynamicLiteralParser(text)
      return try parser.parse()
    }
    #expect(try parse("") == .null)
    #expect(
      try parse(" [1, 2.5, 'x', \"y\\u00e9\\n\", null, true] ")
        == .array([.long(1), .real(2.5), .string("x"), .string("yé\n"), .null, .bool(true)]))
    #expect(try parse("{'a': datetime(2020-01-01), \"b\": 1d, 'c': {}}").bag?["b"] == .timespan(Ticks.perDay))
    #expect(try parse("1d") == .timespan(Ticks.perDay))
    #expect(try parse("dynamic([1])") == .array([.long(1)]))
    for bad in ["[1,", "[1 2]", "{a: 1}", "{'a' 1}", "x", "1 2", "\"x", "nope(1)", "long(x)"] {
      #expect(throws: DynamicLiteralParser.Failure.self) { try parse(bad) }
    }
    let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
    #expect(throws: DynamicLiteralParser.Failure.self) { try parse(deep) }
  }
}
