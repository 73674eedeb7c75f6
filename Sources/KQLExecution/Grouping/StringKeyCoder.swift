import KQLColumnar

/// Gives equal strings of a key column equal codes.
///
/// As long as all rows stand on one distinct heap its own codes serve, and nothing is hashed.
struct StringKeyCoder {
  private var adoptedHeap: StringHeap?
  private var interner: StringInterner?

  /// The strings by code.
  var heap: StringHeap? { interner?.dictionary.heap ?? adoptedHeap }

  /// Bytes held beyond those of the input.
  var byteCount: Int { interner.map { $0.dictionary.heap.byteCount + $0.count * 24 } ?? 0 }
}

extension StringKeyCoder {
  mutating func codes(of strings: StringColumn) -> [UInt32] {
    if interner == nil {
      if let codes = strings.codes, strings.heap.isDistinct {
        if adoptedHeap == nil { adoptedHeap = strings.heap }
        if adoptedHeap === strings.heap { return codes }
      }
      startInterning()
    }
    return interner?.codes(of: strings) ?? []
  }

  /// The code of each row, `nil` for strings without one; adds nothing.
  ///
  /// - Parameter known: What was found for entries of `strings`' heap before; see ``KnownEntries``.
  func existingCodes(of strings: StringColumn, _ known: inout KnownEntries) -> [UInt32?] {
    if interner == nil, let adoptedHeap, adoptedHeap === strings.heap, let codes = strings.codes {
      return codes.map { $0 }
    }
    guard let interner else { return [UInt32?](repeating: nil, count: strings.count) }
    guard let codes = strings.codes else {
      return (0..<strings.count).map { interner.dictionary.existingCode(of: strings[$0]) }
    }
    return codes.map { code in
      known.code(of: code, in: strings.heap) { interner.dictionary.existingCode(of: $0) }
    }
  }

  /// Makes strings of other heaps findable.
  mutating func prepareForLookup() {
    if interner == nil { startInterning() }
  }

  private mutating func startInterning() {
    var interner = StringInterner()
    if let adoptedHeap {
      // Distinct entries in order get their own numbers as codes, so codes given so far stay right.
      for entry in 0..<adoptedHeap.count { _ = interner.code(of: adoptedHeap[entry]) }
    }
    self.interner = interner
  }

  /// Remembers what entries of one heap were found to be; used by one thread.
  struct KnownEntries {
    private var heap: StringHeap?
    /// 0 when not asked for yet, 1 when not found, else code + 2.
    private var codes: [UInt32] = []

    init() {}

    mutating func code(
      of entry: UInt32, in heap: StringHeap, find: (UnsafeBufferPointer<UInt8>) -> UInt32?
    ) -> UInt32? {
      if self.heap !== heap {
        self.heap = heap
        codes.removeAll(keepingCapacity: true)
      }
      let index = Int(entry)
      if index >= codes.count {
        codes.append(contentsOf: repeatElement(0, count: max(heap.count, index + 1) - codes.count))
      }
      if codes[index] == 0 { codes[index] = find(heap[index]).map { $0 &+ 2 } ?? 1 }
      return codes[index] == 1 ? nil : codes[index] &- 2
    }
  }
}
