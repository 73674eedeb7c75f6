/// Decides whether strings meet a condition with a constant pattern: the string operators of the language.
///
/// Works on UTF-8 bytes without allocating. The empty pattern is found in every string.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datatypes-string-operators>
package struct StringMatcher: Sendable {
  package enum Condition: Sendable, Hashable {
    case equals
    case contains
    case startsWith
    case endsWith
    /// The pattern stands between the borders of terms.
    case has
    /// The pattern begins where a term begins.
    case hasPrefix
    /// The pattern ends where a term ends.
    case hasSuffix
  }

  package let condition: Condition
  private let searcher: ByteSearcher
  /// Takes over when case is ignored and the pattern is not ASCII.
  private let folded: FoldedSearcher?
  /// Whether an occurrence must not continue a term to its left, or to its right. Only a pattern that begins or
  /// ends inside a term can: `.exe` is found in `cmd.exe`.
  private let bordersLeft: Bool
  private let bordersRight: Bool

  package init(_ condition: Condition, _ pattern: UnsafeBufferPointer<UInt8>, ignoringCase: Bool) {
    self.condition = condition
    let needsFolding = ignoringCase && !UTF8Scalars.isASCII(pattern)
    folded = needsFolding ? FoldedSearcher(pattern) : nil
    searcher = ByteSearcher(pattern, ignoringCase: ignoringCase && !needsFolding)
    bordersLeft = (condition == .has || condition == .hasPrefix) && TermBoundary.isTerm(pattern, at: 0)
    bordersRight =
      (condition == .has || condition == .hasSuffix) && TermBoundary.isTerm(pattern, before: pattern.count)
  }

  package init(_ condition: Condition, _ pattern: String, ignoringCase: Bool) {
    var pattern = pattern
    self = pattern.withUTF8 { StringMatcher(condition, $0, ignoringCase: ignoringCase) }
  }
}

// MARK: - Matching

extension StringMatcher {
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if let folded { return matches(text, folded) }
    let count = searcher.byteCount
    guard text.count >= count else { return false }
    switch condition {
    case .equals: return text.count == count && searcher.matches(text, at: 0)
    case .startsWith: return searcher.matches(text, at: 0)
    case .endsWith: return searcher.matches(text, at: text.count &- count)
    case .contains: return searcher.firstOffset(in: text, from: 0) { _ in true } != nil
    case .has, .hasPrefix, .hasSuffix:
      return searcher.firstOffset(in: text, from: 0) { isBordered(text, $0, $0 &+ count) } != nil
    }
  }

  package func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  private func matches(_ text: UnsafeBufferPointer<UInt8>, _ folded: FoldedSearcher) -> Bool {
    switch condition {
    case .equals: folded.prefixEnd(of: text) == text.count
    case .startsWith: folded.prefixEnd(of: text) != nil
    case .endsWith: folded.suffixStart(of: text) != nil
    case .contains, .has, .hasPrefix, .hasSuffix: folded.isFound(in: text) { isBordered(text, $0, $1) }
    }
  }

  @inline(__always)
  private func isBordered(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    !(bordersLeft && TermBoundary.isTerm(text, before: start)) && !(bordersRight && TermBoundary.isTerm(text, at: end))
  }
}

// MARK: - Columns

extension StringMatcher {
  /// Decides each row of a column, each entry of its dictionary once.
  ///
  /// - Parameter memo: Keeps the verdicts from call to call; used with this matcher alone.
  package func matches(_ column: StringColumn, memo: VerdictMemo) -> [Bool] {
    memo.verdicts(column) { matches($0) }
  }
}
