/// Bytes that are written bit by bit, the lowest bit of each first.
struct BitWriter {
  /// What a writer had written at some time.
  struct Mark {
    fileprivate let byteCount: Int
    fileprivate let bits: UInt64
    fileprivate let bitCount: Int
  }

  /// The whole bytes so far.
  private(set) var bytes: [UInt8] = []
  /// Bits that do not yet fill a byte.
  private var bits: UInt64 = 0
  private var bitCount = 0

  var mark: Mark { Mark(byteCount: bytes.count, bits: bits, bitCount: bitCount) }

  /// The number of whole bytes written since a mark.
  func byteCount(since mark: Mark) -> Int { bytes.count - mark.byteCount }

  /// Takes back what was written since a mark.
  mutating func rewind(to mark: Mark) {
    bytes.removeLast(bytes.count - mark.byteCount)
    (bits, bitCount) = (mark.bits, mark.bitCount)
  }

  /// - Parameter count: At most 48 bits.
  mutating func append(_ value: some BinaryInteger, bits count: Int) {
    bits |= UInt64(truncatingIfNeeded: value) << UInt64(bitCount)
    bitCount += count
    while bitCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  mutating func append(_ bytes: some Collection<UInt8>) {
    padToByte()
    self.bytes.append(contentsOf: bytes)
  }

  /// Fills the byte that was begun with zeros.
  mutating func padToByte() {
    guard bitCount > 0 else { return }
    append(0, bits: 8 - bitCount)
  }
}
