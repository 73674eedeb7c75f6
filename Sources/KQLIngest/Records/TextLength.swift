/// How long the text of a field is, where it has the same length in nearly all records, as identifiers, digests and
/// times have.
///
/// Where a text ends decides where everything behind it is read. Finding the end takes some fifteen steps, each waiting for
/// the one before; comparing with an expected end lets the processor go on behind it meanwhile.
struct TextLength {
  typealias Bytes = UnsafePointer<UInt8>

  /// Bytes of the text; -1 where the length varies.
  private(set) var count = -1
  private var lastMask = SIMD2<UInt64>(repeating: 0)
  private var missCount = 0

  /// Longer texts might lead out of the buffer.
  private static let longest = 256

  init() {}

  init(_ count: Int) {
    guard count <= Self.longest else { return }
    self.count = count
    lastMask = ByteScan.mask(ofFirst: count & 15)
  }

  /// Whether plain text of this length stands here, with its closing quote.
  @inline(__always)
  mutating func matches(_ start: Bytes) -> Bool {
    guard count >= 0 else { return false }
    if start[count] == 0x22, ByteScan.isPlainText(start, count: count, lastMask: lastMask) { return true }
    missCount &+= 1
    return false
  }

  /// Gives up what did not hold.
  mutating func review(recordCount: Int) {
    if missCount > recordCount / 8 { self = TextLength() }
    missCount = 0
  }
}
