/// A parsed pattern with all flags resolved into it.
indirect enum RegexNode: Hashable, Sendable {
  case empty
  /// Matches one scalar of the set. An empty set matches nothing.
  case set(ScalarSet)
  case assertion(RegexAssertion)
  case concatenation([RegexNode])
  /// Earlier alternatives are preferred.
  case alternation([RegexNode])
  case repetition(RegexNode, minimum: Int, maximum: Int?, isGreedy: Bool)
  /// Groups are numbered from 1.
  case capture(RegexNode, index: Int)
}

/// A condition on a position.
enum RegexAssertion: UInt8, Hashable, Sendable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  /// Lines that end in `\n`, `\r` or `\r\n`.
  case lineStartCRLF
  case lineEndCRLF
  case wordBoundary
  case notWordBoundary
  case wordStart
  case wordEnd
  case wordStartHalf
  case wordEndHalf
  case asciiWordBoundary
  case asciiNotWordBoundary
  case asciiWordStart
  case asciiWordEnd
  case asciiWordStartHalf
  case asciiWordEndHalf
}

extension RegexAssertion {
  var isUnicodeWordAssertion: Bool {
    switch self {
    case .wordBoundary, .notWordBoundary, .wordStart, .wordEnd, .wordStartHalf, .wordEndHalf: true
    default: false
    }
  }
}

extension RegexNode {
  /// The highest number of a group that can take part in a match: `(x){0}` has none.
  var lastGroup: Int {
    switch self {
    case .empty, .set, .assertion: 0
    case .concatenation(let parts), .alternation(let parts): parts.map(\.lastGroup).max() ?? 0
    case .repetition(let node, _, let maximum, _): maximum == 0 ? 0 : node.lastGroup
    case .capture(let node, let index): max(index, node.lastGroup)
    }
  }

  /// Whether the empty text can match.
  var canBeEmpty: Bool {
    switch self {
    case .empty, .assertion: true
    case .set: false
    case .concatenation(let parts): parts.allSatisfy(\.canBeEmpty)
    case .alternation(let parts): parts.contains(where: \.canBeEmpty)
    case .repetition(let node, let minimum, _, _): minimum == 0 || node.canBeEmpty
    case .capture(let node, _): node.canBeEmpty
    }
  }
}
