/// Turns a parsed pattern into a program.
struct RegexCompiler {
  /// Most instructions of a program; keeps `(a{1000}){1000}` from taking all memory.
  static let instructionLimit = 400_000

  private var program = RegexProgram()
  private var setStarts: [SetKey: Int32] = [:]

  private struct SetKey: Hashable {
    var sequences: [UTF8Sequence]
    var next: Int32
  }

  static func compile(_ node: RegexNode, captureNames: [String?]) throws(RegexError) -> RegexProgram {
    var compiler = RegexCompiler()
    compiler.program.captureNames = captureNames
    compiler.program.slotCount = captureNames.count * 2
    let match = try compiler.emit(.match)
    let close = try compiler.emit(.save(slot: 1, next: match))
    let body = try compiler.compile(node, to: close)
    compiler.program.start = try compiler.emit(.save(slot: 0, next: body))
    compiler.program.isAnchoredAtStart = Self.isAnchored(node)
    (compiler.program.literalPrefix, compiler.program.isLiteral) = LiteralPrefix.of(node)
    return compiler.program
  }
}

extension RegexCompiler {
  private mutating func emit(_ instruction: RegexProgram.Instruction) throws(RegexError) -> Int32 {
    guard program.instructions.count < Self.instructionLimit else {
      throw RegexError("the pattern is too large when compiled", at: 0)
    }
    program.instructions.append(instruction)
    return Int32(program.instructions.count - 1)
  }

  /// Emits the code of a node, which goes on at `next`; code is emitted back to front.
  private mutating func compile(_ node: RegexNode, to next: Int32) throws(RegexError) -> Int32 {
    switch node {
    case .empty: return next
    case .set(let set): return try compile(set, to: next)
    case .assertion(let assertion):
      if assertion.isUnicodeWordAssertion { program.hasUnicodeWordAssertions = true }
      return try emit(.assertion(assertion, next: next))
    case .concatenation(let parts):
      var next = next
      for part in parts.reversed() { next = try compile(part, to: next) }
      return next
    case .alternation(let parts):
      var start = try compile(parts[parts.count - 1], to: next)
      for part in parts.dropLast().reversed() {
        let first = try compile(part, to: next)
        start = try emit(.split(first, start))
      }
      return start
    case .capture(let body, let index):
      let close = try emit(.save(slot: Int32(index * 2 + 1), next: next))
      let start = try compile(body, to: close)
      return try emit(.save(slot: Int32(index * 2), next: start))
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      return try compileRepetition(body, minimum, maximum, isGreedy, to: next)
    }
  }

  private mutating func compileRepetition(
    _ body: RegexNode, _ minimum: Int, _ maximum: Int?, _ isGreedy: Bool, to next: Int32
  ) throws(RegexError) -> Int32 {
    var start = next
    if let maximum {
      if body == .empty { return next }
      guard maximum <= Self.instructionLimit else { throw RegexError("the pattern is too large when compiled", at: 0) }
      for _ in 0..<(maximum - minimum) {
        let inner = try compile(body, to: start)
        // Leaving goes straight to the end, whichever copy is left.
        start = try emit(isGreedy ? .split(inner, next) : .split(next, inner))
      }
      for _ in 0..<minimum { start = try compile(body, to: start) }
      return start
    }
    guard minimum <= Self.instructionLimit else { throw RegexError("the pattern is too large when compiled", at: 0) }
    if minimum == 0 {
      // `x*` whose body can be empty is `(x+)?`, so that an empty pass through the body still sets its groups.
      if body.canBeEmpty {
        let loop = try compileLoop(body, isGreedy, to: next)
        return try emit(isGreedy ? .split(loop, next) : .split(next, loop))
      }
      let split = try emit(.fail)
      let inner = try compile(body, to: split)
      program.instructions[Int(split)] = isGreedy ? .split(inner, next) : .split(next, inner)
      return split
    }
    start = try compileLoop(body, isGreedy, to: next)
    for _ in 0..<(minimum - 1) { start = try compile(body, to: start) }
    return start
  }

  /// One or more passes through the body.
  private mutating func compileLoop(_ body: RegexNode, _ isGreedy: Bool, to next: Int32) throws(RegexError) -> Int32 {
    let split = try emit(.fail)
    let inner = try compile(body, to: split)
    program.instructions[Int(split)] = isGreedy ? .split(inner, next) : .split(next, inner)
    return inner
  }

  private mutating func compile(_ set: ScalarSet, to next: Int32) throws(RegexError) -> Int32 {
    try compile(UTF8Sequence.sequences(of: set), to: next)
  }

  /// Emits a tree over the first bytes; equal tails share their code.
  private mutating func compile(_ sequences: [UTF8Sequence], to next: Int32) throws(RegexError) -> Int32 {
    guard !sequences.isEmpty else { return try emit(.fail) }
    let key = SetKey(sequences: sequences, next: next)
    if let known = setStarts[key] { return known }
    var transitions: [RegexProgram.Transition] = []
    var index = 0
    while index < sequences.count {
      let head = sequences[index].bytes[0]
      var tails: [UTF8Sequence] = []
      while index < sequences.count, sequences[index].bytes[0] == head {
        if sequences[index].bytes.count > 1 {
          tails.append(UTF8Sequence(bytes: Array(sequences[index].bytes.dropFirst())))
        }
        index += 1
      }
      let target = tails.isEmpty ? next : try compile(tails, to: next)
      transitions.append(.init(lower: head.lower, upper: head.upper, next: target))
    }
    let start = try emit(transitions.count == 1 ? .byteRange(transitions[0]) : .byteRanges(transitions))
    setStarts[key] = start
    return start
  }

  private static func isAnchored(_ node: RegexNode) -> Bool {
    switch node {
    case .assertion(.textStart): true
    case .concatenation(let parts): parts.first.map(isAnchored) ?? false
    case .alternation(let parts): parts.allSatisfy(isAnchored)
    case .capture(let body, _): isAnchored(body)
    case .repetition(let body, let minimum, _, _): minimum > 0 && isAnchored(body)
    default: false
    }
  }
}
