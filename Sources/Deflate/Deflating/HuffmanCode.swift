/// A canonical Huffman code of the symbols 0, 1, 2, ….
struct HuffmanCode {
  /// The number of bits of each symbol's code, 0 for symbols that do not occur.
  let lengths: [UInt8]
  /// Each symbol's code, its first bit lowest.
  private let codes: [UInt16]

  /// - Parameter lengths: At most 15 bits each, and such that a code with them exists.
  init(lengths: [UInt8]) {
    var counts = [UInt16](repeating: 0, count: 17)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var next = [UInt16](repeating: 0, count: 17)
    for length in 1..<16 { next[length + 1] = (next[length] &+ counts[length]) << 1 }
    self.lengths = lengths
    codes = lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] &+= 1 }
      return next[Int(length)].bitsReversed >> UInt16(16 - length)
    }
  }

  /// The shortest code for symbols of which the numbers of occurrences are known.
  ///
  /// Codes that would be longer than allowed are cut, and shorter ones lengthened until all fit again.
  /// One symbol alone has a code of one bit.
  init(frequencies: [Int], maximumLength: Int) {
    let symbols = frequencies.indices.filter { frequencies[$0] > 0 }
      .sorted { (frequencies[$0], $0) < (frequencies[$1], $1) }
    var counts = Self.leafCounts(symbols.map { frequencies[$0] })
    Self.limit(&counts, to: maximumLength)
    var lengths = [UInt8](repeating: 0, count: frequencies.count)
    var rest = symbols[...]
    for (length, count) in counts.enumerated() {
      for symbol in rest.suffix(count) { lengths[symbol] = UInt8(length) }
      rest.removeLast(count)
    }
    self.init(lengths: lengths)
  }

  func append(_ symbol: Int, to output: inout BitWriter) {
    output.append(codes[symbol], bits: Int(lengths[symbol]))
  }
}

// MARK: - Lengths

extension HuffmanCode {
  /// How many leaves of a Huffman tree are 0, 1, 2, … edges below its root.
  ///
  /// Of a leaf and a subtree of equal weight, the leaf is merged first.
  /// - Parameter weights: In ascending order.
  private static func leafCounts(_ weights: [Int]) -> [Int] {
    guard weights.count > 1 else { return [0, weights.count] }
    let treeCount = weights.count - 1
    /// The subtrees in the order in which they were made, which is that of their weights.
    var sums = [Int](repeating: 0, count: treeCount)
    var parents = [Int](repeating: 0, count: treeCount)
    var leaves = [Int](repeating: 0, count: treeCount)
    var nextLeaf = 0
    var nextTree = 0
    for tree in 0..<treeCount {
      for _ in 0..<2 {
        if nextLeaf < weights.count, nextTree == tree || weights[nextLeaf] <= sums[nextTree] {
          sums[tree] += weights[nextLeaf]
          leaves[tree] += 1
          nextLeaf += 1
        } else {
          sums[tree] += sums[nextTree]
          parents[nextTree] = tree
          nextTree += 1
        }
      }
    }
    var counts = [Int](repeating: 0, count: weights.count)
    var depths = [Int](repeating: 0, count: treeCount)
    for tree in (0..<treeCount).reversed() {
      if tree < treeCount - 1 { depths[tree] = depths[parents[tree]] + 1 }
      counts[depths[tree] + 1] += leaves[tree]
    }
    return counts
  }

  /// Makes a code of at most `maximum` bits from the numbers of its codes by length.
  private static func limit(_ counts: inout [Int], to maximum: Int) {
    guard counts.count > maximum + 1 else { return }
    counts[maximum] += counts[(maximum + 1)...].reduce(0, +)
    counts.removeLast(counts.count - maximum - 1)
    var used = counts.indices.dropFirst().reduce(0) { $0 + counts[$1] << (maximum - $1) }
    // A shorter code becomes two that are longer by a bit, for itself and for one of the longest.
    while used > 1 << maximum, let length = counts[..<maximum].lastIndex(where: { $0 > 0 }) {
      counts[maximum] -= 1
      counts[length] -= 1
      counts[length + 1] += 2
      used -= 1
    }
  }
}

extension UInt16 {
  fileprivate var bitsReversed: UInt16 {
    var value = self
    value = (value & 0x5555) << 1 | value >> 1 & 0x5555
    value = (value & 0x3333) << 2 | value >> 2 & 0x3333
    value = (value & 0x0f0f) << 4 | value >> 4 & 0x0f0f
    return value.byteSwapped
  }
}
