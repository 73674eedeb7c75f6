/// Maps string columns that stand on different heaps onto the codes of one dictionary.
///
/// Remembers what each dictionary-coded heap's entries became, so a string is hashed once a heap and not once a
/// row; entries are mapped when a row first asks for them.
package struct StringInterner: Sendable {
  package private(set) var dictionary = StringDictionary()
  private var remaps: [ObjectIdentifier: Remap] = [:]
  private var lastHeap: StringHeap?
  private var lastRemap: [UInt32] = []

  private static let remapLimit = 32

  private struct Remap: Sendable {
    /// Holding the heap keeps its identity from being reused.
    var heap: StringHeap
    /// The dictionary's code + 1 of each entry; 0 when not asked for yet.
    var codes: [UInt32]
  }

  package init() {}
}

extension StringInterner {
  package var count: Int { dictionary.count }

  /// The dictionary's code of each row.
  package mutating func codes(of column: StringColumn) -> [UInt32] {
    guard let codes = column.codes else {
      var result: [UInt32] = []
      result.reserveCapacity(column.count)
      for row in 0..<column.count { result.append(dictionary.code(of: column.heap[row])) }
      return result
    }
    switchHeap(to: column.heap)
    var remap = lastRemap
    lastRemap = []
    var dictionary = self.dictionary
    self.dictionary = Self.emptyDictionary
    let heap = column.heap
    let result = [UInt32](unsafeUninitializedCapacity: codes.count) { target, initialized in
      for row in codes.indices {
        let entry = Int(codes[row])
        var code = remap[entry]
        if code == 0 {
          code = dictionary.code(of: heap[entry]) &+ 1
          remap[entry] = code
        }
        target[row] = code &- 1
      }
      initialized = codes.count
    }
    self.dictionary = dictionary
    lastRemap = remap
    return result
  }

  package mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    dictionary.code(of: bytes)
  }

  /// Stands in while the dictionary is moved out, so that its arrays stay uniquely referenced.
  private static let emptyDictionary = StringDictionary()

  private mutating func switchHeap(to heap: StringHeap) {
    if lastHeap !== heap {
      if let lastHeap {
        // What is remembered keeps heaps alive; a stream with a heap of its own for each batch must not pile them up.
        if remaps.count >= Self.remapLimit { remaps.removeAll() }
        remaps[ObjectIdentifier(lastHeap)] = Remap(heap: lastHeap, codes: lastRemap)
      }
      lastRemap = remaps.removeValue(forKey: ObjectIdentifier(heap))?.codes ?? []
      lastHeap = heap
    }
    if lastRemap.count < heap.count {
      lastRemap.append(contentsOf: repeatElement(0, count: heap.count - lastRemap.count))
    }
  }
}
