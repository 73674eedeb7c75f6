import KQLColumnar
import KQLTypes

/// Says of a term or text that no row of a segment holds it, most of the time that none does: a blocked Bloom filter.
///
/// Layout: `u8` version 1, `u8` least bytes of a term that is in, `u32` blocks, then blocks of 64 bytes. In are the
/// folds of all terms (runs of letters and decimal digits) of at least that size, and the folds of whole texts: of all texts
/// that are not one term where that size is 1, else of those that have no term of that size. A fold's 64-bit FNV-1a
/// hash, mixed, gives the block (upper 32 bits, scaled) and five bits in it (9 bits each from the lowest on).
struct TermIndex {
  private let leastTermByteCount: Int
  private let blocks: UnsafeRawBufferPointer
  private let blockCount: Int

  private static let version: UInt8 = 1
  private static let headerByteCount = 6
  private static let blockByteCount = 64
  /// Bits a key: one in fifty texts that are not there seems to be.
  private static let bitsPerKey = 8
  /// Texts from which on only long terms are in: short ones are in every segment anyway.
  private static let manyTexts = 4096
  private static let longTermByteCount = 8
  private static let bitsSet = 5
  private static let keyLimit = 1 << 20
}

// MARK: - Making

extension TermIndex {
  /// The index of the texts of a segment; empty when it would be too large to be of use.
  static func bytes(of heap: StringHeap) -> [UInt8] {
    let leastByteCount = heap.count > manyTexts ? longTermByteCount : 1
    var keys: [UInt64] = []
    var splitter = TermSplitter()
    for entry in 0..<heap.count {
      splitter.split(heap[entry])
      splitter.forEachKey(leastByteCount: leastByteCount) { keys.append($0) }
      if keys.count > keyLimit {
        // Texts repeat their terms.
        keys = Array(Set(keys))
        if keys.count > keyLimit / 2 { return [] }
      }
    }
    // Few texts share many of their terms; long terms of many texts are mostly different.
    if leastByteCount == 1 { keys = Array(Set(keys)) }
    let blockCount = max(1, (keys.count * bitsPerKey + blockByteCount * 8 - 1) / (blockByteCount * 8))
    var writer = BlobWriter()
    writer.append(version)
    writer.append(UInt8(leastByteCount))
    writer.append(UInt32(blockCount))
    var bits = [UInt8](repeating: 0, count: blockCount * blockByteCount)
    bits.withUnsafeMutableBufferPointer { bits in
      for key in keys {
        let start = firstByte(of: key, blockCount: blockCount)
        for number in 0..<bitsSet {
          let bit = Self.bit(number, of: key)
          bits[start &+ bit &>> 3] |= 1 &<< UInt8(truncatingIfNeeded: bit & 7)
        }
      }
    }
    writer.append(bits)
    return writer.bytes
  }

  /// Where the block of a key begins.
  @inline(__always)
  private static func firstByte(of key: UInt64, blockCount: Int) -> Int {
    Int(truncatingIfNeeded: ((key &>> 32) &* UInt64(blockCount)) &>> 32) &* blockByteCount
  }

  /// One of the bits of a key within its block.
  @inline(__always)
  private static func bit(_ number: Int, of key: UInt64) -> Int {
    Int(truncatingIfNeeded: key &>> UInt64(truncatingIfNeeded: 9 &* number)) & 511
  }
}

// MARK: - Asking

extension TermIndex {
  /// `nil` when the bytes are not an index that this version knows.
  ///
  /// - Parameter bytes: Must stay where they are as long as the index is used.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = BlobReader(bytes)
    guard let version = try? reader.byte(), version == Self.version, let least = try? reader.byte(),
      let count = try? reader.number(UInt32.self), count > 0, reader.remainingCount == Int(count) * Self.blockByteCount
    else { return nil }
    leastTermByteCount = Int(least)
    blockCount = Int(count)
    blocks = UnsafeRawBufferPointer(rebasing: bytes[Self.headerByteCount...])
  }

  private func contains(_ key: UInt64) -> Bool {
    let start = Self.firstByte(of: key, blockCount: blockCount)
    return (0..<Self.bitsSet).allSatisfy { number in
      let bit = Self.bit(number, of: key)
      return blocks[start + bit >> 3] & (1 << UInt8(bit & 7)) != 0
    }
  }

  /// Whether some row may equal a text, whatever its case.
  func mayHold(text: String) -> Bool {
    var splitter = TermSplitter()
    var text = text
    text.withUTF8 { splitter.split($0) }
    var mayHold = true
    splitter.forEachKey(leastByteCount: leastTermByteCount) { mayHold = mayHold && contains($0) }
    return mayHold
  }

  /// Whether some row may hold a pattern between borders of terms (`has`).
  func mayHave(_ pattern: String) -> Bool {
    // Letters outside ASCII have forms in other cases that are no letters.
    guard pattern.utf8.allSatisfy({ $0 < 0x80 }) else { return true }
    var splitter = TermSplitter()
    var pattern = pattern
    pattern.withUTF8 { splitter.split($0) }
    return splitter.terms.allSatisfy { $0.byteCount < leastTermByteCount || contains($0.hash) }
  }
}
