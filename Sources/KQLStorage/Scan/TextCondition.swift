import KQLCatalog
import KQLColumnar
import KQLTypes

/// A condition on a string column.
struct TextCondition: Sendable {
  private enum Test: Sendable {
    case oneOf(StringSet, [String])
    case noneOf(StringSet)
    case match(StringMatcher, ScanFilter.TextMatch, String)
  }

  let column: Int
  private let test: Test

  /// `nil` when the condition is not on text, or not one that can be decided here.
  init?(_ filter: ScanFilter, type: ScalarType) {
    guard type == .string else { return nil }
    column = filter.column
    switch filter.condition {
    case .compare(.equal, let value):
      guard let text = value.string else { return nil }
      test = .oneOf(StringSet([text], ignoringCase: false), [text])
    case .compare(.notEqual, let value):
      guard let text = value.string else { return nil }
      test = .noneOf(StringSet([text], ignoringCase: false))
    case .compare: return nil
    case .oneOf(let values):
      let texts = values.compactMap(\.string)
      guard texts.count == values.count else { return nil }
      test = .oneOf(StringSet(texts, ignoringCase: false), texts)
    case .text(let match, let pattern): test = .match(match.matcher(pattern), match, pattern)
    }
  }
}

// MARK: - Deciding

extension TextCondition {
  func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch test {
    case .oneOf(let set, _): set.contains(text)
    case .noneOf(let set): !set.contains(text)
    case .match(let matcher, _, _): matcher.matches(text)
    }
  }

  var passesEmpty: Bool { passes(UnsafeBufferPointer(start: nil, count: 0)) }

  /// Whether a text between two bounds may pass.
  func mayPass(_ lowest: String, _ highest: String) -> Bool {
    guard case .oneOf(_, let texts) = test else { return true }
    return texts.contains { Self.isOrdered(lowest, $0) && Self.isOrdered($0, highest) }
  }

  private static func isOrdered(_ left: String, _ right: String) -> Bool {
    !right.utf8.lexicographicallyPrecedes(left.utf8)
  }

  /// Whether a term index has something to say.
  var usesIndex: Bool {
    switch test {
    case .oneOf: return true
    case .noneOf: return false
    case .match(_, let match, let pattern):
      switch match {
      case .has, .hasCaseSensitive: return true
      case .equalIgnoringCase: return pattern.utf8.allSatisfy { $0 < 0x80 }
      default: return false
      }
    }
  }

  /// Whether a text of a segment may pass, by the segment's index.
  func mayPass(_ index: TermIndex) -> Bool {
    switch test {
    case .oneOf(_, let texts): texts.contains { index.mayHold(text: $0) }
    case .noneOf: true
    case .match(_, .equalIgnoringCase, let pattern): index.mayHold(text: pattern)
    case .match(_, _, let pattern): index.mayHave(pattern)
    }
  }
}
