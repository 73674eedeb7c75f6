/// A block of deflate data: bytes and references to earlier ones, and how often each of their symbols occurs.
struct DeflateBlock {
  /// A byte, or a match as its length less 3 above its distance less 1, with bit 31 set.
  private var tokens: [UInt32] = []
  private var literalCounts = [Int](repeating: 0, count: 286)
  private var distanceCounts = [Int](repeating: 0, count: 30)
  /// The position in the text of the block's first byte.
  private(set) var start = 0
  /// The number of bytes of text that the block stands for.
  private(set) var byteCount = 0
  private var matchCount = 0

  private static let matchFlag: UInt32 = 1 << 31

  init() {
    literalCounts[Self.endOfBlock] = 1
  }

  /// The bytes that a compressor needs which notes each byte as itself, each match as three bytes, and before every
  /// eight of them a byte that says which is which.
  var codeByteCount: Int { tokens.count + 2 * matchCount + tokens.count / 8 + 1 }

  mutating func append(_ byte: UInt8) {
    tokens.append(UInt32(byte))
    literalCounts[Int(byte)] += 1
    byteCount += 1
  }

  mutating func append(_ match: MatchFinder.Match) {
    let length = match.length - 3
    let distance = match.distance - 1
    tokens.append(Self.matchFlag | UInt32(length) << 16 | UInt32(distance))
    literalCounts[Self.length(length).symbol] += 1
    distanceCounts[Self.distance(distance).symbol] += 1
    byteCount += match.length
    matchCount += 1
  }

  /// Begins the next block after the bytes of this one.
  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    for symbol in literalCounts.indices { literalCounts[symbol] = 0 }
    for symbol in distanceCounts.indices { distanceCounts[symbol] = 0 }
    literalCounts[Self.endOfBlock] = 1
    start += byteCount
    (byteCount, matchCount) = (0, 0)
  }
}

// MARK: - Writing

extension DeflateBlock {
  private static let fixedLiterals = HuffmanCode(lengths: CodeLengths.ofFixedLiterals)
  private static let fixedDistances = HuffmanCode(lengths: CodeLengths.ofFixedDistances)

  /// Writes the block after its first bit with the codes that the specification gives.
  func writeFixed(to output: inout BitWriter) {
    output.append(1, bits: 2)
    writeTokens(Self.fixedLiterals, Self.fixedDistances, to: &output)
  }

  /// Writes the block after its first bit with the codes that are best for it.
  func writeDynamic(to output: inout BitWriter) {
    let literals = HuffmanCode(frequencies: literalCounts, maximumLength: 15)
    let distances = HuffmanCode(frequencies: distanceCounts, maximumLength: 15)
    output.append(2, bits: 2)
    CodeLengths(literals, distances).write(to: &output)
    writeTokens(literals, distances, to: &output)
  }

  /// Writes the block after its first bit as the bytes that it stands for, at most 65,535.
  func writeStored(_ text: UnsafeBufferPointer<UInt8>, to output: inout BitWriter) {
    output.append(0, bits: 2)
    output.padToByte()
    output.append(byteCount, bits: 16)
    output.append(~byteCount & 0xffff, bits: 16)
    output.append(text[start..<start + byteCount])
  }

  private func writeTokens(_ literals: HuffmanCode, _ distances: HuffmanCode, to output: inout BitWriter) {
    for token in tokens {
      if token & Self.matchFlag == 0 {
        literals.append(Int(token), to: &output)
      } else {
        let length = Int(token >> 16 & 0xff)
        let (lengthSymbol, lengthBits) = Self.length(length)
        literals.append(lengthSymbol, to: &output)
        output.append(length & (1 << lengthBits - 1), bits: lengthBits)
        let distance = Int(token & 0xffff)
        let (distanceSymbol, distanceBits) = Self.distance(distance)
        distances.append(distanceSymbol, to: &output)
        output.append(distance & (1 << distanceBits - 1), bits: distanceBits)
      }
    }
    literals.append(Self.endOfBlock, to: &output)
  }
}

// MARK: - Symbols

extension DeflateBlock {
  private static let endOfBlock = 256

  /// The symbol of a length less 3, and the number of its lowest bits that are written after it.
  private static func length(_ value: Int) -> (symbol: Int, bits: Int) {
    if value < 4 { return (257 + value, 0) }
    if value == 255 { return (285, 0) }
    let bits = topBit(value) - 2
    return (261 + 4 * bits + value >> bits & 3, bits)
  }

  /// The symbol of a distance less 1, and the number of its lowest bits that are written after it.
  private static func distance(_ value: Int) -> (symbol: Int, bits: Int) {
    if value < 2 { return (value, 0) }
    let bits = topBit(value) - 1
    return (2 + 2 * bits + value >> bits & 1, bits)
  }

  private static func topBit(_ value: Int) -> Int { Int.bitWidth - 1 - value.leadingZeroBitCount }
}
