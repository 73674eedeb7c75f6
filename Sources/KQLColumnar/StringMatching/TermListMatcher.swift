/// Decides whether a string has any of several terms, ignoring case.
///
/// Many plain terms are looked for together: each term of the text is looked up in a dictionary, so the work does
/// not grow with their number.
package struct TermListMatcher: Sendable {
  /// In lower case; empty when there are too few to be worth it.
  private let terms: StringDictionary
  private let maximumSize: Int
  /// Bit *n* says whether a term has *n* bytes (63 stands for more), and whether one begins with the *n*th letter
  /// or, from 32 on, digit.
  private let sizes: UInt64
  private let beginnings: UInt64
  /// What is not a single term of ASCII letters and digits, or too little to look up.
  private let matchers: [StringMatcher]

  // Up to here, looking for one after the other is faster.
  private static let fewTerms = 12

  package init(_ patterns: [String]) {
    let isPlain = { (pattern: String) in !pattern.isEmpty && pattern.utf8.allSatisfy(TermBoundary.isTermByte) }
    let plain = patterns.filter(isPlain)
    let usesTerms = plain.count > Self.fewTerms
    var terms = StringDictionary()
    var sizes: UInt64 = 0
    var beginnings: UInt64 = 0
    if usesTerms {
      for pattern in plain {
        let folded = pattern.utf8.map { LetterCase.fold($0) }
        _ = folded.withUnsafeBufferPointer { terms.code(of: $0) }
        sizes |= Self.sizeBit(folded.count)
        beginnings |= Self.beginningBit(folded[0])
      }
    }
    self.terms = terms
    self.sizes = sizes
    self.beginnings = beginnings
    maximumSize = plain.map(\.utf8.count).max() ?? 0
    matchers = patterns.filter { !usesTerms || !isPlain($0) }.map { StringMatcher(.has, $0, ignoringCase: true) }
  }
}

// MARK: - Matching

extension TermListMatcher {
  @inline(__always)
  private static func sizeBit(_ size: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: min(size, 63)) }

  @inline(__always)
  private static func beginningBit(_ byte: UInt8) -> UInt64 {
    byte < 0x40 ? 1 << UInt64(32 &+ (byte & 15)) : 1 << UInt64(byte & 31)
  }

  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if terms.count > 0, hasTerm(text) { return true }
    return matchers.contains { $0.matches(text) }
  }

  private func hasTerm(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var offset = 0
    while offset < text.count {
      let first = text[offset]
      guard TermBoundary.isTerm(text, at: offset) else {
        offset &+= first < 0x80 ? 1 : UTF8Scalars.decode(text, at: offset).byteCount
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
      guard isASCII, size <= maximumSize, sizes & Self.sizeBit(size) != 0,
        beginnings & Self.beginningBit(LetterCase.fold(first)) != 0
      else { continue }
      if isMember(UnsafeBufferPointer(rebasing: text[start..<offset])) { return true }
    }
    return false
  }

  private func isMember(_ term: UnsafeBufferPointer<UInt8>) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: term.count) { folded in
      for index in term.indices { folded.initializeElement(at: index, to: LetterCase.fold(term[index])) }
      return terms.existingCode(of: UnsafeBufferPointer(folded)) != nil
    }
  }
}
