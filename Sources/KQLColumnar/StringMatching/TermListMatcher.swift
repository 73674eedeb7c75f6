/// Decides whether a string has any of several terms, ignoring case.
///
/// Many plain terms are looked for together: each term of the text is looked up in a dictionary, so the work does
/// not grow with their number.
package struct TermListMatcher: Sendable {
  /// In lower case; empty when there are too few to be worth it.
  private let terms: StringDictionary
  private let termSizes: ClosedRange<Int>
  /// What is not a single term of ASCII letters and digits, or too little to look up.
  private let matchers: [StringMatcher]

  private static let fewTerms = 3

  package init(_ patterns: [String]) {
    let isPlain = { (pattern: String) in !pattern.isEmpty && pattern.utf8.allSatisfy(TermBoundary.isTermByte) }
    let plain = patterns.filter(isPlain)
    let usesTerms = plain.count > Self.fewTerms
    var terms = StringDictionary()
    var sizes = 1...1
    if usesTerms {
      for pattern in plain {
        _ = pattern.utf8.map { LetterCase.fold($0) }.withUnsafeBufferPointer { terms.code(of: $0) }
      }
      let counts = plain.map(\.utf8.count)
      sizes = (counts.min() ?? 1)...(counts.max() ?? 1)
    }
    self.terms = terms
    termSizes = sizes
    matchers = patterns.filter { !usesTerms || !isPlain($0) }.map { StringMatcher(.has, $0, ignoringCase: true) }
  }
}

// MARK: - Matching

extension TermListMatcher {
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if terms.count > 0, hasTerm(text) { return true }
    return matchers.contains { $0.matches(text) }
  }

  private func hasTerm(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: termSizes.upperBound) { folded in
      var offset = 0
      while offset < text.count {
        guard TermBoundary.isTerm(text, at: offset) else {
          offset &+= UTF8Scalars.decode(text, at: offset).byteCount
          continue
        }
        let start = offset
        var isASCII = true
        while offset < text.count {
          if text[offset] < 0x80 {
            guard TermBoundary.isTermByte(text[offset]) else { break }
            offset &+= 1
          } else {
            guard TermBoundary.isTerm(text, at: offset) else { break }
            isASCII = false
            offset &+= UTF8Scalars.decode(text, at: offset).byteCount
          }
        }
        let size = offset &- start
        guard isASCII, termSizes.contains(size) else { continue }
        for index in 0..<size { folded.initializeElement(at: index, to: LetterCase.fold(text[start &+ index])) }
        if terms.existingCode(of: UnsafeBufferPointer(rebasing: folded[..<size])) != nil { return true }
      }
      return false
    }
  }
}
