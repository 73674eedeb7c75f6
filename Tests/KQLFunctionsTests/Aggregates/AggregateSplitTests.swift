import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Threads, batches and the numbering of groups must not show in any result.
@Suite struct AggregateSplitTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var types: [ScalarType]
    var constants: [Int: ScalarValue] = [:]
    var testDescription: String { "\(name)(\(types.map(\.name).joined(separator: ", ")))" }
  }

  static let summable: [ScalarType] = [.int, .long, .real, .decimal, .datetime, .timespan]
  static let ordered: [ScalarType] = summable + [.bool, .guid, .string]

  static let cases: [Case] =
    [Case(name: "count", types: []), Case(name: "countif", types: [.bool])]
    + ["sum", "avg", "stdev", "stdevp", "variance", "variancep", "tdigest"].flatMap { name in
      summable.map { Case(name: name, types: [$0]) }
    }
    + ["sumif", "avgif", "stdevif", "varianceif", "variancepif"].map { Case(name: $0, types: [.real, .bool]) }
    + ["min", "max", "percentile"].flatMap { name in
      ordered.map { type in
        name == "percentile"
          ? Case(name: name, types: [type, .long], constants: [1: .long(40)]) : Case(name: name, types: [type])
      }
    }
    + ["minif", "maxif", "take_anyif", "dcountif", "count_distinctif", "make_list_if", "make_set_if"].map {
      Case(name: $0, types: [.string, .bool])
    }
    + ["arg_min", "arg_max"].flatMap { name in ordered.map { Case(name: name, types: [$0, .string, .dynamic]) } }
    + ["take_any", "dcount", "count_distinct", "make_list", "make_list_with_nulls", "make_set"].flatMap { name in
      (ordered + [.dynamic]).map { Case(name: name, types: [$0]) }
    }
    + ["make_list", "make_set"].flatMap { name in
      [ScalarType.string, .dynamic].map { Case(name: name, types: [$0, .long], constants: [1: .long(3)]) }
    }
    + [
      Case(name: "take_any", types: [.long, .string]),
      Case(name: "make_bag", types: [.dynamic]),
      Case(name: "make_bag", types: [.dynamic, .long], constants: [1: .long(2)]),
      Case(name: "make_bag_if", types: [.dynamic, .bool]),
      Case(name: "buildschema", types: [.dynamic]),
      Case(name: "hll", types: [.string, .long], constants: [1: .long(0)]),
      Case(name: "hll_if", types: [.long, .bool]),
      Case(name: "covariance", types: [.real, .long]),
      Case(name: "covariancep", types: [.real, .real]),
      Case(name: "covarianceif", types: [.real, .real, .bool]),
      Case(name: "covariancepif", types: [.real, .real, .bool]),
      Case(name: "percentiles", types: [.real, .long, .real], constants: [1: .long(5), 2: .real(99.5)]),
      Case(name: "percentilesw", types: [.long, .long, .long], constants: [2: .long(50)]),
      Case(name: "percentilew", types: [.string, .int, .long], constants: [2: .long(50)]),
      Case(
        name: "percentiles_array", types: [.datetime, .dynamic],
        constants: [1: .dynamic(.array([.long(1), .real(50.5)]))]),
      Case(name: "tdigest", types: [.long, .long]),
      Case(name: "binary_all_and", types: [.long]),
      Case(name: "binary_all_or", types: [.int]),
      Case(name: "binary_all_xor", types: [.timespan]),
    ]

  @Test(arguments: cases)
  func `gives the same bytes however rows are split`(_ test: Case) throws {
    for seed in [1, 2, 3] as [UInt64] {
      var generator = SeededGenerator(seed: seed)
      let groupCount = [1, 3, 17][Int(seed) - 1]
      let rowCount = [0, 150, 700][Int(seed) - 1]
      let call = AggregateCall(
        test.name, types: test.types, constants: test.types.indices.map { test.constants[$0] },
        rows: (0..<rowCount).map { _ in test.types.map { Self.value($0, &generator) } },
        groups: (0..<rowCount).map { _ in Int.random(in: 0..<groupCount, using: &generator) }, groupCount: groupCount)
      let expected = try call.run()
      for threads in [1, 2, 5] {
        let actual = try call.run(threads: threads, using: &generator)
        let isSame = zip(expected, actual).allSatisfy { zip($0, $1).allSatisfy { $0.isIdentical(to: $1) } }
        #expect(isSame, "seed \(seed), \(threads) threads: \(expected) and \(actual)")
      }
    }
  }

  /// Values with many repetitions, nulls and the extremes of each type.
  static func value(_ type: ScalarType, _ generator: inout SeededGenerator) -> ScalarValue {
    if type != .string, Int.random(in: 0..<8, using: &generator) == 0 { return .null(type) }
    let small = Int64.random(in: -20...20, using: &generator)
    switch type {
    case .bool: return .bool(small > 0)
    case .int: return .int(Int32(small))
    case .long: return .long(small == 20 ? .max : small == -20 ? .min : small)
    case .real:
      let special: [Double] = [1e300, -1e300, 0.1, -0.0, 0.0, .leastNonzeroMagnitude, 1e-17, 1e16, 3.3e7]
      return .real(small > 11 ? special[Int(small) - 12] : Double(small) * 0.3)
    case .decimal: return .decimal(KQLDecimal(mantissa: Int128(small), scale: Int(small.magnitude % 4)))
    case .datetime: return .datetime(630_000_000_000_000_000 + small * 1_234_567)
    case .timespan: return .timespan(small * 7_777_777)
    case .guid: return .guid(UInt128(small.magnitude) << 64 | 5)
    case .string: return .string(small < -10 ? "" : "value \(small % 7)")
    case .dynamic:
      switch small % 5 {
      case 0: return .dynamic(.bag(DynamicBag([("k\(small)", .long(small)), ("k", .string("v\(small)"))])))
      case 1: return .dynamic(.array([.long(small), .string("x"), .array([.real(0.5)])]))
      case 2: return .dynamic(.string("s\(small)"))
      case 3: return .dynamic(.array([]))
      default: return .dynamic(.long(small))
      }
    }
  }
}
