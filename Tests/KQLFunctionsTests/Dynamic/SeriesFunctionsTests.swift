import KQLFunctions
import KQLTypes
import Testing

@Suite struct SeriesFunctionsTests {
  @Test(arguments: [
    ("series_add", "[1,2,3]", "[10,20]", "[11,22,null]"), ("series_subtract", "[1,2.5]", "[1,1]", "[0.0,1.5]"),
    ("series_multiply", "[2,3]", "[4,5]", "[8,15]"), ("series_divide", "[1,2,4]", "[4,2,1]", "[0.25,1.0,4.0]"),
    ("series_pow", "[2,3]", "[3,2]", "[8.0,9.0]"), ("series_less", "[1,2,\"x\"]", "[2,2,3]", "[true,false,null]"),
    ("series_equals", "[1,2]", "[1.0,3]", "[true,false]"), ("series_greater", "[5,null]", "[1,1]", "[true,null]"),
  ])
  func `combines series`(name: String, left: String, right: String, expected: String) throws {
    #expect(try call(name, json(left), json(right)) == json(expected))
  }

  @Test func `spreads a number over a series`() throws {
    #expect(try call("series_add", json("[1,2]"), .long(10)) == json("[11,12]"))
    #expect(try call("series_subtract", .real(1), json("[1,2]")) == json("[0.0,-1.0]"))
    #expect(try call("series_add", json("1"), json("2")).isNull)
    #expect(try call("series_multiply", json("[9223372036854775807]"), .long(2)) == json("[-2]"))
  }

  @Test func `keeps series of longs whole`() throws {
    #expect(try call("series_abs", json("[-1,2,null]")) == json("[1,2,null]"))
    #expect(try call("series_abs", json("[-6.5,0]")) == json("[6.5,0.0]"))
    #expect(try call("series_floor", json("[-1.5,1]")) == json("[-2.0,1.0]"))
    #expect(try call("series_sign", json("[-6,0,8]")) == json("[-1,0,1]"))
  }

