/// The lengths of a block's two Huffman codes, as they are written before the block.
struct CodeLengths {
  /// A length, or a repetition (symbols 16 to 18) with its number.
  private struct Run {
    var symbol: Int
    var extra = 0
  }

  private let literalCount: Int
  private let distanceCount: Int
  private var runs: [Run] = []

  /// The order in which the lengths of the code for all these lengths are written.
  static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  /// The number of bits after symbols 16, 17 and 18.
  private static let extraBits = [2, 3, 7]

  init(_ literals: HuffmanCode, _ distances: HuffmanCode) {
    literalCount = Self.count(literals.lengths, atLeast: 257)
    distanceCount = Self.count(distances.lengths, atLeast: 1)
    appendRuns(literals.lengths.prefix(literalCount) + distances.lengths.prefix(distanceCount))
  }

  func write(to output: inout BitWriter) {
    var frequencies = [Int](repeating: 0, count: Self.order.count)
    for run in runs { frequencies[run.symbol] += 1 }
    let code = HuffmanCode(frequencies: frequencies, maximumLength: 7)
    let ordered = Self.order.map { code.lengths[$0] }
    let count = Self.count(ordered, atLeast: 4)
    output.append(literalCount - 257, bits: 5)
    output.append(distanceCount - 1, bits: 5)
    output.append(count - 4, bits: 4)
    for length in ordered.prefix(count) { output.append(length, bits: 3) }
    for run in runs {
      code.append(run.symbol, to: &output)
      if run.symbol >= 16 { output.append(run.extra, bits: Self.extraBits[run.symbol - 16]) }
    }
  }

  /// The number of lengths without zeros at the end.
  private static func count(_ lengths: [UInt8], atLeast minimum: Int) -> Int {
    max(minimum, (lengths.lastIndex { $0 != 0 } ?? -1) + 1)
  }
}

// MARK: - Fixed codes

extension CodeLengths {
  static let ofFixedLiterals =
    [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112) + [UInt8](repeating: 7, count: 24)
    + [UInt8](repeating: 8, count: 8)
  static let ofFixedDistances = [UInt8](repeating: 5, count: 32)
}

// MARK: - Runs

extension CodeLengths {
  /// Repetitions run on from the literals' lengths to those of the distances.
  private mutating func appendRuns(_ lengths: some Collection<UInt8>) {
    var rest = lengths[...]
    while let length = rest.first {
      var count = rest.prefix { $0 == length }.count
      rest.removeFirst(count)
      if length != 0 {
        runs.append(Run(symbol: Int(length)))
        count -= 1
      }
      while count > 0 {
        let taken = min(count, length == 0 ? 138 : 6)
        appendRepetition(of: Int(length), count: taken)
        count -= taken
      }
    }
  }

  private mutating func appendRepetition(of length: Int, count: Int) {
    switch (length, count) {
    case (_, ..<3): runs.append(contentsOf: repeatElement(Run(symbol: length), count: count))
    case (1..., _): runs.append(Run(symbol: 16, extra: count - 3))
    case (_, ...10): runs.append(Run(symbol: 17, extra: count - 3))
    default: runs.append(Run(symbol: 18, extra: count - 11))
    }
  }
}
