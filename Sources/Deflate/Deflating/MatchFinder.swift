/// Finds what in a text occurred already a little earlier.
///
/// Positions with equal hashes of three bytes are linked, from the latest back to earlier ones. Links have 16 bits
/// and 0 ends them, so that what begins at a multiple of 65,536 is never found.
struct MatchFinder {
  /// Bytes that occurred before.
  struct Match {
    let length: Int
    /// How many bytes earlier they occurred.
    let distance: Int
  }

  static let minimumLength = 3
  static let maximumLength = 258
  static let windowByteCount = 1 << 15
  /// Rounds of three probes each that are made, and those when a match of at least 32 bytes is known.
  private static let roundCounts = (first: 43, better: 11)
  private static let mask = windowByteCount - 1

  private let text: UnsafeBufferPointer<UInt8>
  /// The latest position by hash.
  private var heads = [UInt16](repeating: 0, count: 1 << 15)
  /// The position before each of the last ``windowByteCount`` positions.
  private var links: [UInt16]
  private var linkedCount = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    links = [UInt16](repeating: 0, count: min(text.count, Self.windowByteCount))
  }

  /// Links the positions of which three bytes stand before `end`.
  mutating func link(before end: Int) {
    while linkedCount + Self.minimumLength <= end {
      let hash = UInt32(text[linkedCount]) << 10 ^ UInt32(text[linkedCount + 1]) << 5 ^ UInt32(text[linkedCount + 2])
      let head = Int(hash & 0x7fff)
      links[linkedCount & Self.mask] = heads[head]
      heads[head] = UInt16(truncatingIfNeeded: linkedCount)
      linkedCount += 1
    }
  }

  /// - Parameters:
  ///   - position: A position that is linked, if three bytes follow.
  ///   - known: The length that a match must exceed, at least 2.
  ///   - limit: The length that it must not exceed, which ends within the text.
  ///   - reach: The largest distance.
  func match(at position: Int, longerThan known: Int, limit: Int, reach: Int) -> Match? {
    guard known < limit else { return nil }
    var found: Match?
    var length = known
    var probe = position
    var roundCount = known >= 32 ? Self.roundCounts.better : Self.roundCounts.first
    while roundCount > 0 {
      roundCount -= 1
      // A round ends early where the end of a longer match fits.
      var fits = false
      for _ in 0..<3 where !fits {
        let link = links[probe & Self.mask]
        let distance = Int(UInt16(truncatingIfNeeded: position) &- link)
        guard link != 0, distance <= reach else { return found }
        probe = position - distance
        fits =
          text[probe + length] == text[position + length] && text[probe + length - 1] == text[position + length - 1]
      }
      guard fits else { continue }
      guard probe < position else { return found }
      let common = commonLength(probe, position, limit: limit)
      guard common > length else { continue }
      found = Match(length: common, distance: position - probe)
      if common == limit { return found }
      length = common
    }
    return found
  }

  private func commonLength(_ first: Int, _ second: Int, limit: Int) -> Int {
    var length = 0
    while length < limit, text[first + length] == text[second + length] { length += 1 }
    return length
  }
}
