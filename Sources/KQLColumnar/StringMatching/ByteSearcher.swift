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
    guard let base = UnsafeRawPointer(text.baseAddress) else { return true }
    return pattern.withUnsafeBufferPointer { pattern in
      masks.withUnsafeBufferPointer { masks in Self.equal(base + offset, pattern, masks) }
    }
  }

  @inline(__always)
  private static func equal(
    _ text: UnsafeRawPointer, _ pattern: UnsafeBufferPointer<UInt8>, _ masks: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let count = pattern.count
    guard let patternBase = UnsafeRawPointer(pattern.baseAddress), let maskBase = UnsafeRawPointer(masks.baseAddress)
    else { return true }
    var offset = 0
    while count &- offset >= 8 {
      let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let mask = maskBase.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word | mask != patternBase.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
      offset &+= 8
    }
    while offset < count {
      if text.load(fromByteOffset: offset, as: UInt8.self) | masks[offset] != pattern[offset] { return false }
      offset &+= 1
    }
    return true
  }
}

// MARK: - Searching

/// Which occurrences of a pattern count. A type rather than a closure, so that the search is compiled for each.
protocol OccurrenceFilter {
  func accepts(_ text: UnsafeBufferPointer<UInt8>, start: Int, end: Int) -> Bool
}

/// Every occurrence counts.
struct AnyOccurrence: OccurrenceFilter {
  @inline(__always)
  func accepts(_ text: UnsafeBufferPointer<UInt8>, start: Int, end: Int) -> Bool { true }
}

extension ByteSearcher {
  /// Finds the first occurrence that begins at or after an offset.
  ///
  /// - Returns: Its offset; `nil` when there is none.
  package func firstOffset(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    firstOffset(in: text, from: start, AnyOccurrence())
  }

  /// Finds the first occurrence, at or after an offset, that a filter accepts.
  ///
  /// Compares the first and last byte of the pattern at 16 places at once and looks closer where both match. A
  /// text that leads it astray too often is searched to the end by Knuth, Morris and Pratt's method.
  ///
  /// - Complexity: O(*text* + *pattern*), for any text and pattern.
  @inline(__always)
  func firstOffset(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, _ filter: some OccurrenceFilter
  ) -> Int? {
    guard start >= 0, start <= text.count &- byteCount else { return nil }
    guard byteCount > 0 else { return filter.accepts(text, start: start, end: start) ? start : nil }
    var position = start
    let found = pattern.withUnsafeBufferPointer { pattern in
      masks.withUnsafeBufferPointer { masks in
        Self.search(text, pattern, masks, &position, filter)
      }
    }
    if found >= 0 { return found }
    if position <= text.count &- byteCount { return steadySearch(in: text, from: position, filter) }
    return nil
  }

  /// - Parameter position: Where to begin; afterwards, where to go on when patience ran out, else behind the last
  ///   place.
  /// - Returns: The offset of the occurrence; -1 when none was found.
  @inline(__always)
  private static func search(
    _ text: UnsafeBufferPointer<UInt8>, _ pattern: UnsafeBufferPointer<UInt8>, _ masks: UnsafeBufferPointer<UInt8>,
    _ position: inout Int, _ filter: some OccurrenceFilter
  ) -> Int {
    let count = pattern.count
    let last = text.count &- count
    guard let base = UnsafeRawPointer(text.baseAddress) else { return -1 }
    let head = pattern[0]
    let headMask = masks[0]
    let tail = pattern[count &- 1]
    let tailMask = masks[count &- 1]
    // Bytes that may yet be compared in vain.
    var patience = 256 &+ 8 &* (text.count &- position)
    var place = position
    // The last block is moved back to end with the text; places that were looked at already are left out then.
    while place <= last, last >= 15 {
      let block = min(place, last &- 15)
      let heads = base.loadUnaligned(fromByteOffset: block, as: SIMD16<UInt8>.self) | headMask
      let tails = base.loadUnaligned(fromByteOffset: block &+ count &- 1, as: SIMD16<UInt8>.self) | tailMask
      let mismatch = (heads ^ head) | (tails ^ tail)
      let hits = unsafeBitCast(mismatch .== SIMD16<UInt8>(repeating: 0), to: SIMD2<UInt64>.self)
      if hits[0] | hits[1] != 0 {
        for half in 0..<2 {
          var lanes = hits[half]
          while lanes != 0 {
            let lane = lanes.trailingZeroBitCount >> 3
            lanes &= ~(0xff &<< UInt64(truncatingIfNeeded: lane &* 8))
            let offset = block &+ half &* 8 &+ lane
            guard offset >= place else { continue }
            if equal(base + offset, pattern, masks), filter.accepts(text, start: offset, end: offset &+ count) {
              return offset
            }
            patience &-= count
          }
        }
      }
      place = block &+ 16
      if patience < 0 { break }
    }
    if last < 15 {
      while place <= last {
        if text[place] | headMask == head {
          if equal(base + place, pattern, masks), filter.accepts(text, start: place, end: place &+ count) {
            return place
          }
          patience &-= count
        }
        place &+= 1
        if patience < 0 { break }
      }
    }
    position = place
    return -1
  }

  /// Knuth, Morris and Pratt's search, which looks at each byte of the text once.
  @inline(never)
  private func steadySearch(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, _ filter: some OccurrenceFilter
  ) -> Int? {
    let borders = PatternBorders(pattern)
    var matched = 0
    for offset in start..<text.count {
      let byte = ignoresCase ? LetterCase.fold(text[offset]) : text[offset]
      matched = borders.advance(matched, pattern, byte)
      if matched == byteCount {
        let found = offset &+ 1 &- byteCount
        if filter.accepts(text, start: found, end: offset &+ 1) { return found }
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
