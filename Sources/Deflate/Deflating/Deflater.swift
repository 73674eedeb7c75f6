/// Compresses bytes to deflate data with the choices of the compressor miniz at its default level 6.
///
/// Specification: RFC 1951. It leaves open how text is divided into matches and blocks, and Kusto's documentation does
/// not say either. But its examples, and the compressed events of published alerts, are byte for byte what miniz
/// makes of them at levels 6 to 10, and not what zlib, zlib-ng, libdeflate or ISA-L make of them at any.
struct Deflater {
  /// A match of this length is taken at once; after shorter ones, the next position is tried too.
  private static let sufficientLength = 128
  /// A match of three bytes from so far away is longer than the bytes.
  private static let farDistance = 8192
  /// A block ends when the compressor's notes of it would no longer fit into 64 KiB.
  private static let maximumCodeByteCount = 65_536 - 8
  /// Blocks of more bytes end when matches hardly make them smaller.
  private static let sufficientByteCount = 31 * 1024
  /// Blocks of fewer bytes are written with fixed codes.
  private static let dynamicByteCount = 48

  private let text: UnsafeBufferPointer<UInt8>
  private var finder: MatchFinder
  private var position = 0
  /// How many bytes before the position can be referred to.
  private var reach = 0
  /// A match at the byte before the position that is taken if there is no longer one at the position.
  private var pending: MatchFinder.Match?
  private var block = DeflateBlock()
  private var output = BitWriter()

  static func deflate(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var deflater = Deflater(text)
    while deflater.position < text.count {
      deflater.advance()
      if deflater.isBlockComplete { deflater.writeBlock(isLast: false) }
    }
    deflater.writeBlock(isLast: true)
    deflater.output.padToByte()
    return deflater.output.bytes
  }

  private init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    finder = MatchFinder(text)
  }
}

// MARK: - Matches

extension Deflater {
  private mutating func advance() {
    let limit = min(MatchFinder.maximumLength, text.count - position)
    finder.link(before: position + limit)
    reach = min(reach, MatchFinder.windowByteCount - limit)
    let step = take(match(limit: limit))
    position += step
    reach = min(reach + step, MatchFinder.windowByteCount)
  }

  /// The match at the position that is worth more than the pending one.
  private func match(limit: Int) -> MatchFinder.Match? {
    let known = pending?.length ?? MatchFinder.minimumLength - 1
    guard let match = finder.match(at: position, longerThan: known, limit: limit, reach: reach) else { return nil }
    if match.length == MatchFinder.minimumLength, match.distance >= Self.farDistance { return nil }
    // The window is a ring, and its first byte begins no match.
    if match.distance == position & (MatchFinder.windowByteCount - 1) { return nil }
    return match
  }

  /// - Returns: By how many bytes the position advances.
  private mutating func take(_ match: MatchFinder.Match?) -> Int {
    guard let match else {
      guard let pending else {
        block.append(text[position])
        return 1
      }
      block.append(pending)
      self.pending = nil
      return pending.length - 1
    }
    if pending != nil { block.append(text[position - 1]) }
    guard match.length >= Self.sufficientLength else {
      pending = match
      return 1
    }
    block.append(match)
    pending = nil
    return match.length
  }
}

// MARK: - Blocks

extension Deflater {
  private var isBlockComplete: Bool {
    block.codeByteCount > Self.maximumCodeByteCount
      || block.byteCount > Self.sufficientByteCount && (block.codeByteCount * 115) >> 7 >= block.byteCount
  }

  private mutating func writeBlock(isLast: Bool) {
    output.append(isLast ? 1 : 0, bits: 1)
    let mark = output.mark
    if block.byteCount < Self.dynamicByteCount {
      block.writeFixed(to: &output)
    } else {
      block.writeDynamic(to: &output)
    }
    let hasGrown = block.byteCount > 0 && output.byteCount(since: mark) + 1 >= block.byteCount
    if hasGrown, position - block.start <= reach {
      output.rewind(to: mark)
      block.writeStored(text, to: &output)
    }
    block.removeAll()
  }
}
