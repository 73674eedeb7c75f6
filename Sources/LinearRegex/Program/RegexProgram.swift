/// A compiled pattern: instructions of a nondeterministic automaton over bytes.
struct RegexProgram: Sendable {
  struct Transition: Hashable, Sendable {
    var lower: UInt8
    var upper: UInt8
    var next: Int32
  }
  enum Instruction: Sendable {
    case byteRange(Transition)
    /// Disjoint ranges.
    case byteRanges([Transition])
    /// The first way is preferred.
    case split(Int32, Int32)
    case save(slot: Int32, next: Int32)
    case assertion(RegexAssertion, next: Int32)
    case match
    case fail
  }

  var instructions: [Instruction] = []
  var start: Int32 = 0
  /// Two slots a group, the whole match being group 0.
  var slotCount = 2
  var captureNames: [String?] = [nil]
  /// Every match begins at the start of the text.
  var isAnchoredAtStart = false
  var hasUnicodeWordAssertions = false
  /// Bytes with which every match begins; empty when unknown.
  var literalPrefix: [UInt8] = []
  /// Whether ``literalPrefix`` is the whole pattern.
  var isLiteral = false
}
