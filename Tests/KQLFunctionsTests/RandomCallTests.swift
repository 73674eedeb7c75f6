import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Calls every function and operator with arguments of the documented types, drawn from the awkward ones. Nothing may trap, and
/// constants and columns must give the same type of result.
@Suite struct RandomCallTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return ByteHash.mix(state)
    }
  }

  private static let integers: [Int64] = [
    0, 1, -1, 2, 7, 31, 32, 64, 100, 1000, -100, .max, .min, .max - 1, .min + 1, 1 << 31, -(1 << 31), 1 << 53,
    Ticks.unixEpoch, Ticks.maximumDatetime,
  ]
  private static let reals: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e-300, 1e300, 9.3e18, -9.3e18, .nan, .infinity, -.infinity, 1e15, 4.2,
  ]
  private static let strings: [String] = [
    "", " ", "a", "abc,def", "é", "e\u{301}", "😀a", "10.0.0.1/8", "::ffff:1.2.3.4", "2020-01-01", "1.5", "-1", "true",
    "{\"a\":[1,2,{\"b\":null}]}", "[1,2", "https://u:p@h:1/p?k=v#f", "C:\\a\\b.c:d", "xn--a", "YWJj", "====",
    "(a|b)*c\\d+",
    "[", "normal", "regex", "windows", "day", "Meter", "yyyy-MM-dd", "$.a[0]", "\u{0}\u{7}\n",
    "00000000-0000-0000-0000-000000000001",
    String(repeating: "ab", count: 300), "<a b='c'>d<e/></a>", "v1.2.3",
  ]

  private static func dynamic(_ generator: inout Generator, depth: Int = 0) -> DynamicValue {
    switch Int.random(in: 0..<(depth > 2 ? 9 : 13), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .long(integers.randomElement(using: &generator)!)
    case 3: return .real(reals.randomElement(using: &generator)!)
    case 4: return .decimal(KQLDecimal(integers.randomElement(using: &generator)!))
    case 5: return .datetime(Int64.random(in: 0...Ticks.maximumDatetime, using: &generator))
    case 6: return .timespan(integers.randomElement(using: &generator)!)
    case 7: return .guid(1)
    case 8: return .string(strings.randomElement(using: &generator)!)
    case 9: return .bag(DynamicBag([("a", dynamic(&generator, depth: depth + 1)), ("é", .long(1))]))
    case 10:
      let count = Int.random(in: 0...6, using: &generator)
      return .array((0..<count).map { _ in .long(integers.randomElement(using: &generator)!) })
    case 11:
      let count = Int.random(in: 0...6, using: &generator)
      return .array((0..<count).map { _ in .real(reals.randomElement(using: &generator)!) })
    default:
      let count = Int.random(in: 0...5, using: &generator)
      return .array((0..<count).map { _ in dynamic(&generator, depth: depth + 1) })
    }
  }

  private static func value(_ type: ScalarType, _ generator: inout Generator) -> ScalarValue {
    if type != .string, Int.random(in: 0..<6, using: &generator) == 0 {
      return type == .dynamic ? .dynamic(.null) : .null(type)
    }
    switch type {
    case .bool: return .bool(.random(using: &generator))
    case .int: return .int(Int32(truncatingIfNeeded: integers.randomElement(using: &generator)!))
    case .long: return .long(integers.randomElement(using: &generator)!)
    case .real: return .real(reals.randomElement(using: &generator)!)
    case .decimal:
      let mantissa = Int128(integers.randomElement(using: &generator)!)
      return .decimal(KQLDecimal(mantissa: mantissa, scale: Int.random(in: 0...20, using: &generator)))
    case .datetime: return .datetime(Int64.random(in: 0...Ticks.maximumDatetime, using: &generator))
    case .timespan: return .timespan(integers.randomElement(using: &generator)!)
    case .guid: return .guid(UInt128.random(in: 0 ... .max, using: &generator))
    case .string: return .string(strings.randomElement(using: &generator)!)
    case .dynamic: return .dynamic(dynamic(&generator))
    }
  }

  /// The types that the arguments may have, one draw.
  private static func types(_ parameters: [Parameter], _ generator: inout Generator) -> [ScalarType]? {
    let common = ScalarType.allCases.filter { $0 != .dynamic }.randomElement(using: &generator)!
    var result: [ScalarType] = []
    for parameter in parameters {
      switch parameter.type {
      case .type, .tabular: return nil
      case .sameAsArgument(let index): result.append(index < result.count ? result[index] : .long)
      case .commonScalar, .commonScalarOrDynamic, .commonOrderable: result.append(common)
      default:
        let accepted = ScalarType.allCases.filter { parameter.type.accepts($0) }
        guard let type = accepted.randomElement(using: &generator) else { return nil }
        result.append(type)
      }
    }
    return result
  }

  private static func resultType(
    _ function: ScalarFunction, _ rule: ResultRule, _ parameters: [Parameter], _ types: [ScalarType],
    _ constants: [ScalarValue?]
  ) -> ScalarType? {
    if let type = function.resultType?(types, constants) { return type }
    switch rule {
    case .exactly(let type): return type
    case .argument(let index): return index < types.count ? types[index] : nil
    case .promotedArgument(let index):
      return index < types.count ? (types[index] == .int ? .long : types[index]) : nil
    case .widest: return types.filter(\.isNumeric).max { ($0.numericRank ?? 0) < ($1.numericRank ?? 0) }
    case .common, .commonNonDynamic:
      for (parameter, type) in zip(parameters, types) {
        switch parameter.type {
        case .commonScalar, .commonScalarOrDynamic, .commonOrderable: return type
        default: continue
        }
      }
      return nil
    case .lastTypeLiteral, .custom: return nil
    }
  }

  private static func argument(_ parameter: Parameter, _ type: ScalarType, _ generator: inout Generator) -> ScalarValue
  {
    if let allowed = parameter.allowedValues.randomElement(using: &generator), Bool.random(using: &generator) {
      return .string(allowed)
    }
    return value(type, &generator)
  }

  private static let names = (FunctionSurface.scalars.names + FunctionSurface.operators.names).filter {
    FunctionRegistry.standard.scalar($0) != nil
  }

  @Test(.serialized, arguments: names)
  func `never traps`(name: String) throws {
    let function = try #require(FunctionRegistry.standard.scalar(name))
    let entry = try #require(FunctionSurface.scalars[name] ?? FunctionSurface.operators[name])
    var generator = Generator(state: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    for signature in entry.signatures {
      for _ in 0..<40 {
        let count = Int.random(
          in: signature.minimumCount...min(signature.maximumCount, signature.minimumCount + 4), using: &generator)
        guard let parameters = signature.parameters(forArgumentCount: count),
          let types = Self.types(parameters, &generator)
        else { continue }
        let rows = (0..<3).map { _ in zip(parameters, types).map { Self.argument($0, $1, &generator) } }
        let isConstant = parameters.map { $0.form != .expression || Bool.random(using: &generator) }
        let constants = zip(rows[0], isConstant).map { $1 ? $0 : nil }
        guard let type = Self.resultType(function, signature.result, parameters, types, constants) else { continue }
        let site = CallSite(
          name: name, argumentTypes: types, constants: constants, resultType: type, now: Ticks.unixEpoch)
        guard let kernel = try? function.prepare(site) else { continue }
        let data = types.indices.map { index -> Datum in
          isConstant[index]
            ? .constant(rows[0][index]) : .column(Column(rows.map { $0[index] }, type: types[index]))
        }
        guard let result = try? kernel(data, rows.count) else { continue }
        #expect(result.type == type, "\(name)\(types) gives \(result.type) and not \(type)")
        if case .column(let column) = result { #expect(column.count == rows.count, "\(name)\(types)") }
      }
    }
  }
}
