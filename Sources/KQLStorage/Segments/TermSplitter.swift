import KQLColumnar

/// Finds the terms of texts and gives the keys under which ``TermIndex`` knows them.
struct TermSplitter {
  struct Term {
    /// Bytes before folding.
    var byteCount: Int
    var hash: UInt64
  }

  private(set) var terms: [Term] = []
  private var wholeHash: UInt64 = 0
  private var wholeByteCount = 0
}

extension TermSplitter {
  mutating func split(_ text: UnsafeBufferPointer<UInt8>) {
    terms.removeAll(keepingCapacity: true)
    wholeByteCount = text.count
    wholeHash = Self.hash(text)
    var start = 0
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      var length = 1
      let isTerm: Bool
      if byte < 0x80 {
        isTerm = TermBoundary.isTermByte(byte)
      } else {
        let decoded = UTF8Scalars.decode(text, at: offset)
        isTerm = TermBoundary.isTermScalar(decoded.scalar)
        length = decoded.byteCount
      }
      if !isTerm {
        add(text, start, offset)
        start = offset + length
      }
      offset += length
    }
    add(text, start, text.count)
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    guard start < end else { return }
    terms.append(
      Term(byteCount: end - start, hash: Self.hash(UnsafeBufferPointer(rebasing: text[start..<end]))))
  }

  /// The keys of the text that was split last.
  func forEachKey(leastByteCount: Int, _ body: (UInt64) -> Void) {
    var hasTerm = false
    for term in terms where term.byteCount >= leastByteCount {
      hasTerm = true
      body(term.hash)
    }
    let isOneTerm = terms.count == 1 && terms[0].byteCount == wholeByteCount
    if leastByteCount == 1 ? !isOneTerm : !hasTerm { body(wholeHash) }
  }

  /// FNV-1a of the fold, mixed; stable, since stores hold it.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    if text.allSatisfy({ $0 < 0x80 }) {
      for byte in text {
        let isUppercase = byte &- 0x41 < 26
        hash = (hash ^ UInt64(isUppercase ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01b3
      }
    } else {
      var folded: [UInt8] = []
      LetterCase.appendFold(text, to: &folded)
      for byte in folded { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
    hash ^= hash >> 32
    hash &*= 0xd6e8_feb8_6659_fd93
    return hash ^ hash >> 32
  }
}
