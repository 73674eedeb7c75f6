/// Finds a pattern with letters outside ASCII in UTF-8 text, ignoring case, scalar by scalar.
package struct FoldedSearcher: Sendable {
  /// The folds of the pattern's scalars; not empty.
  private let pattern: [UInt32]
  private let borders: PatternBorders

  init(_ text: UnsafeBufferPointer<UInt8>) {
    var pattern: [UInt32] = []
    var offset = 0
    while offset < text.count {
      let (scalar, byteCount) = UTF8Scalars.decode(text, at: offset)
      pattern.append(LetterCase.fold(scalar))
      offset += byteCount
    }
    self.pattern = pattern
    borders = PatternBorders(pattern)
  }
}

extension FoldedSearcher {
  /// The offset behind the pattern when the text begins with it, else `nil`.
  func prefixEnd(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = 0
    for wanted in pattern {
      guard offset < text.count else { return nil }
      let (scalar, byteCount) = UTF8Scalars.decode(text, at: offset)
      guard LetterCase.fold(scalar) == wanted else { return nil }
      offset &+= byteCount
    }
    return offset
  }

  /// The offset at which the pattern begins when the text ends with it, else `nil`.
  func suffixStart(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = text.count
    for wanted in pattern.reversed() {
      guard offset > 0 else { return nil }
      let (scalar, byteCount) = UTF8Scalars.decodeBackwards(text, before: offset)
      guard LetterCase.fold(scalar) == wanted else { return nil }
      offset &-= byteCount
    }
    return offset
  }

  /// Whether the text holds an occurrence that a filter accepts.
  func isFound(in text: UnsafeBufferPointer<UInt8>, _ filter: some OccurrenceFilter) -> Bool {
    var matched = 0
    var offset = 0
    while offset < text.count {
      let (scalar, byteCount) = UTF8Scalars.decode(text, at: offset)
      offset &+= byteCount
      matched = borders.advance(matched, pattern, LetterCase.fold(scalar))
      guard matched == pattern.count else { continue }
      if filter.accepts(text, start: start(ofMatchEndingAt: offset, in: text), end: offset) { return true }
    }
    return false
  }

  private func start(ofMatchEndingAt end: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    var offset = end
    for _ in pattern { offset &-= UTF8Scalars.decodeBackwards(text, before: offset).byteCount }
    return offset
  }
}
