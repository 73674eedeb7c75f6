/// Finds a pattern in UTF-8 text, byte by byte, exactly or ignoring the case of ASCII letters.
///
/// Ignoring case costs nothing extra: each pattern byte has a mask that is set into the text byte before they
/// are compared, 0x20 for letters and 0 otherwise.
///
/// - Invariant: When case is ignored, the pattern is ASCII.
package struct ByteSearcher: Sendable {
  /// The pattern, in lower case when case is ignored.
  package let pattern: [UInt8]
  private let masks: [UInt8]
  private let ignoresCase: Bool

  package init(_ pattern: some Sequence<UInt8>, ignoringCase: Bool) {
    ignoresCase = ignoringCase
    self.pattern = ignoringCase ? pattern.map { LetterCase.fold($0) } : Array(pattern)
    masks = self.pattern.map { ignoringCase && $0 &- 0x61 < 26 ? 0x20 : 0 }
  }
}

// MARK: - Comparing

extension ByteSearcher {
  package var byteCount: Int { pattern.count }

  /// Whether the pattern stands at an offset, from which on the text has at least the pattern's bytes.
  @inline(__always)
  func matches(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    pattern.withUnsafeBytes { pattern in
      masks.withUnsafeBytes { masks in
        guard let base = text.baseAddress, let pattern = pattern.baseAddress, let masks = masks.baseAddress else {
          return true
        }
        return Self.equal(UnsafeRawPointer(base + offset), pattern, masks, byteCount)
      }
    }
  }

  @inline(__always)
  private static func equal(
    _ text: UnsafeRawPointer, _ pattern: UnsafeRawPointer, _ masks: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    var offset = 0
    while count &- offset >= 8 {
      let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let mask = masks.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word | mask != pattern.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
      offset &+= 8
    }
    while offset < count {
      let byte = text.load(fromByteOffset: offset, as: UInt8.self)
      if byte | masks.load(fromByteOffset: offset, as: UInt8.self)
        != pattern.load(fromByteOffset: offset, as: UInt8.self)
      { return false }
      offset &+= 1
    }
    return true
  }
}

// MARK: - Searching

extension ByteSearcher {
  /// Finds the first occurrence that begins at or after an offset.
  ///
  /// - Returns: Its offset; `nil` when there is none.
  package func firstOffset(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    firstOffset(in: text, from: start) { _ in true }
  }

  /// Finds the first occurrence, at or after an offset, that is acceptable by where it begins.
  ///
  /// Compares the first and last byte of the pattern at 16 places at once and looks closer where both match. A
  /// text that leads it astray too often is searched to the end by Knuth, Morris and Pratt's method.
  ///
  /// - Complexity: O(*text* + *pattern*), for any text and pattern.
  @inline(__always)
  func firstOffset(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, where isAcceptable: (Int) -> Bool
  ) -> Int? {
    let count = byteCount
    let last = text.count &- count
    guard start >= 0, start <= last else { return nil }
    guard count > 0, let textBase = text.baseAddress else { return isAcceptable(start) ? start : nil }
    var position = start
    let found: Int? = pattern.withUnsafeBytes { patternBytes in
      masks.withUnsafeBytes { maskBytes in
        guard let pattern = patternBytes.baseAddress, let masks = maskBytes.baseAddress else { return nil }
        let base = UnsafeRawPointer(textBase)
        // Bytes that may yet be compared in vain.
        var patience = 256 &+ 8 &* (text.count &- start)

        @inline(__always)
        func isFound(at offset: Int) -> Bool {
          if Self.equal(base + offset, pattern, masks, count), isAcceptable(offset) { return true }
          patience &-= count
          return false
        }

        let first = SIMD16<UInt8>(repeating: patternBytes[0])
        let firstMask = SIMD16<UInt8>(repeating: maskBytes[0])
        let final = SIMD16<UInt8>(repeating: patternBytes[count &- 1])
        let finalMask = SIMD16<UInt8>(repeating: maskBytes[count &- 1])

        /// Offset of the first occurrence among 16 places from a block on, without those before `position`.
        @inline(__always)
        func search(block: Int) -> Int? {
          let heads = base.loadUnaligned(fromByteOffset: block, as: SIMD16<UInt8>.self) | firstMask
          let tails = base.loadUnaligned(fromByteOffset: block &+ count &- 1, as: SIMD16<UInt8>.self) | finalMask
          let mismatch = (heads ^ first) | (tails ^ final)
          let hits = unsafeBitCast(mismatch .== SIMD16<UInt8>(repeating: 0), to: SIMD2<UInt64>.self)
          if hits[0] | hits[1] == 0 { return nil }
          for half in 0..<2 {
            var lanes = hits[half]
            while lanes != 0 {
              let lane = lanes.trailingZeroBitCount >> 3
              lanes &= ~(0xff &<< UInt64(truncatingIfNeeded: lane &* 8))
              let offset = block &+ half &* 8 &+ lane
              if offset >= position, isFound(at: offset) { return offset }
            }
          }
          return nil
        }

        while last &- position >= 15 {
          if let offset = search(block: position) { return offset }
          position &+= 16
          if patience < 0 { return nil }
        }
        if last >= 15, position <= last {
          if let offset = search(block: last &- 15) { return offset }
          position = last &+ 1
        }
        while position <= last {
          let head = base.load(fromByteOffset: position, as: UInt8.self) | maskBytes[0]
          if head == patternBytes[0], isFound(at: position) { return position }
          position &+= 1
          if patience < 0 { return nil }
        }
        return nil
      }
    }
    if found != nil { return found }
    if position <= last { return firstOffsetBySteadySearch(in: text, from: position, where: isAcceptable) }
    return nil
  }

  /// Knuth, Morris and Pratt's search, which looks at each byte of the text once.
  @inline(never)
  private func firstOffsetBySteadySearch(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, where isAcceptable: (Int) -> Bool
  ) -> Int? {
    let borders = PatternBorders(pattern)
    var matched = 0
    for offset in start..<text.count {
      let byte = ignoresCase ? LetterCase.fold(text[offset]) : text[offset]
      matched = borders.advance(matched, pattern, byte)
      if matched == byteCount {
        let found = offset &+ 1 &- byteCount
        if isAcceptable(found) { return found }
      }
    }
    return nil
  }
}

/// How far a partial match of a pattern survives a mismatch: for each prefix, its longest proper prefix that is
/// also its suffix.
struct PatternBorders: Sendable {
  private var lengths: [Int]

  init<Element: Equatable>(_ pattern: [Element]) {
    lengths = [Int](repeating: 0, count: pattern.count + 1)
    var border = 0
    for index in pattern.indices.dropFirst() {
      while border > 0, pattern[border] != pattern[index] { border = lengths[border] }
      if pattern[border] == pattern[index] { border += 1 }
      lengths[index + 1] = border
    }
  }

  /// The length of the partial match after one more element of the text.
  @inline(__always)
  func advance<Element: Equatable>(_ matched: Int, _ pattern: [Element], _ element: Element) -> Int {
    var matched = matched == pattern.count ? lengths[matched] : matched
    while matched > 0, pattern[matched] != element { matched = lengths[matched] }
    return pattern[matched] == element ? matched &+ 1 : 0
  }
}
