import KQLColumnar

/// Numbers distinct keys in the order in which they come: by a place of its own for each possible key where keys are
/// short, else by hashing.
struct GroupTable: Sendable {
  /// Keys of so few bits have places of their own, unless most of many places would stay empty.
  private static let directBits = 16
  /// Rows whose keys are looked for before those that were not found are added.
  private static let partCount = 512

  private(set) var wordCount: Int
  /// `wordCount` words a group.
  private(set) var keys: [UInt64] = []
  private(set) var groupCount = 0
  /// Group + 1, 0 when free: indexed by key, or by hash with linear probing.
  private var slots: [UInt32] = []
  private var isDirect = false

  init(_ layout: KeyLayout) {
    wordCount = layout.wordCount
    makeSlots(for: layout)
  }

  var byteCount: Int { keys.count * 8 + slots.count * 4 }
}

// MARK: - Layout

extension GroupTable {
  /// Takes over keys that were repacked for another layout.
  mutating func rekey(_ keys: [UInt64], for layout: KeyLayout) {
    self.keys = keys
    wordCount = layout.wordCount
    makeSlots(for: layout)
  }

  private mutating func makeSlots(for layout: KeyLayout) {
    if let bits = layout.packedBits, bits <= Self.directBits, 1 << bits <= max(4096, groupCount * 32) {
      isDirect = true
      slots = [UInt32](repeating: 0, count: 1 << bits)
    } else {
      isDirect = false
      var count = 64
      while count < groupCount * 4 { count *= 2 }
      slots = [UInt32](repeating: 0, count: count)
    }
    placeAll()
  }

  private mutating func placeAll() {
    let (keys, wordCount, groupCount, isDirect) = (self.keys, self.wordCount, self.groupCount, self.isDirect)
    slots.withUnsafeMutableBufferPointer { slots in
      keys.withUnsafeBufferPointer { keys in
        guard let base = keys.baseAddress else { return }
        let mask = slots.count - 1
        for group in 0..<groupCount {
          let key = base + group * wordCount
          var slot = isDirect ? Int(key[0]) : Int(truncatingIfNeeded: Self.hash(key, wordCount)) & mask
          while !isDirect, slots[slot] != 0 { slot = (slot + 1) & mask }
          slots[slot] = UInt32(truncatingIfNeeded: group + 1)
        }
      }
    }
  }
}

// MARK: - Numbering

extension GroupTable {
  /// The group of each row.
  ///
  /// - Parameters:
  ///   - words: ``wordCount`` words a row.
  ///   - newRows: Gets the row that brought each new group, groups in order.
  mutating func groups(of words: [UInt64], rowCount: Int, newRows: inout [Int]) -> [UInt32] {
    var groups = [UInt32](repeating: 0, count: rowCount)
    var missing: [Int] = []
    // In parts, so that a key that comes for the first time is known when it comes again a little later: rows are
    // mostly in the order of time, and times are often part of the key.
    for start in stride(from: 0, to: rowCount, by: Self.partCount) {
      find(words, start..<min(start + Self.partCount, rowCount), &groups, missing: &missing)
      if missing.isEmpty { continue }
      add(missing, words, to: &groups, newRows: &newRows)
      missing.removeAll(keepingCapacity: true)
    }
    return groups
  }

  /// Finds the groups of rows whose keys are known, and lists the other rows.
  private func find(_ words: [UInt64], _ rows: Range<Int>, _ groups: inout [UInt32], missing: inout [Int]) {
    let wordCount = self.wordCount
    groups.withUnsafeMutableBufferPointer { target in
      words.withUnsafeBufferPointer { words in
        slots.withUnsafeBufferPointer { slots in
          keys.withUnsafeBufferPointer { keys in
            guard let key = words.baseAddress, let slot = slots.baseAddress else { return }
            // Without groups there is nothing to compare with, and every slot is free.
            let known = keys.baseAddress ?? key
            let mask = slots.count &- 1
            if isDirect {
              for row in rows {
                let found = slot[Int(truncatingIfNeeded: key[row])]
                target[row] = found &- 1
                if found == 0 { missing.append(row) }
              }
            } else if wordCount == 1 {
              Self.find(key, rows, slot, mask, known, target, missing: &missing)
            } else if wordCount == 2 {
              for row in rows {
                let (first, second) = (key[row &* 2], key[row &* 2 &+ 1])
                let found = Self.probe(slot, mask, ByteHash.combine(Self.hash(first), second)) {
                  known[$0 &* 2] == first && known[$0 &* 2 &+ 1] == second
                }
                target[row] = found &- 1
                if found == 0 { missing.append(row) }
              }
            } else {
              for row in rows {
                let own = key + row &* wordCount
                let found = Self.probe(slot, mask, Self.hash(own, wordCount)) {
                  Self.equal(known + $0 &* wordCount, own, wordCount)
                }
                target[row] = found &- 1
                if found == 0 { missing.append(row) }
              }
            }
          }
        }
      }
    }
  }

