import KQLColumnar

/// Numbers distinct keys in the order in which they come, by hashing.
struct GroupTable: Sendable {
  let wordCount: Int
  /// `wordCount` words a group.
  private(set) var keys: [UInt64] = []
  private(set) var groupCount = 0
  /// Open addressing by linear probing: group + 1, 0 when free.
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 64)

  init(wordCount: Int) {
    self.wordCount = wordCount
  }

  var byteCount: Int { keys.count * 8 + slots.count * 4 }
}

// MARK: - Numbering

extension GroupTable {
  /// The group of each row.
  ///
  /// - Parameters:
  ///   - words: ``wordCount`` words a row.
  ///   - onNew: Called with the row that brought each new group, groups in order.
  @inline(__always)
  mutating func groups(of words: [UInt64], rowCount: Int, onNew: (Int) -> Void) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: rowCount) { target, initialized in
      words.withUnsafeBufferPointer { words in
        switch wordCount {
        case 1:
          for row in 0..<rowCount {
            target[row] = group(
              of: words.baseAddress! + row, hash: ByteHash.mix(words[row]), row, onNew
            ) { $0[0] == $1[0] }
          }
        case 2:
          for row in 0..<rowCount {
            let key = words.baseAddress! + row &* 2
            let hash = ByteHash.mix(ByteHash.combine(key[0], key[1]))
            target[row] = group(of: key, hash: hash, row, onNew) { $0[0] == $1[0] && $0[1] == $1[1] }
          }
        default:
          let count = wordCount
          for row in 0..<rowCount {
            let key = words.baseAddress! + row &* count
            target[row] = group(of: key, hash: Self.hash(key, count), row, onNew) { left, right in
              for word in 0..<count where left[word] != right[word] { return false }
              return true
            }
          }
        }
      }
      initialized = rowCount
    }
  }

  @inline(__always)
  private mutating func group(
    of key: UnsafePointer<UInt64>, hash: UInt64, _ row: Int, _ onNew: (Int) -> Void,
    isEqual: (UnsafePointer<UInt64>, UnsafePointer<UInt64>) -> Bool
  ) -> UInt32 {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return insert(key, hash: hash, row, onNew) }
      let group = Int(found &- 1)
      let isSame = keys.withUnsafeBufferPointer { isEqual($0.baseAddress! + group &* wordCount, key) }
      if isSame { return found &- 1 }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(never)
  private mutating func insert(
    _ key: UnsafePointer<UInt64>, hash: UInt64, _ row: Int, _ onNew: (Int) -> Void
  ) -> UInt32 {
    if (groupCount + 1) * 2 > slots.count { grow() }
    keys.append(contentsOf: UnsafeBufferPointer(start: key, count: wordCount))
    place(UInt32(truncatingIfNeeded: groupCount), hash)
    groupCount += 1
    onNew(row)
    return UInt32(truncatingIfNeeded: groupCount - 1)
  }

  private mutating func place(_ group: UInt32, _ hash: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = group &+ 1
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    let keys = self.keys
    keys.withUnsafeBufferPointer { keys in
      for group in 0..<groupCount {
        place(UInt32(truncatingIfNeeded: group), Self.hash(keys.baseAddress! + group * wordCount, wordCount))
      }
    }
  }

  @inline(__always)
  private static func hash(_ key: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    if count == 1 { return ByteHash.mix(key[0]) }
    var hash = key[0]
    for word in 1..<count { hash = ByteHash.combine(hash, key[word]) }
    return ByteHash.mix(hash)
  }
}

// MARK: - Looking up

extension GroupTable {
  /// The group of each row, -1 where there is none.
  func existingGroups(of words: [UInt64], isFindable: [Bool]) -> [Int32] {
    guard groupCount > 0 else { return [Int32](repeating: -1, count: isFindable.count) }
    let mask = slots.count - 1
    return words.withUnsafeBufferPointer { words in
      keys.withUnsafeBufferPointer { keys in
        isFindable.indices.map { row in
          guard isFindable[row] else { return -1 }
          let key = words.baseAddress! + row * wordCount
          var slot = Int(truncatingIfNeeded: Self.hash(key, wordCount)) & mask
          while slots[slot] != 0 {
            let candidate = keys.baseAddress! + Int(slots[slot] - 1) * wordCount
            var isSame = true
            for word in 0..<wordCount where candidate[word] != key[word] { isSame = false }
            if isSame { return Int32(bitPattern: slots[slot] &- 1) }
            slot = (slot + 1) & mask
          }
          return -1
        }
      }
    }
  }
}
