import KQLTypes
import Testing

@Suite struct KQLDecimalTests {
  @Test(arguments: [
    ("0", "0"), ("-0.0", "0.0"), ("1.50", "1.50"), ("+7", "7"), ("  42 ", "42"), (".5", "0.5"), ("5.", "5"),
    ("1e3", "1000"), ("12.5e-3", "0.0125"), ("-1.25E1", "-12.5"),
    ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ("0.123456789012345678901234567890123456785", "0.12345678901234567890123456789012345678"),
    ("0.123456789012345678901234567890123456786", "0.12345678901234567890123456789012345679"),
    ("1e-60", "0.00000000000000000000000000000000000000"),
  ])
  func `reads and writes`(text: String, expected: String) throws {
    #expect(try #require(KQLDecimal(text)).description == expected)
  }

  @Test(arguments: [
    "", " ", "-", ".", "1e", "1..2", "1 2", "abc", "0x1F", "1e99", "999999999999999999999999999999999999999", "NaN",
  ])
  func `refuses what is no decimal`(text: String) {
    #expect(KQLDecimal(text) == nil)
  }

  private func decimal(_ text: String) -> KQLDecimal { KQLDecimal(text)! }

  @Test func `adds and subtracts exactly`() {
    #expect(decimal("0.1").adding(decimal("0.2"))?.description == "0.3")
    #expect(decimal("1").subtracting(decimal("0.01"))?.description == "0.99")
    #expect(decimal("0.1").adding(decimal("0.2")) == decimal("0.30"))
  }

  @Test func `keeps the leading digits when scales are far apart`() {
    let large = decimal("99999999999999999999999999999999999990")
    #expect(large.adding(decimal("0.00000000000000000000000000000000000001")) == large)
    #expect(large.adding(decimal("9")) == decimal("99999999999999999999999999999999999999"))
    #expect(large.adding(decimal("10")) == nil)
  }

  @Test func `multiplies with rounding and reports what is too large`() {
    #expect(decimal("1.5").multiplied(by: decimal("-1.5"))?.description == "-2.25")
    let third = decimal("0.33333333333333333333333333333333333333")
    #expect(third.multiplied(by: third)?.description == "0.11111111111111111111111111111111111111")
    #expect(decimal("1e20").multiplied(by: decimal("1e20")) == nil)
  }

  @Test func `divides to 34 digits`() {
    #expect(decimal("10").divided(by: 3)?.description == "3.333333333333333333333333333333333")
    #expect(decimal("2").divided(by: 3)?.description == "0.6666666666666666666666666666666667")
    #expect(decimal("10").divided(by: 4)?.description == "2.5")
    #expect(decimal("-1").divided(by: decimal("0.01"))?.description == "-100")
    #expect(decimal("1").divided(by: 0) == nil)
  }

  @Test func `takes remainders with the sign of the dividend`() {
    #expect(decimal("10").remainder(dividingBy: 3)?.description == "1")
    #expect(decimal("-10.5").remainder(dividingBy: 3)?.description == "-1.5")
    #expect(decimal("1").remainder(dividingBy: 0) == nil)
  }

  @Test func `compares by value at any scale`() {
    let ascending = ["-1e37", "-1.01", "-1", "0", "1e-38", "0.1", "0.10000000000000000000001", "1", "1e37"].map(decimal)
    for (i, left) in ascending.enumerated() {
      for (j, right) in ascending.enumerated() {
        #expect((left < right) == (i < j))
        #expect((left == right) == (i == j))
      }
    }
    #expect(Set([decimal("1"), decimal("1.0"), decimal("1.00")]).count == 1)
    #expect(Set([decimal("0"), decimal("0.00")]).count == 1)
  }

  @Test(arguments: [0, 0.1, -2.5, 1e10, 123_456.789, 1e-10, Double.leastNonzeroMagnitude])
  func `converts to the nearest real and back`(value: Double) {
    let decimal = KQLDecimal(value)
    #expect(value == Double.leastNonzeroMagnitude ? decimal.isZero : decimal.doubleValue == value)
  }

  @Test func `gives bounds for reals beyond the range`() {
    #expect(KQLDecimal(Double.nan) == 0)
    #expect(KQLDecimal(converting: .infinity) == nil)
    #expect(KQLDecimal(1e300).description == String(repeating: "9", count: 38))
  }

  @Test(arguments: [
    (2.5, FloatingPointRoundingRule.toNearestOrEven, "2"), (2.5, .toNearestOrAwayFromZero, "3"), (-2.5, .up, "-2"),
    (-2.5, .down, "-3"), (2.9, .towardZero, "2"), (-2.1, .awayFromZero, "-3"),
  ])
  func `rounds by rule`(value: Double, rule: FloatingPointRoundingRule, expected: String) {
    #expect(KQLDecimal(value).rounded(toScale: 0, rule).description == expected)
  }
}
