import KQLColumnar
import KQLFunctions
import KQLTypes

/// Numbers that depend on a seed alone.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}

/// A call of an aggregate with its input, which can be run in many ways that must not matter.
struct AggregateCall {
  var name: String
  var types: [ScalarType]
  /// The constants among the arguments.
  var constants: [ScalarValue?]
  /// A row has a value for each argument.
  var rows: [[ScalarValue]]
  var groups: [Int]
  var groupCount: Int

  init(
    _ name: String, types: [ScalarType], constants: [ScalarValue?]? = nil, rows: [[ScalarValue]],
    groups: [Int]? = nil, groupCount: Int = 1
  ) {
    self.name = name
    self.types = types
    self.constants = constants ?? types.map { _ in nil }
    self.rows = rows
    self.groups = groups ?? rows.map { _ in 0 }
    self.groupCount = groupCount
  }

  /// A call with one argument over one group.
  init(_ name: String, _ type: ScalarType, _ values: [ScalarValue]) {
    self.init(name, types: [type], rows: values.map { [$0] })
  }

  private var function: AggregateFunction { FunctionRegistry.standard.aggregate(name)! }

  private var site: CallSite {
    let signature = FunctionSurface.aggregates[name]!.signatures[0]
    let result: ScalarType =
      switch signature.result {
      case .exactly(let type): type
      case .argument: types[0]
      case .promotedArgument: types[0] == .int ? .long : types[0]
      default: function.resultType?(types, constants) ?? types[0]
      }
    return CallSite(name: name, argumentTypes: types, constants: constants, resultType: result, now: 0)
  }

  /// All rows in one batch.
  func run() throws -> [[ScalarValue]] {
    let aggregator = try function.prepare(site)
    try update(aggregator, 0..<rows.count, mapping: Array(0..<groupCount), groupCount: groupCount)
    return try values(aggregator)
  }

  /// The rows in batches of random sizes, dealt to some threads that number groups in their own ways, merged in
  /// random order.
  func run(threads: Int, using generator: inout SeededGenerator) throws -> [[ScalarValue]] {
    let original = try function.prepare(site)
    var aggregators = (0..<threads).map { _ in original.makeEmpty() }
    var numberings = (0..<threads).map { _ in (0..<groupCount).shuffled(using: &generator) }
    var start = 0
    while start < rows.count {
      let end = min(rows.count, start + Int.random(in: 1...40, using: &generator))
      let thread = Int.random(in: 0..<threads, using: &generator)
      try update(aggregators[thread], start..<end, mapping: numberings[thread], groupCount: groupCount)
      start = end
    }
    while aggregators.count > 1 {
      let target = Int.random(in: 0..<aggregators.count, using: &generator)
      var source = Int.random(in: 0..<aggregators.count - 1, using: &generator)
      if source >= target { source += 1 }
      // Numbering of the source to that of the target, through the true groups.
      var mapping = [UInt32](repeating: 0, count: groupCount)
      for group in 0..<groupCount { mapping[numberings[source][group]] = UInt32(numberings[target][group]) }
      try aggregators[target].merge(aggregators[source], mapping: mapping, groupCount: groupCount)
      aggregators.remove(at: source)
      numberings.remove(at: source)
    }
    let result = try values(aggregators[0])
    return (0..<groupCount).map { result[numberings[0][$0]] }
  }

  /// Functions that claim not to look at the order of rows get ordinals that say nothing.
  private func update(
    _ aggregator: any GroupedAggregator, _ range: Range<Int>, mapping: [Int], groupCount: Int
  ) throws {
    let arguments = types.indices.map { index -> Datum in
      if let constant = constants[index] { return .constant(constant) }
      return .column(Column(rows[range].map { $0[index] }, type: types[index]))
    }
    try aggregator.update(
      groups: range.map { UInt32(mapping[groups[$0]]) }, groupCount: groupCount, arguments: arguments,
      firstOrdinal: function.isOrderSensitive ? Int64(range.lowerBound) * 3 + 7 : 0)
  }

  /// The result of each group, column by column.
  private func values(_ aggregator: any GroupedAggregator) throws -> [[ScalarValue]] {
    let columns = try aggregator.finishAll(groupCount: groupCount)
    return (0..<groupCount).map { group in columns.map { $0[group] } }
  }
}

extension ScalarValue {
  /// Equality in which NaN equals itself and the zeros differ, as in what is printed.
  func isIdentical(to other: ScalarValue) -> Bool {
    if case .real(let left) = self, case .real(let right) = other {
      return left.isNaN ? right.isNaN : left.bitPattern == right.bitPattern
    }
    return String(reflecting: self) == String(reflecting: other)
  }
}
