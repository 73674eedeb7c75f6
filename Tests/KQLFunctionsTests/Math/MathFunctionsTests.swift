import KQLFunctions
import KQLTypes
import Testing

@Suite struct MathFunctionsTests {
  private func real(_ name: String, _ arguments: Double...) throws -> Double {
    let values = arguments.map(ScalarValue.real)
    let result =
      switch values.count {
      case 1: try call(name, values[0])
      case 2: try call(name, values[0], values[1])
      case 3: try call(name, values[0], values[1], values[2])
      default: try call(name, values[0], values[1], values[2], values[3], values[4], values[5])
      }
    return try #require(result.number)
  }

  @Test(arguments: [
    ("cot", 1, 0.6420926159343306), ("log2", 5, 2.321928094887362), ("exp10", 2, 100),
    ("loggamma", 5, 3.1780538303479458),
    ("gamma", 5, 24), ("erf", -3, -0.9999779095030014), ("erfc", 3, 2.2090496998585438e-05),
    ("degrees", Double.pi, 180),
    ("radians", 360, 2 * Double.pi), ("sign", -42, -1), ("sign", Double.nan, 0), ("ceiling", -5.5, -5),
    ("round", 2.5, 3),
    ("round", -0.5, -1),
  ])
  func `functions of one number`(name: String, x: Double, expected: Double) throws {
    #expect(abs(try real(name, x) - expected) <= 1e-12 * max(1, abs(expected)))
  }

  @Test func `distributions`() throws {
    #expect(abs(try real("beta_pdf", 0.5, 10, 20) - 0.746176019310951) < 1e-12)
    #expect(try real("beta_pdf", 1.5, 10, 20).isNaN)
    #expect(try real("beta_cdf", 0.1, -1, 20).isNaN)
    for (alpha, beta) in [(10.0, 20.0), (0.5, 0.5), (1, 3), (200, 3), (1e-3, 5)] {
      for x in [0.01, 0.1, 0.5, 0.9, 0.99] {
        let probability = try real("beta_cdf", x, alpha, beta)
        #expect(abs(probability + (try real("beta_cdf", 1 - x, beta, alpha)) - 1) < 1e-12)
        guard probability > 1e-12, probability < 1 - 1e-12 else { continue }
        let back = try real("beta_inv", probability, alpha, beta)
        #expect(abs(try real("beta_cdf", back, alpha, beta) - probability) < 1e-9)
      }
    }
    let p = try real("welch_test", 20.82, 7.8674285714, 15, 22.986666666666668, 3.8126666667, 15)
    #expect(abs(p - 0.0213780015) < 1e-8)
  }

  @Test(arguments: [
    (2.98765, 3, 2.988), (2.15, 1, 2.2), (2.15, 0, 2), (-50.55, -2, -100), (21.5, -1, 20), (1e300, 20, 1e300),
    (5, -400, 0),
    (0.1, 400, 0.1),
  ])
  func `rounds to digits`(value: Double, digits: Int64, expected: Double) throws {
    #expect(try call("round", .real(value), .long(digits)) == .real(expected))
  }

  @Test func `rounds whole numbers and decimals`() throws {
    #expect(try call("round", .long(151), .long(-1)) == .long(150))
    #expect(try call("round", .long(-155), .long(-1)) == .long(-160))
    #expect(try call("round", .int(7)) == .int(7))
    #expect(try call("round", .long(.max), .long(-30)) == .long(0))
    #expect(try call("round", .decimal(KQLDecimal("2.345")!), .long(2)) == .decimal(KQLDecimal("2.35")!))
    #expect(try call("round", .decimal(KQLDecimal("1250.5")!), .long(-2)) == .decimal(1300))
    #expect(try call("ceiling", .int(3)) == .real(3))
    #expect(try call("ceiling", .decimal(KQLDecimal("-2.5")!)) == .decimal(-2))
    #expect(try call("abs", .int(.min)) == .long(2_147_483_648))
    #expect(try call("abs", .long(.min)) == .long(.min))
    #expect(try call("abs", .timespan(-5)) == .timespan(5))
  }

  @Test func `bits`() throws {
    #expect(try call("binary_shift_left", .long(1), .long(65)) == .long(2))
    #expect(try call("binary_shift_right", .long(-8), .long(1)) == .long(-4))
    #expect(try call("binary_shift_left", .long(1), .long(-1)) == .null(.long))
    #expect(try call("binary_xor", .int(6), .long(3)) == .long(5))
    #expect(try call("bitset_count_ones", .long(-1)) == .long(64))
    #expect(try call("tohex", .long(-256)) == .string("ffffffffffffff00"))
    #expect(try call("tohex", .int(-256), .long(8)) == .string("ffffff00"))
    #expect(try call("tohex", .long(256), .long(.max)) == .string("0000000000000100"))
  }

  @Test(arguments: [
    ("convert_angle", 1.2, "Degree", "Arcminute", 72),
    ("convert_energy", 1.2, "Joule", "BritishThermalUnit", 0.0011373805443759806),
    ("convert_speed", 1.2, "MeterPerSecond", "CentimeterPerHour", 432000),
    ("convert_temperature", 212, "DegreeFahrenheit", "DegreeCelsius", 100),
    ("convert_angle", 0.5, "Tilt", "Degree", 30), ("convert_length", 1.2, "Foot", "Yard", 0.4),
    ("convert_volume", 1, "UsQuart", "UsPint", 2),
  ])
  func `units`(name: String, value: Double, from: String, to: String, expected: Double) throws {
    let result = try #require(try call(name, .real(value), .string(from), .string(to)).number)
    #expect(abs(result - expected) < 1e-9 * max(1, expected))
  }

  @Test(arguments: [
    "convert_angle", "convert_energy", "convert_force", "convert_length", "convert_mass", "convert_speed",
    "convert_temperature", "convert_volume",
  ])
  func `every documented unit is known`(name: String) throws {
    let units = try #require(FunctionSurface.scalars[name]).signatures[0].parameters[1].allowedValues
    for unit in units {
      let back = try #require(try call(name, .real(0.25), .string(units[0]), .string(unit)).number, "\(unit)")
      #expect(
        abs(try #require(try call(name, .real(back), .string(unit), .string(units[0])).number) - 0.25) < 1e-6, "\(unit)"
      )
    }
    #expect(try call(name, .real(1), .string("none"), .string(units[0])) == .null(.real))
  }
}
