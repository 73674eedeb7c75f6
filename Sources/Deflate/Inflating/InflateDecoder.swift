import KQLTypes

/// Decompresses deflate data, a window at a time.
///
/// Takes what zlib takes and refuses what zlib refuses; ahead of it by wider tables, 64 bits of input at hand, and
/// copies of whole words.
///
/// Specification: RFC 1951.
package final class InflateDecoder {
  let input: InflateInput
  package private(set) var isFinished = false

  enum Place {
    case blockStart
    /// Within bytes that were not compressed, so many of which are left.
    case stored(Int)
    case symbols
  }

  var place = Place.blockStart
  private var isLastBlock = false
  let lengths = HuffmanTable(primaryBits: 11, capacity: 4096)
  let distances = HuffmanTable(primaryBits: 8, capacity: 1024)
  private let codeLengths = HuffmanTable(primaryBits: 7, capacity: 128)
  /// Whether the tables are those of the fixed code.
  private var hasFixedCode = false

  /// Bits that a description of codes takes at most, in bytes.
  private static let descriptionByteCount = 640

  package init(_ input: InflateInput) { self.input = input }

  deinit {
    lengths.deallocate()
    distances.deallocate()
    codeLengths.deallocate()
  }
}

/// Why data cannot be decompressed.
package enum InflateFailure: Error {
  /// The source of the data failed.
  case source(ExecutionError)
  /// The data end too early.
  case truncated
  case damaged(String, offset: Int64)
}

// MARK: - Decoding

extension InflateDecoder {
  /// Gets ready for other data, which follow in the input.
  package func restart() {
    isFinished = false
    isLastBlock = false
    place = .blockStart
  }

  /// Decompresses until the window is full or the data end.
  ///
  /// What stands before damage is in the window when an error is thrown.
  package func decode(into window: InflateWindow) throws(InflateFailure) {
    while !isFinished, window.end < window.limit {
      switch place {
      case .blockStart:
        if isLastBlock {
          isFinished = true
          input.alignToByte()
        } else {
          try beginBlock()
        }
      case .stored(let left): try copyStored(left, into: window)
      case .symbols: try decodeSymbols(into: window)
      }
    }
    if case .blockStart = place, isLastBlock, !isFinished {
      isFinished = true
      input.alignToByte()
    }
  }

  func damage(_ reason: String) -> InflateFailure { .damaged(reason, offset: input.offset) }

  func need(_ count: Int) throws(InflateFailure) {
    do throws(ExecutionError) { try input.need(count) } catch { throw .source(error) }
  }

  private func beginBlock() throws(InflateFailure) {
    try need(Self.descriptionByteCount)
    let isLast = input.take(1) == 1
    let kind = input.take(2)
    if input.isOverrun { throw .truncated }
    isLastBlock = isLast
    switch kind {
    case 0: try beginStored()
    case 1:
      useFixedCode()
      place = .symbols
    case 2:
      try readCodes()
      place = .symbols
    default: throw damage("there is no such kind of block")
    }
  }

  private func beginStored() throws(InflateFailure) {
    input.alignToByte()
    let count = input.take(16)
    let complement = input.take(16)
    if input.isOverrun { throw .truncated }
    guard count == ~complement & 0xffff else { throw damage("the length of stored bytes does not match its check") }
    input.alignToByte()
    place = count == 0 ? .blockStart : .stored(Int(count))
  }

  private func copyStored(_ left: Int, into window: InflateWindow) throws(InflateFailure) {
    try need(1)
    let count = min(left, input.end - input.position, window.limit - window.end)
    guard count > 0 else { throw .truncated }
    window.end.update(from: input.position, count: count)
    window.end += count
    input.position += count
    place = count == left ? .blockStart : .stored(left - count)
  }
}

// MARK: - Codes

extension InflateDecoder {
  private func useFixedCode() {
    if hasFixedCode { return }
    hasFixedCode = true
    CodeLengths.ofFixedLiterals.withUnsafeBufferPointer { lengths in
      // The fixed codes are complete.
      try? self.lengths.build(lengths, symbols: HuffmanTable.lengthSymbols, allowsSparse: true)
    }
    CodeLengths.ofFixedDistances.withUnsafeBufferPointer { distances in
      try? self.distances.build(distances, symbols: HuffmanTable.distanceSymbols, allowsSparse: true)
    }
  }

  private func readCodes() throws(InflateFailure) {
    hasFixedCode = false
    let lengthCount = Int(input.take(5)) + 257
    let distanceCount = Int(input.take(5)) + 1
    let codeLengthCount = Int(input.take(4)) + 4
    if input.isOverrun { throw .truncated }
    guard lengthCount <= 286, distanceCount <= 30 else { throw damage("there are too many lengths or distances") }
    var ofCodeLengths = [UInt8](repeating: 0, count: 19)
    for index in 0..<codeLengthCount { ofCodeLengths[CodeLengths.order[index]] = UInt8(input.take(3)) }
    try build(codeLengths, ofCodeLengths[...], HuffmanTable.codeLengthSymbols, "code lengths", allowsSparse: false)
    let all = try readCodeLengths(lengthCount + distanceCount)
    guard all[256] > 0 else { throw damage("no code ends the block") }
    try build(lengths, all[..<lengthCount], HuffmanTable.lengthSymbols, "lengths", allowsSparse: true)
    try build(distances, all[lengthCount...], HuffmanTable.distanceSymbols, "distances", allowsSparse: true)
  }

  private func readCodeLengths(_ count: Int) throws(InflateFailure) -> [UInt8] {
    var all = [UInt8](repeating: 0, count: count)
    var index = 0
    while index < count {
      input.refill()
      let entry = codeLengths.entries[Int(input.bits & 127)]
      input.drop(UInt64(entry & 0xff))
      let symbol = entry >> 16 & 31
      if symbol < 16 {
        if input.isOverrun { throw .truncated }
        all[index] = UInt8(symbol)
        index += 1
        continue
      }
      var repeated: UInt8 = 0
      let repeatCount: Int
      switch symbol {
      case 16:
        guard index > 0 else { throw damage("there is no length to repeat") }
        repeated = all[index - 1]
        repeatCount = 3 + Int(input.take(2))
      case 17: repeatCount = 3 + Int(input.take(3))
      default: repeatCount = 11 + Int(input.take(7))
      }
      if input.isOverrun { throw .truncated }
      guard index + repeatCount <= count else { throw damage("a length is repeated too often") }
      for _ in 0..<repeatCount {
        all[index] = repeated
        index += 1
      }
    }
    return all
  }

  private func build(
    _ table: HuffmanTable, _ lengths: ArraySlice<UInt8>, _ symbols: [HuffmanTable.Entry], _ name: String,
    allowsSparse: Bool
  ) throws(InflateFailure) {
    let flaw = lengths.withUnsafeBufferPointer { lengths -> HuffmanTable.Flaw? in
      do throws(HuffmanTable.Flaw) {
        try table.build(lengths, symbols: symbols, allowsSparse: allowsSparse)
        return nil
      } catch {
        return error
      }
    }
    if flaw != nil {
      if input.isOverrun { throw .truncated }
      throw damage("the codes of \(name) are not valid")
    }
  }
}
