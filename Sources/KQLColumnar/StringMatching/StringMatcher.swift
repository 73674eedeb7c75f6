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
  private let needsFolding: Bool
  private let borders: TermBorders

  package init(_ condition: Condition, _ pattern: UnsafeBufferPointer<UInt8>, ignoringCase: Bool) {
    self.condition = condition
    needsFolding = ignoringCase && !UTF8Scalars.isASCII(pattern)
    folded = needsFolding ? FoldedSearcher(pattern) : nil
    searcher = ByteSearcher(pattern, ignoringCase: ignoringCase && !needsFolding)
    borders = TermBorders(
      left: (condition == .has || condition == .hasPrefix) && TermBoundary.isTerm(pattern, at: 0),
      right: (condition == .has || condition == .hasSuffix) && TermBoundary.isTerm(pattern, before: pattern.count))
  }

  package init(_ condition: Condition, _ pattern: String, ignoringCase: Bool) {
    var pattern = pattern
    self = pattern.withUTF8 { StringMatcher(condition, $0, ignoringCase: ignoringCase) }
  }
}

// MARK: - Matching

extension StringMatcher {
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Folding never leads into or out of ASCII, and a pattern that needs it holds more than ASCII.
    if needsFolding { return !UTF8Scalars.isASCII(text) && matchesFolded(text) }
    let count = searcher.byteCount
    guard text.count >= count else { return false }
    switch condition {
    case .equals: return text.count == count && searcher.matches(text, at: 0)
    case .startsWith: return searcher.matches(text, at: 0)
    case .endsWith: return searcher.matches(text, at: text.count &- count)
    case .contains: return searcher.firstOffset(in: text, from: 0, AnyOccurrence()) != nil
    case .has, .hasPrefix, .hasSuffix: return searcher.firstOffset(in: text, from: 0, borders) != nil
    }
  }

  package func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  private func matchesFolded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let folded else { return false }
    switch condition {
    case .equals: return folded.prefixEnd(of: text) == text.count
    case .startsWith: return folded.prefixEnd(of: text) != nil
    case .endsWith: return folded.suffixStart(of: text) != nil
    case .contains: return folded.isFound(in: text, AnyOccurrence())
    case .has, .hasPrefix, .hasSuffix: return folded.isFound(in: text, borders)
    }
  }
}

/// Occurrences that do not continue a term on a side. Only a pattern that begins or ends inside a term can: `.exe`
/// is found in `cmd.exe`.
private struct TermBorders: OccurrenceFilter {
  var left: Bool
  var right: Bool

  @inline(__always)
  func accepts(_ text: UnsafeBufferPointer<UInt8>, start: Int, end: Int) -> Bool {
    !(left && TermBoundary.isTerm(text, before: start)) && !(right && TermBoundary.isTerm(text, at: end))
  }
}

// MARK: - Columns

extension StringMatcher {
  /// Decides each row of a column, each entry of its dictionary once.
  ///
  /// - Parameter memo: Keeps the verdicts from call to call; used with this matcher alone.
  package func matches(_ column: StringColumn, memo: VerdictMemo) -> [Bool] {
    if condition == .contains, !needsFolding, column.codes == nil, let found = occurrences(in: column.heap),
      found.count == column.count
    {
      return found
    }
    return memo.verdicts(column) { matches($0) }
  }

  /// Whether each entry of a heap contains the pattern, found by one search through all bytes: short strings cost as
  /// little a byte as long ones.
  ///
  /// - Returns: `nil` where the entries do not stand one behind the other.
  private func occurrences(in heap: StringHeap) -> [Bool]? {
    guard searcher.byteCount > 0, let text = heap.contiguousBytes, let base = text.baseAddress else { return nil }
    let count = heap.count
    var found = [Bool](repeating: false, count: count)
    var entry = 0
    var position = 0
    while let offset = searcher.firstOffset(in: text, from: position) {
      entry = Self.entry(at: base + offset, of: heap, from: entry, count: count)
      let bytes = heap[entry]
      let end = (bytes.baseAddress ?? base) + bytes.count
      if base + (offset + searcher.byteCount) <= end {
        found[entry] = true
        position = end - base
      } else {
        // It reaches over into the next entry.
        position = offset + 1
      }
    }
    return found
  }

  /// The entry that holds a byte; entries are in the order of their bytes.
  private static func entry(at byte: UnsafePointer<UInt8>, of heap: StringHeap, from first: Int, count: Int) -> Int {
    var lower = first
    var upper = count - 1
    while lower < upper {
      let middle = (lower + upper + 1) / 2
      if let start = heap[middle].baseAddress, start <= byte { lower = middle } else { upper = middle - 1 }
    }
    // Of entries that begin at the same byte the last one holds it: those before are empty.
    return lower
  }
}
