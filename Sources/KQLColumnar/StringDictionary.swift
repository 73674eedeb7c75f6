/// Gives equal strings equal codes, in order of first appearance.
///
/// Owns a distinct ``StringHeap`` to which codes are the entry numbers.
@usableFromInline
package struct StringDictionary: Sendable {
  @usableFromInline package let heap: StringHeap
  /// Open addressing by linear probing; a slot holds the upper hash bits and code + 1, 0 when free.
  @usableFromInline var slots: [UInt64]
  @usableFromInline var mask: Int

  package init(minimumCapacity: Int = 16) {
    var capacity = 32
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    heap = StringHeap(isDistinct: true, capacity: minimumCapacity)
    slots = [UInt64](repeating: 0, count: capacity)
    mask = capacity - 1
  }

  package var count: Int { heap.count }
}

// MARK: - Codes

extension StringDictionary {
  /// The code of a string, which is added when it is new.
  ///
  /// - Complexity: O(*bytes*) amortised.
  @inlinable @inline(__always)
  package mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = ByteHash.hash(bytes)
    let tag = hash & 0xffff_ffff_0000_0000
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return insert(bytes, hash: hash) }
      if found & 0xffff_ffff_0000_0000 == tag {
        let code = UInt32(truncatingIfNeeded: found) &- 1
        if ByteHash.equal(heap[Int(code)], bytes) { return code }
      }
      slot = (slot &+ 1) & mask
    }
  }

  package mutating func code(of string: String) -> UInt32 {
    var copy = string
    return copy.withUTF8 { code(of: $0) }
  }

  /// The code of a string that is already in, else `nil`.
  package func existingCode(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let hash = ByteHash.hash(bytes)
    let tag = hash & 0xffff_ffff_0000_0000
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return nil }
      if found & 0xffff_ffff_0000_0000 == tag {
        let code = UInt32(truncatingIfNeeded: found) &- 1
        if ByteHash.equal(heap[Int(code)], bytes) { return code }
      }
      slot = (slot &+ 1) & mask
    }
  }

  @usableFromInline
  mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> UInt32 {
    if (heap.count + 1) * 2 > slots.count { grow() }
    let code = UInt32(truncatingIfNeeded: heap.append(bytes))
    place(code, hash: hash)
    return code
  }

  private mutating func place(_ code: UInt32, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = (hash & 0xffff_ffff_0000_0000) | UInt64(code &+ 1)
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    mask = slots.count - 1
    for code in 0..<heap.count { place(UInt32(code), hash: ByteHash.hash(heap[code])) }
  }
}
