/// How long the text of a field is, where it has the same length in nearly all records, as identifiers, digests and
/// times have.
///
/// Where a text ends decides where everything behind it is read. Finding the end takes some fifteen steps, each waiting
/// for the one before; comparing with an expected end lets the processor go on behind it meanwhile.
struct TextLength {
  typealias Bytes = UnsafePointer<UInt8>

  /// Bytes of the text; -1 where the length varies.
  private(set) var count = -1
  /// The bit of the byte behind the text among those of its last 32 bytes, and the bits below.
  private var lastBits: UInt32 = 0
  var missCount = 0

  /// Longer texts might lead out of the buffer.
  private static let longest = 256

  init() {}

  init(_ count: Int) {
    guard count <= Self.longest else { return }
    self.count = count
    lastBits = .max >> UInt32(31 - count % 32)
  }

  /// Whether plain text of this length stands here, with its closing quote.
  @inline(__always)
  mutating func matches(_ start: Bytes) -> Bool {
    guard count >= 0 else { return false }
    let whole = count & ~31
    // Only the closing quote may be more than plain text.
    var stops = ByteScan.stopsOfPlainText(start + whole) & lastBits ^ (lastBits &>> 1 &+ 1)
    var offset = 0
    while offset < whole {
      stops |= ByteScan.stopsOfPlainText(start + offset)
      offset &+= 32
    }
    if stops == 0, start[count] == 0x22 { return true }
    missCount &+= 1
    return false
  }
}