  /// Finds keys of one word: first where each belongs, without branches, since which ones stand elsewhere cannot be
  /// predicted; then those.
  private static func find(
    _ words: UnsafePointer<UInt64>, _ rows: Range<Int>, _ slots: UnsafePointer<UInt32>, _ mask: Int,
    _ known: UnsafePointer<UInt64>, _ groups: UnsafeMutableBufferPointer<UInt32>, missing: inout [Int]
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(rows.count, 1)) { buffer in
      guard let others = buffer.baseAddress, let groups = groups.baseAddress else { return }
      var count = 0
      for row in rows {
        let word = words[row]
        let found = slots[Int(truncatingIfNeeded: hash(word)) & mask]
        groups[row] = found &- 1
        (others + count).initialize(to: row)
        // A free slot stands for the first group here; it is told apart below.
        let isOther = known[Int(max(found, 1) &- 1)] != word
        count &+= (isOther ? 1 : 0) | (found == 0 ? 1 : 0)
      }
      for index in 0..<count {
        let row = others[index]
        let word = words[row]
        let found = probe(slots, mask, hash(word)) { known[$0] == word }
        groups[row] = found &- 1
        if found == 0 { missing.append(row) }
      }
    }
  }

  /// The group with that hash for which `isSame` holds, + 1, or 0.
  @inline(__always)
  private static func probe(
    _ slots: UnsafePointer<UInt32>, _ mask: Int, _ hash: UInt64, _ isSame: (Int) -> Bool
  ) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 || isSame(Int(found &- 1)) { return found }
      slot = (slot &+ 1) & mask
    }
  }

  /// Makes groups of keys that were not found; among them may be equal ones.
  private mutating func add(
    _ rows: [Int], _ words: [UInt64], to groups: inout [UInt32], newRows: inout [Int]
  ) {
    if !isDirect, (groupCount + rows.count) * 2 > slots.count { grow(to: groupCount + rows.count) }
    let (wordCount, isDirect) = (self.wordCount, self.isDirect)
    var groupCount = self.groupCount
    var keys = self.keys
    self.keys = []
    slots.withUnsafeMutableBufferPointer { slots in
      words.withUnsafeBufferPointer { words in
        guard let base = words.baseAddress else { return }
        let mask = slots.count &- 1
        for row in rows {
          let key = base + row &* wordCount
          var slot = isDirect ? Int(key[0]) : Int(truncatingIfNeeded: Self.hash(key, wordCount)) & mask
          while slots[slot] != 0, !isDirect {
            let group = Int(slots[slot] &- 1)
            let isSame = keys.withUnsafeBufferPointer {
              Self.equal($0.baseAddress! + group &* wordCount, key, wordCount)
            }
            if isSame { break }
            slot = (slot &+ 1) & mask
          }
          if slots[slot] == 0 {
            for word in 0..<wordCount { keys.append(key[word]) }
            groupCount &+= 1
            slots[slot] = UInt32(truncatingIfNeeded: groupCount)
            newRows.append(row)
          }
          groups[row] = slots[slot] &- 1
        }
      }
    }
    self.groupCount = groupCount
    self.keys = keys
  }

  private mutating func grow(to groupCount: Int) {
    var count = slots.count
    while count < groupCount * 4 { count *= 2 }
    slots = [UInt32](repeating: 0, count: count)
    placeAll()
  }

  @inline(__always)
  private static func equal(_ left: UnsafePointer<UInt64>, _ right: UnsafePointer<UInt64>, _ count: Int) -> Bool {
    for word in 0..<count where left[word] != right[word] { return false }
    return true
  }

  @inline(__always)
  private static func hash(_ key: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    var hash = hash(key[0])
    for word in 1..<count { hash = ByteHash.combine(hash, key[word]) }
    return hash
  }

  /// One multiplication that mixes all bits into the lower ones, by which places are found.
  @inline(__always)
  private static func hash(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.low ^ product.high
  }
}

// MARK: - Looking up

extension GroupTable {
  /// The group of each row, -1 where there is none.
  func existingGroups(of words: [UInt64], isFindable: [Bool]) -> [Int32] {
    guard groupCount > 0 else { return [Int32](repeating: -1, count: isFindable.count) }
    var missing: [Int] = []
    // A row that is not findable has words all the same; what they find is not used.
    var found = [UInt32](repeating: 0, count: isFindable.count)
    find(words, found.indices, &found, missing: &missing)
    return found.indices.map { isFindable[$0] ? Int32(bitPattern: found[$0]) : -1 }
  }
}
