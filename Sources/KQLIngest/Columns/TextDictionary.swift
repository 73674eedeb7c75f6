import KQLColumnar

/// Gives equal texts equal codes, in order of first appearance: the dictionary behind a column that is being built.
///
/// A text's first and last eight bytes and its length stand in the table itself, so short texts are told apart
/// without a look at the heap.
final class TextDictionary {
  typealias Bytes = UnsafePointer<UInt8>

  private struct Entry {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var byteCount: UInt32 = 0
    /// The code + 1; 0 in a free entry.
    var code: UInt32 = 0
  }

  /// Holds each text once; its entry numbers are the codes.
  let heap = StringHeap(isDistinct: true)
  private var table: UnsafeMutablePointer<Entry>
  private var capacity = 64
  private(set) var count = 0

  init() {
    table = .allocate(capacity: capacity)
    table.initialize(repeating: Entry(), count: capacity)
  }

  deinit { table.deallocate() }
}

// MARK: - Codes

extension TextDictionary {
  /// The codes of many texts, those that are new added.
  ///
  /// - Precondition: Eight bytes behind each text can be read.
  func code(_ texts: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, into codes: UnsafeMutablePointer<UInt32>) {
    // Neighbouring rows often hold the same text.
    guard let first = texts.first else { return }
    var previous = first
    var code = self.code(of: first)
    for index in 0..<texts.count {
      let text = texts[index]
      if text.count != previous.count || !Self.isEqual(text, previous) {
        code = self.code(of: text)
        previous = text
      }
      codes[index] = code
    }
  }

  /// The code of a text, which is added when it is new.
  ///
  /// - Precondition: Eight bytes behind the text can be read.
  @inline(__always)
  func code(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let (first, last) = Self.ends(text)
    var index = Int(truncatingIfNeeded: Self.hash(text, first, last)) & (capacity &- 1)
    let table = self.table
    while true {
      let entry = table + index
      if entry.pointee.code == 0 { return add(text, first, last, at: index) }
      if entry.pointee.first == first, entry.pointee.last == last, Int(entry.pointee.byteCount) == text.count {
        let code = entry.pointee.code &- 1
        if text.count <= 16 || Self.isEqual(heap[Int(code)], text) { return code }
      }
      index = (index &+ 1) & (capacity &- 1)
    }
  }

  @inline(never)
  private func add(_ text: UnsafeBufferPointer<UInt8>, _ first: UInt64, _ last: UInt64, at index: Int) -> UInt32 {
    let code = UInt32(truncatingIfNeeded: heap.append(text))
    table[index] = Entry(
      first: first, last: last, byteCount: UInt32(truncatingIfNeeded: text.count), code: code &+ 1)
    count += 1
    if count * 2 > capacity { grow() }
    return code
  }

  private func grow() {
    let old = table
    let oldCapacity = capacity
    capacity *= 4
    table = .allocate(capacity: capacity)
    table.initialize(repeating: Entry(), count: capacity)
    for position in 0..<oldCapacity where old[position].code != 0 {
      let entry = old[position]
      let text = heap[Int(entry.code &- 1)]
      var index = Int(truncatingIfNeeded: Self.hash(text, entry.first, entry.last)) & (capacity - 1)
      while table[index].code != 0 { index = (index + 1) & (capacity - 1) }
      table[index] = entry
    }
    old.deallocate()
  }
}

// MARK: - Bytes

extension TextDictionary {
  /// The first and the last eight bytes; of a shorter text all of it and 0.
  @inline(__always)
  private static func ends(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64) {
    guard let start = text.baseAddress, text.count > 0 else { return (0, 0) }
    let first = ByteScan.load8(start)
    if text.count >= 8 { return (first, ByteScan.load8(start + (text.count &- 8))) }
    return (first & ((1 &<< UInt64(truncatingIfNeeded: text.count &<< 3)) &- 1), 0)
  }

  /// Takes every byte into account, those in the middle 16 at a time.
  @inline(__always)
  private static func hash(_ text: UnsafeBufferPointer<UInt8>, _ first: UInt64, _ last: UInt64) -> UInt64 {
    var hash = mix(first ^ 0x9e37_79b9_7f4a_7c15, last ^ UInt64(truncatingIfNeeded: text.count) ^ 0xd6e8_feb8_6659_fd93)
    if text.count > 16, let start = text.baseAddress {
      var offset = 8
      let end = text.count &- 8
      while offset &+ 16 <= end {
        hash = mix(hash ^ ByteScan.load8(start + offset), ByteScan.load8(start + offset + 8) ^ 0xd6e8_feb8_6659_fd93)
        offset &+= 16
      }
      if offset < end {
        // The remainder, together with bytes that were seen before.
        hash = mix(
          hash ^ ByteScan.load8(start + (end &- 8)), 0xd6e8_feb8_6659_fd93 ^ ByteScan.load8(start + max(0, end &- 16)))
      }
    }
    return hash
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// - Precondition: The counts are equal.
  @inline(__always)
  private static func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return true }
    if left.count >= 8 { return ByteScan.isEqual(leftStart, rightStart, count: left.count) }
    return ByteHash.equal(left, right)
  }
}
