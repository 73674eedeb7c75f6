/// Says whether a program matches, with states of a deterministic automaton that are made when first needed.
///
/// A state is a set of instructions together with what the byte before it means to assertions. Transitions are taken
/// per class of bytes that no instruction tells apart.
///
/// - Complexity: O(*bytes*) once the states are there, O(*bytes* × *instructions*) at worst.
struct LazyDFA: ~Copyable {
  private static let stateLimit = 4_096

  private static let unknown: Int32 = -1
  private static let matched: Int32 = -2
  private static let dead: Int32 = -3

  private let program: RegexProgram
  private let hasAssertions: Bool
  private var classes = [UInt8](repeating: 0, count: 256)
  private var representatives: [UInt8] = []
  /// Classes, and one for the end of the text.
  private let stride: Int

  private var states: [State] = []
  private var stateNumbers: [State: Int32] = [:]
  private var transitions: [Int32] = []

  private var closure: [Int32] = []
  private var isInClosure: [Bool]
  private var stack: [Int32] = []

  private struct State: Hashable {
    var instructions: [Int32]
    /// The byte before, reduced to what assertions can tell; `nil` at the start of the text.
    var before: UInt8?
  }

  init(_ program: RegexProgram) {
    self.program = program
    isInClosure = [Bool](repeating: false, count: program.instructions.count)
    var cuts = [Bool](repeating: false, count: 257)
    func cut(_ lower: UInt8, _ upper: UInt8) {
      cuts[Int(lower)] = true
      cuts[Int(upper) + 1] = true
    }
    var hasAssertions = false
    for instruction in program.instructions {
      switch instruction {
      case .byteRange(let range): cut(range.lower, range.upper)
      case .byteRanges(let ranges): for range in ranges { cut(range.lower, range.upper) }
      case .assertion: hasAssertions = true
      default: break
      }
    }
    if hasAssertions {
      let told: [(UInt8, UInt8)] = [
        (0x0a, 0x0a), (0x0d, 0x0d), (0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a), (0x80, 0xbf),
      ]
      for (lower, upper) in told { cut(lower, upper) }
    }
    self.hasAssertions = hasAssertions
    for byte in 0..<256 {
      if byte == 0 || cuts[byte] { representatives.append(UInt8(byte)) }
      classes[byte] = UInt8(representatives.count - 1)
    }
    stride = representatives.count + 1
  }
}

// MARK: - Matching

extension LazyDFA {
  /// Whether there is a match that begins at or after `start`.
  ///
  /// - Precondition: When the program has Unicode word assertions, the text is ASCII.
  mutating func isMatch(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var state = number(
      of: State(instructions: [program.start], before: start > 0 ? reduced(text[start - 1]) : nil))
    var position = start
    while position < text.count {
      let slot = Int(state) &* stride &+ Int(classes[Int(text[position])])
      var next = transitions[slot]
      if next == Self.unknown { next = makeTransition(from: state, on: text[position], slot: slot) }
      if next < 0 { return next == Self.matched }
      state = next
      position &+= 1
    }
    let slot = Int(state) &* stride &+ stride &- 1
    var last = transitions[slot]
    if last == Self.unknown { last = makeTransition(from: state, on: nil, slot: slot) }
    return last == Self.matched
  }

  private func reduced(_ byte: UInt8) -> UInt8 {
    guard hasAssertions else { return 0 }
    if byte == 0x0a || byte == 0x0d { return byte }
    return AssertionContext.isWordByte(byte) ? 0x61 : 0
  }

  private mutating func makeTransition(from number: Int32, on byte: UInt8?, slot: Int) -> Int32 {
    let state = states[Int(number)]
    let didMatch = close(state, before: byte)
    defer {
      for pc in closure { isInClosure[Int(pc)] = false }
      closure.removeAll(keepingCapacity: true)
    }
    var next: Int32
    if didMatch {
      next = Self.matched
    } else if let byte {
      var targets: Set<Int32> = []
      for pc in closure {
        switch program.instructions[Int(pc)] {
        case .byteRange(let range): if range.lower <= byte, byte <= range.upper { targets.insert(range.next) }
        case .byteRanges(let ranges):
          for range in ranges where range.lower <= byte && byte <= range.upper { targets.insert(range.next) }
        default: break
        }
      }
      if !program.isAnchoredAtStart { targets.insert(program.start) }
      if targets.isEmpty {
        next = Self.dead
      } else {
        if states.count >= Self.stateLimit {
          states = []
          stateNumbers = [:]
          transitions = []
          return self.number(of: State(instructions: targets.sorted(), before: reduced(byte)))
        }
        next = self.number(of: State(instructions: targets.sorted(), before: reduced(byte)))
      }
    } else {
      next = Self.dead
    }
    transitions[slot] = next
    return next
  }

  /// Follows everything that consumes nothing.
  ///
  /// - Returns: Whether a match is among it.
  private mutating func close(_ state: State, before after: UInt8?) -> Bool {
    stack.append(contentsOf: state.instructions)
    var didMatch = false
    while let pc = stack.popLast() {
      if isInClosure[Int(pc)] { continue }
      // No match begins within a character, which an empty one could.
      if pc == program.start, let after, after & 0xc0 == 0x80 { continue }
      isInClosure[Int(pc)] = true
      closure.append(pc)
      switch program.instructions[Int(pc)] {
      case .split(let first, let second):
        stack.append(first)
        stack.append(second)
      case .save(_, let next): stack.append(next)
      case .assertion(let assertion, let next):
        if AssertionContext.holds(assertion, before: state.before, after: after) { stack.append(next) }
      case .match: didMatch = true
      case .byteRange, .byteRanges, .fail: break
      }
    }
    return didMatch
  }

  private mutating func number(of state: State) -> Int32 {
    if let known = stateNumbers[state] { return known }
    let number = Int32(states.count)
    states.append(state)
    stateNumbers[state] = number
    transitions.append(contentsOf: repeatElement(Self.unknown, count: stride))
    return number
  }
}
