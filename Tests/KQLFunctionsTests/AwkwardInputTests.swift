import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Calls every scalar function and operator with values at the edges of their types: whatever comes out, nothing may
/// trap, and the result must have the type that was promised.
@Suite struct AwkwardInputTests {
  private static let names: [String] = FunctionRegistry.standard.scalarNames

  @Test(arguments: names)
  func `no value traps`(name: String) throws {
    let function = try #require(FunctionRegistry.standard.scalar(name))
    guard let entry = FunctionSurface.scalars[name] ?? FunctionSurface.operators[name] else { return }
    var generator = SeededGenerator(seed: UInt64(truncatingIfNeeded: name.utf8.reduce(17) { $0 &* 31 &+ Int($1) }))
    for signature in entry.signatures {
      for _ in 0..<60 {
        let limit = min(signature.maximumCount, signature.minimumCount + 3)
        let count = Int.random(in: signature.minimumCount...max(signature.minimumCount, limit), using: &generator)
        guard let parameters = signature.parameters(forArgumentCount: count) else { continue }
        guard let arguments = Self.arguments(for: parameters, &generator) else { break }
        try check(function, signature, parameters, arguments, &generator)
      }
    }
  }

  private func check(
    _ function: ScalarFunction, _ signature: FunctionSignature, _ parameters: [Parameter], _ arguments: [ScalarValue],
    _ generator: inout SeededGenerator
  ) throws {
    let types = arguments.map(\.type)
    // Some arguments are constants, those that must be among them.
    let areConstant = parameters.map { parameter in
      parameter.form == .constant || parameter.form == .literal || !parameter.allowedValues.isEmpty
        || Bool.random(using: &generator)
    }
    let constants = zip(arguments, areConstant).map { $1 ? $0 : nil }
    guard let type = function.resultType?(types, constants) ?? Self.declaredType(signature, types) else { return }
    let site = CallSite(
      name: function.name, argumentTypes: types, constants: constants, resultType: type,
      now: CalendarFields(year: 2026, month: 11, day: 24)!.ticks)
    for rowCount in [0, 1, 3] {
      let data = zip(arguments, areConstant).map { argument, isConstant in
        isConstant ? Datum.constant(argument) : .column(Column(repeating: argument, count: rowCount))
      }
      // Refusing is as good as answering.
      guard let kernel = try? function.prepare(site), let result = try? kernel(data, rowCount) else { return }
      #expect(result.type == type, "\(function.name)(\(arguments))")
      if case .column(let column) = result { #expect(column.count == rowCount) }
    }
  }

  private static func declaredType(_ signature: FunctionSignature, _ types: [ScalarType]) -> ScalarType? {
    switch signature.result {
    case .exactly(let type): return type
    case .argument(let index), .promotedArgument(let index): return types[index] == .int ? .long : types[index]
    case .widest:
      return types.filter(\.isNumeric).max { ($0.numericRank ?? 0) < ($1.numericRank ?? 0) }.map { $0 == .int ? .long : $0 }
    case .common, .commonNonDynamic: return types.last
    case .lastTypeLiteral, .custom: return nil
    }
  }

  // MARK: - Values

  /// - Returns: `nil` when a parameter takes no scalar.
  private static func arguments(for parameters: [Parameter], _ generator: inout SeededGenerator) -> [ScalarValue]? {
    var arguments: [ScalarValue] = []
    // All arguments of a common class have one type.
    let common = ScalarType.allCases.filter { $0 != .dynamic }.randomElement(using: &generator)!
    for parameter in parameters {
      if let allowed = parameter.allowedValues.randomElement(using: &generator) {
        arguments.append(.string(allowed))
        continue
      }
      let type: ScalarType?
      switch parameter.type {
      case .commonScalar, .commonScalarOrDynamic, .commonOrderable: type = common
      case .sameAsArgument(let index): type = arguments[index].type
      default: type = ScalarType.allCases.filter { parameter.type.accepts($0) }.randomElement(using: &generator)
      }
      guard let type, let value = values(type).randomElement(using: &generator) else { return nil }
      arguments.append(value)
    }
    return arguments
  }

  private static func values(_ type: ScalarType) -> [ScalarValue] {
    switch type {
    case .bool: [.bool(true), .bool(false), .null(.bool)]
    case .int: [.int(.min), .int(.max), .int(0), .int(-1), .int(3), .null(.int)]
    case .long: [.long(.min), .long(.max), .long(0), .long(-1), .long(1), .long(3), .long(64), .null(.long)]
    case .real:
      [
        .real(0), .real(-0.0), .real(.nan), .real(.infinity), .real(-.infinity), .real(.greatestFiniteMagnitude),
        .real(.leastNonzeroMagnitude), .real(-1.5), .real(0.5), .real(0x1p63), .null(.real),
      ]
    case .decimal:
      [
        .decimal(0), .decimal(-1), .decimal(KQLDecimal("99999999999999999999999999999999999999")!),
        .decimal(KQLDecimal("0.00000000000000000000000000000000000001")!), .decimal(KQLDecimal("-2.50")!), .null(.decimal),
      ]
    case .datetime: [.datetime(0), .datetime(Ticks.maximumDatetime), .datetime(Ticks.unixEpoch), .null(.datetime)]
    case .timespan:
      [
        .timespan(0), .timespan(.min), .timespan(.max), .timespan(-1), .timespan(1), .timespan(Ticks.perDay),
        .null(.timespan),
      ]
    case .guid: [.guid(0), .guid(.max), .null(.guid)]
    case .string:
      [
        .string(""), .string(" "), .string("a,b"), .string("é😀\u{0}"), .string("127.0.0.1/8"), .string("2020-02-29"),
        .string("["), .string("{\"a\":[1,null]}"), .string("(a*)*b"), .string("US/Pacific"), .string("$.a[0]"),
        .string("-9223372036854775808"), .string(String(repeating: "x", count: 300)),
      ]
    case .dynamic:
      [
        .dynamic(.null), .dynamic(.long(.min)), .dynamic(.real(.nan)), .dynamic(.string("a")), .dynamic(.array([])),
        .dynamic(.array([.null, .long(1), .string("x"), .real(.infinity), .array([.bool(true)])])),
        .dynamic(.array([.real(1), .real(2), .real(3), .real(4)])), .dynamic(.array([.long(.max), .long(.max)])),
        .dynamic(.bag(DynamicBag([("a", .long(1)), ("", .null)]))), .dynamic(.bag(DynamicBag())),
        .dynamic(.datetime(0)), .dynamic(.timespan(.min)), .dynamic(.bool(false)),
      ]
    }
  }
}
