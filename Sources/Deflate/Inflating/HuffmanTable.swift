/// A table that gives for the next bits of deflate data the symbol that they stand for.
///
/// Codes of up to ``primaryBits`` bits are found at once; longer ones lead to a second table behind the first. What is
/// to be known of a symbol stands in its entry, so that decoding one is a load and a few shifts:
///
///     bit 31      the symbol is a literal
///     bits 16-30  the literal, or the base of a length or distance, or where the second table begins
///     bits 13-15  the symbol is none of these: ``endOfBlock``, ``isSecond`` or no symbol at all
///     bits 8-11   bits of the code; of a second table's index
///     bits 0-7    bits to consume: those of the code and the extra ones behind it
///
/// Specification: RFC 1951, 3.2.
struct HuffmanTable {
  typealias Entry = UInt32

  let entries: UnsafeMutablePointer<Entry>
  let primaryBits: Int
  private let capacity: Int

  static let isLiteral: Entry = 1 << 31
  static let isOther: Entry = 1 << 15
  static let isSecond: Entry = 1 << 14
  static let endOfBlock: Entry = 1 << 13
  static let longestCode = 15

  /// - Parameter capacity: Entries of both tables. A complete code over 288 symbols needs at most 2,342 of them with
  ///   11 primary bits, one over 32 symbols at most 402 with 8; building checks it.
  init(primaryBits: Int, capacity: Int) {
    self.primaryBits = primaryBits
    self.capacity = capacity
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Self.isOther | 1, count: capacity)
  }

  func deallocate() { entries.deallocate() }
}

// MARK: - Building

extension HuffmanTable {
  /// What makes code lengths unusable.
  enum Flaw: Error {
    /// More codes than there is room for.
    case oversubscribed
    /// Some sequences of bits stand for nothing.
    case incomplete
  }

  /// Builds the table of a canonical code.
  ///
  /// - Parameters:
  ///   - lengths: Bits of each symbol's code, 0 for symbols without one; at most 15.
  ///   - symbols: What stands in the entry of each symbol, without the bits of its code.
  ///   - allowsSparse: Whether a code may consist of one symbol with one bit, or of none, as zlib allows of
  ///     lengths and distances.
  func build(
    _ lengths: UnsafeBufferPointer<UInt8>, symbols: [Entry], allowsSparse: Bool
  ) throws(Flaw) {
    var counts = [Int](repeating: 0, count: Self.longestCode + 1)
    for length in lengths { counts[Int(length)] += 1 }
    let longest = counts.lastIndex { $0 > 0 } ?? 0
    var room = 1
    for length in 1...Self.longestCode {
      room = room * 2 - counts[length]
      if room < 0 { throw .oversubscribed }
    }
    if room > 0, !allowsSparse || longest > 1 { throw .incomplete }
    if room > 0 { entries.update(repeating: Self.isOther | 1, count: 1 << primaryBits) }
    if longest == 0 { return }
    var order = [UInt16](repeating: 0, count: lengths.count)
    var starts = [Int](repeating: 0, count: Self.longestCode + 2)
    for length in 1...Self.longestCode { starts[length + 1] = starts[length] + counts[length] }
    let symbolCount = starts[Self.longestCode + 1]
    for (symbol, length) in lengths.enumerated() where length > 0 {
      order[starts[Int(length)]] = UInt16(symbol)
      starts[Int(length)] += 1
    }
    try fill(order[..<symbolCount], lengths, symbols, counts, longest: longest)
  }

  private func fill(
    _ order: ArraySlice<UInt16>, _ lengths: UnsafeBufferPointer<UInt8>, _ symbols: [Entry], _ counts: [Int],
    longest: Int
  ) throws(Flaw) {
    let primaryMask = 1 << primaryBits - 1
    // The code, its bits reversed as they come in the data.
    var code = 0
    var prefix = -1
    var second = 1 << primaryBits
    var secondStart = 0
    var secondBits = 0
    var remaining = counts
    for symbol in order {
      let length = Int(lengths[Int(symbol)])
      if length <= primaryBits {
        let entry = symbols[Int(symbol)] &+ Entry(length) | Entry(length) << 8
        var index = code
        while index <= primaryMask {
          entries[index] = entry
          index += 1 << length
        }
      } else {
        if code & primaryMask != prefix {
          // The second table has room for all codes with this beginning.
          prefix = code & primaryMask
          secondBits = length - primaryBits
          var room = 1 << secondBits
          while secondBits + primaryBits < longest {
            room -= remaining[secondBits + primaryBits]
            if room <= 0 { break }
            secondBits += 1
            room <<= 1
          }
          secondStart = second
          second += 1 << secondBits
          if second > capacity { throw .oversubscribed }
          entries[prefix] =
            Self.isOther | Self.isSecond | Entry(secondStart) << 16 | Entry(secondBits) << 8 | Entry(primaryBits)
        }
        let rest = length - primaryBits
        let entry = symbols[Int(symbol)] &+ Entry(rest) | Entry(rest) << 8
        var index = code >> primaryBits
        while index < 1 << secondBits {
          entries[secondStart + index] = entry
          index += 1 << rest
        }
      }
      remaining[length] -= 1
      // The next code, counted with reversed bits.
      var bit = 1 << (length - 1)
      while code & bit != 0 { bit >>= 1 }
      code = bit == 0 ? 0 : code & (bit - 1) | bit
    }
  }
}

// MARK: - Symbols

extension HuffmanTable {
  /// Literals, the end of a block, and lengths; the last two symbols must not occur.
  static let lengthSymbols: [Entry] = {
    var symbols = (0..<256).map { isLiteral | Entry($0) << 16 }
    symbols.append(isOther | endOfBlock)
    var base: Entry = 3
    for symbol in 0..<28 {
      let extra = Entry(max(0, symbol / 4 - 1))
      symbols.append(base << 16 | extra)
      base += 1 << extra
    }
    symbols.append(258 << 16)
    return symbols + [isOther, isOther]
  }()

  /// Distances; the last two symbols must not occur.
  static let distanceSymbols: [Entry] = {
    var symbols: [Entry] = []
    var base: Entry = 1
    for symbol in 0..<30 {
      let extra = Entry(max(0, symbol / 2 - 1))
      symbols.append(base << 16 | extra)
      base += 1 << extra
    }
    return symbols + [isOther, isOther]
  }()

  /// The symbols that code lengths are written with.
  static let codeLengthSymbols: [Entry] = (0..<19).map { Entry($0) << 16 }
}