  @Test func `fills gaps`() throws {
    let gaps = json("[null,111,null,36,41,null,null,16,null]")
    #expect(try call("series_fill_forward", gaps) == json("[null,111,111,36,41,41,41,16,16]"))
    #expect(try call("series_fill_backward", gaps) == json("[111,111,36,36,41,16,16,16,null]"))
    #expect(try call("series_fill_const", gaps, .real(0)) == json("[0.0,111,0.0,36,41,0.0,0.0,16,0.0]"))
    #expect(try call("series_fill_const", json("[1,-1,null]"), .long(7), .long(-1)) == json("[1,7,null]"))
    #expect(try call("series_fill_linear", gaps) == json("[111,111,73,36,41,32,24,16,16]"))
    #expect(
      try call("series_fill_linear", gaps, .null(.real), .bool(false)) == json("[null,111,73,36,41,32,24,16,null]"))
    #expect(try call("series_fill_linear", json("[1.0,null,2.0]")) == json("[1.0,1.5,2.0]"))
    #expect(try call("series_fill_linear", json("[null,null]")) == json("[0.0,0.0]"))
    #expect(
      try call("series_fill_linear", json("[null]"), .null(.real), .bool(true), .real(3.5)) == json("[3.5]"))
    #expect(try call("series_fill_linear", json("[0,4,0]"), .long(0)) == json("[4,4,4]"))
  }

  @Test func `summarises`() throws {
    #expect(try call("series_sum", json("[1,2.5]")) == .real(3.5))
    #expect(try call("array_sum", json("[1,null]")).isNull)
    #expect(try call("series_product", json("[1,2,3,4]")) == .real(24))
    #expect(try call("series_magnitude", json("[3,4]")) == .real(5))
    #expect(try call("series_dot_product", json("[1,2,4]"), json("[4,2,1,9]")) == .real(12))
    #expect(try call("series_dot_product", json("[1,2,4]"), .long(1)) == .real(7))
    #expect(try call("series_dot_product", json("[]"), json("[1]")).isNull)
    #expect(try call("series_pearson_correlation", json("[1,2]"), json("[1]")).isNull)
    #expect(
      try call("series_stats", json("[2,8,8,2]"))
        == .dynamic(.array([.real(2), .long(0), .real(8), .long(1), .real(5), .real(12.0.squareRoot()), .real(12)])))
    #expect(
      try call("series_stats", json("[null,1]")) == json("[null,null,null,null,null,null,null]"))
    #expect(
      try call("series_stats_dynamic", json("[null,1]"), .bool(true))
        == json(
          """
          {"min":1.0,"min_idx":1,"max":1.0,"max_idx":1,"avg":1.0,"stdev":0.0,"variance":0.0,"sum":1.0,"len":1}
          """))
  }

  @Test func `filters`() throws {
    #expect(try call("series_fir", json("[0,0,10,20]"), json("[1,1]")) == json("[0.0,0.0,5.0,15.0]"))
    #expect(
      try call("series_fir", json("[5,15,10,20]"), json("[1,-1]"), .bool(false), .bool(false))
        == json("[5,10,-5,10]"))
    #expect(
      try call("series_fir", json("[0,9,0,0]"), json("[1,1,1]"), .bool(true), .bool(true))
        == json("[3.0,3.0,3.0,0.0]"))
    #expect(try call("series_fir", json("[1]"), json("[1,-1]"), .bool(true)).isNull)
    #expect(try call("series_iir", json("[1,2,3]"), json("[1]"), json("[1,-1]")) == json("[1.0,3.0,6.0]"))
    #expect(try call("series_iir", json("[1]"), json("[1]"), json("[0]")).isNull)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 12, 60, 64, 97])
  func `transforms as the definition says, and back`(count: Int) throws {
    let numbers = (0..<count).map { Double(($0 * 37 + 11) % 23) - 7 }
    let series = ScalarValue.dynamic(.array(numbers.map(DynamicValue.real)))
    let spectrum = try call("series_fft", series)
    guard case .dynamic(.array(let parts)) = spectrum, case .array(let real) = parts[0],
      case .array(let imaginary) = parts[1]
    else { throw ExecutionError.badInput("not a pair") }
    // The first coefficient is the sum, and the sum of all coefficients is the first number times their count.
    #expect(abs(number(real[0]) - numbers.reduce(0, +)) < 1e-9)
    #expect(abs(real.map(number).reduce(0, +) - numbers[0] * Double(count)) < 1e-8)
    let back = try call("series_ifft", .dynamic(parts[0]), .dynamic(parts[1]))
    guard case .dynamic(.array(let pair)) = back, case .array(let restored) = pair[0] else { return }
    #expect(zip(restored.map(number), numbers).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(imaginary.count == count)
  }

  @Test func `fits lines and polynomials`() throws {
    guard case .dynamic(.array(let line)) = try call("series_fit_line", json("[1,3,5,7]")) else { return }
    let fitted = DynamicValue.array([1, 3, 5, 7].map(DynamicValue.real))
    #expect(line == [.real(1), .real(2), .real(20.0 / 3), .real(0), .real(1), fitted])
    guard case .dynamic(.array(let lines)) = try call("series_fit_2lines", json("[0,1,2,9,8,7]")) else { return }
    #expect(lines.count == 15)
    #expect(lines[1] == .long(3))
    guard case .dynamic(.array(let poly)) = try call("series_fit_poly", json("[1,4,9,16]"), json("[1,2,3,4]"), .int(2)),
      case .array(let coefficients) = poly[1]
    else { return }
    #expect(zip(coefficients.map(number), [1, 0, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try call("series_fit_poly", json("[1,2]"), json("[1,2]"), .int(5)).isNull)
    #expect(try call("series_fit_line", json("[]")).isNull)
  }

  @Test func `scores outliers as the documentation's authors do`() throws {
    let values = json("[-3,2.4,15,3.9,5,6,4.5,5.2,3,4,5,16,7,5,5,4]")
    guard case .dynamic(.array(let scores)) = try call("series_outliers", values) else { return }
    #expect(abs(number(scores[0]) + 1.9040785483608571) < 1e-12)
    #expect(abs(number(scores[2]) - 1.3361954725339347) < 1e-12)
    #expect(number(scores[3]) == 0)
    #expect(throws: ExecutionError.self) { try call("series_outliers", values, .string("other")) }
  }

  @Test func `finds what repeats`() throws {
    let noisy = json("[2,5,3,4,3,2,1,2,3,4,3,2,1,2,3,4,3,2,1,2,3,4,3,2,1]")
    let period = [1.0, 2, 3, 4, 3, 2]
    #expect(try call("series_seasonal", noisy) == .dynamic(.array((0..<25).map { .real(period[$0 % 6]) })))
    #expect(
      try call("series_seasonal", json("[1,3,5,1,3,5,2,4,6]"), .long(3))
        == json("[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]"))
    let short = json("[1,3,5,2,4,6,1,3,5,2,4,6]")
    #expect(try call("series_seasonal", short) == .dynamic(.array([DynamicValue](repeating: .real(0), count: 12))))
  }

  @Test func `forecasts beyond what it learned`() throws {
    let learned = (0..<30).map { DynamicValue.real(Double($0 % 5) + Double($0)) }
    let values = learned + [DynamicValue](repeating: .real(0), count: 5)
    guard
      case .dynamic(.array(let forecast)) = try call(
        "series_decompose_forecast", .dynamic(.array(values)), .long(5), .long(5))
    else { return }
    #expect(forecast.count == 35)
    #expect(zip(forecast[30...].map(number), forecast[25...].map(number)).allSatisfy { abs($0 - $1 - 5) < 1 })
  }

  private func number(_ value: DynamicValue) -> Double {
    if case .real(let number) = value { return number }
    if case .long(let number) = value { return Double(number) }
    return .nan
  }
}
