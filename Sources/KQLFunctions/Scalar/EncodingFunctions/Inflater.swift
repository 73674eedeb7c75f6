/// Decompresses deflated bytes with their wrapping and checks them.
///
/// Specification: RFC 1950 (zlib), RFC 1951 (deflate), RFC 1952 (gzip).
struct Inflater {
  /// Larger results are refused, so that a small text cannot exhaust memory.
  private static let maximumByteCount = 64 << 20

  private let input: [UInt8]
  private var position: Int
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0
  private var output: [UInt8] = []

  /// - Returns: The bytes; `nil` when the input is damaged or its result too large.
  static func inflate(_ input: [UInt8], _ format: CompressionFormat) -> [UInt8]? {
    guard let start = format == .zlib ? zlibHeader(input) : gzipHeader(input) else { return nil }
    var inflater = Inflater(input: input, position: start)
    guard inflater.inflateBlocks() else { return nil }
    let trailer = input[inflater.position...]
    switch format {
    case .zlib:
      guard trailer.count >= 4,
        trailer.prefix(4).reduce(0, { $0 << 8 | UInt32($1) }) == Checksum.adler32(inflater.output)
      else { return nil }
    case .gzip:
      guard trailer.count >= 8,
        trailer.prefix(4).reversed().reduce(0, { $0 << 8 | UInt32($1) }) == Checksum.crc32(inflater.output)
      else { return nil }
    }
    return inflater.output
  }

  private init(input: [UInt8], position: Int) {
    self.input = input
    self.position = position
  }
}

// MARK: - Wrapping

extension Inflater {
  private static func zlibHeader(_ input: [UInt8]) -> Int? {
    guard input.count >= 2, input[0] & 15 == 8, (Int(input[0]) << 8 | Int(input[1])) % 31 == 0, input[1] & 0x20 == 0
    else { return nil }
    return 2
  }

  private static func gzipHeader(_ input: [UInt8]) -> Int? {
    guard input.count >= 10, input[0] == 0x1f, input[1] == 0x8b, input[2] == 8 else { return nil }
    let flags = input[3]
    var position = 10
    if flags & 4 != 0 {
      guard input.count >= position + 2 else { return nil }
      position += 2 + Int(input[position]) + Int(input[position + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard position < input.count, let end = input[position...].firstIndex(of: 0) else { return nil }
      position = end + 1
    }
    if flags & 2 != 0 { position += 2 }
    return position <= input.count ? position : nil
  }
}

// MARK: - Bits

extension Inflater {
  private mutating func take(_ count: UInt32) -> UInt32? {
    while bitCount < count {
      guard position < input.count else { return nil }
      bits |= UInt32(input[position]) << bitCount
      position += 1
      bitCount += 8
    }
    let value = bits & (1 << count - 1)
    bits >>= count
    bitCount -= count
    return value
  }

  private mutating func symbol(_ code: PrefixCode) -> Int? {
    var value = 0
    var first = 0
    var index = 0
    for count in code.counts.dropFirst() {
      guard let bit = take(1) else { return nil }
      value |= Int(bit)
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return nil
  }
}

/// A canonical Huffman code.
private struct PrefixCode {
  /// Number of symbols by code length.
  var counts = [Int](repeating: 0, count: 16)
  /// Symbols in the order of their codes.
  var symbols: [Int] = []

  /// `nil` when there are more codes than their lengths allow.
  init?(lengths: some Collection<UInt8>) {
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var room = 1
    for count in counts.dropFirst() {
      room = room << 1 - count
      if room < 0 { return nil }
    }
    for wanted in 1..<16 {
      for (symbol, length) in lengths.enumerated() where Int(length) == wanted { symbols.append(symbol) }
    }
  }
}

// MARK: - Blocks

extension Inflater {
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthBits: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12_289, 16_385, 24_577,
  ]
  private static let distanceBits: [UInt32] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let fixedLiterals = PrefixCode(
    lengths: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
      + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))
  private static let fixedDistances = PrefixCode(lengths: [UInt8](repeating: 5, count: 30))

  private mutating func inflateBlocks() -> Bool {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return false }
      switch kind {
      case 0: guard copyStored() else { return false }
      case 1:
        guard let literals = Self.fixedLiterals, let distances = Self.fixedDistances,
          inflateBlock(literals, distances)
        else { return false }
      case 2:
        guard let (literals, distances) = dynamicCodes(), inflateBlock(literals, distances) else { return false }
      default: return false
      }
      if isLast == 1 { return true }
    }
  }

  private mutating func copyStored() -> Bool {
    (bits, bitCount) = (0, 0)
    guard input.count - position >= 4 else { return false }
    let length = Int(input[position]) | Int(input[position + 1]) << 8
    let check = Int(input[position + 2]) | Int(input[position + 3]) << 8
    position += 4
    guard length == ~check & 0xffff, input.count - position >= length,
      output.count + length <= Self.maximumByteCount
    else { return false }
    output.append(contentsOf: input[position..<position + length])
    position += length
    return true
  }

  private mutating func dynamicCodes() -> (PrefixCode, PrefixCode)? {
    guard let literalCount = take(5), let distanceCount = take(5), let lengthCount = take(4),
      literalCount <= 29, distanceCount <= 29
    else { return nil }
    var lengths = [UInt8](repeating: 0, count: 19)
    for index in 0..<Int(lengthCount) + 4 {
      guard let length = take(3) else { return nil }
      lengths[Self.lengthOrder[index]] = UInt8(length)
    }
    guard let lengthCode = PrefixCode(lengths: lengths) else { return nil }
    let total = Int(literalCount) + 257 + Int(distanceCount) + 1
    var all: [UInt8] = []
    while all.count < total {
      guard let symbol = symbol(lengthCode) else { return nil }
      switch symbol {
      case 0..<16: all.append(UInt8(symbol))
      case 16:
        guard let last = all.last, let count = take(2) else { return nil }
        all.append(contentsOf: repeatElement(last, count: Int(count) + 3))
      case 17:
        guard let count = take(3) else { return nil }
        all.append(contentsOf: repeatElement(0, count: Int(count) + 3))
      default:
        guard let count = take(7) else { return nil }
        all.append(contentsOf: repeatElement(0, count: Int(count) + 11))
      }
    }
    guard all.count == total, all[256] != 0, let literals = PrefixCode(lengths: all[..<(Int(literalCount) + 257)]),
      let distances = PrefixCode(lengths: all[(Int(literalCount) + 257)...])
    else { return nil }
    return (literals, distances)
  }

  private mutating func inflateBlock(_ literals: PrefixCode, _ distances: PrefixCode) -> Bool {
    while true {
      guard let symbol = symbol(literals) else { return false }
      if symbol == 256 { return true }
      if symbol < 256 {
        output.append(UInt8(symbol))
      } else {
        guard symbol - 257 < Self.lengthBases.count, let extra = take(Self.lengthBits[symbol - 257]),
          let distanceSymbol = self.symbol(distances), distanceSymbol < Self.distanceBases.count,
          let distanceExtra = take(Self.distanceBits[distanceSymbol])
        else { return false }
        let length = Self.lengthBases[symbol - 257] + Int(extra)
        let distance = Self.distanceBases[distanceSymbol] + Int(distanceExtra)
        guard distance <= output.count else { return false }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
      guard output.count <= Self.maximumByteCount else { return false }
    }
  }
}
