/// Matches a regular expression; may move between threads, and is used by one at a time, as it keeps what it has
/// learned.
package final class RegexMatcher: @unchecked Sendable {
  private let program: RegexProgram
  private var dfa: LazyDFA
  private var backtracker: BoundedBacktracker
  private var pikeVM: PikeVM?

  init(_ regex: LinearRegex) {
    program = regex.program
    dfa = LazyDFA(regex.program)
    backtracker = BoundedBacktracker(regex.program)
  }
}

extension RegexMatcher {
  /// Whether the text has a match anywhere.
  package func isMatch(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    isMatch(text, from: 0)
  }

  private func isMatch(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    if !program.literalPrefix.isEmpty {
      guard let first = LiteralSearch.first(program.literalPrefix, in: text, from: start) else { return false }
      if program.isLiteral { return true }
      return decide(text, from: first)
    }
    return decide(text, from: start)
  }

  private func decide(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    if program.hasUnicodeWordAssertions, text.contains(where: { $0 >= 0x80 }) {
      var slots = [Int](repeating: -1, count: program.slotCount)
      return search(text, from: start, slots: &slots)
    }
    return dfa.isMatch(text, from: start)
  }

  /// Finds the leftmost match at or after `start`.
  ///
  /// - Returns: Begin and end of the match and of each group as byte offsets, -1 for groups that took no part; `nil`
  ///   without a match.
  package func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> [Int]? {
    guard isMatch(text, from: start) else { return nil }
    var slots = [Int](repeating: -1, count: program.slotCount)
    return search(text, from: start, slots: &slots) ? slots : nil
  }

  /// Hands over all matches that do not overlap, from left to right, until `body` returns false.
  ///
  /// An empty match directly behind the one before is left out.
  package func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: ([Int]) -> Bool) {
    var start = 0
    var lastEnd = -1
    while start <= text.count, var slots = firstMatch(in: text, from: start) {
      if slots[0] == slots[1], slots[1] == lastEnd {
        start = Self.nextScalar(after: start, in: text)
        guard start <= text.count, let found = firstMatch(in: text, from: start) else { return }
        slots = found
      }
      guard body(slots) else { return }
      lastEnd = slots[1]
      start = slots[1]
    }
  }

  private func search(_ text: UnsafeBufferPointer<UInt8>, from start: Int, slots: inout [Int]) -> Bool {
    if BoundedBacktracker.canSearch(program, byteCount: text.count - start) {
      return backtracker.firstMatch(in: text, from: start, slots: &slots)
    }
    if pikeVM == nil { pikeVM = PikeVM(program) }
    return pikeVM!.firstMatch(in: text, from: start, slots: &slots)
  }

  private static func nextScalar(after position: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    var next = position + 1
    while next < text.count, text[next] & 0xc0 == 0x80 { next += 1 }
    return next
  }
}
