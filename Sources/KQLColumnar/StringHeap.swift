import Synchronization

/// Append-only storage of UTF-8 strings, addressed by entry number.
///
/// Entries never move or change, so other threads may go on reading the entries that they were handed while the
/// owner appends more. There is one writer at a time.
///
/// - Invariant: Every entry is valid UTF-8.
@usableFromInline
package final class StringHeap: @unchecked Sendable {
  /// Where a string stands and how long it is, in one word, since a heap of short strings has nearly as many bytes of
  /// entries as of text.
  @frozen @usableFromInline
  struct Entry {
    /// The address in the lower 48 bits, which are all that a process has, and the length above them. Where the length
    /// is ``longMark``, address and length stand at that address.
    @usableFromInline let word: UInt64

    @usableFromInline static let longMark = 0xffff
    @usableFromInline static let addressMask: UInt64 = 0xffff_ffff_ffff
  }

  /// The table of entries; replaced by a larger one when it is full.
  @usableFromInline let entries: Atomic<UnsafeMutablePointer<Entry>>
  /// Tables that were outgrown. Another thread may still be reading them, so they go with the heap.
  private var outgrownTables: [UnsafeMutablePointer<Entry>] = []
  private let entryCount = Atomic<Int>(0)
  private var entryCapacity: Int
  /// What entries of long strings point to.
  private var longStrings: [UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>] = []
  private var chunks: [UnsafeMutablePointer<UInt8>] = []
  private var chunkStart: UnsafeMutablePointer<UInt8>?
  private var chunkUsed = 0
  private var chunkCapacity = 0
  /// Bytes held, for memory accounting.
  package private(set) var byteCount = 0
  /// Whether the owner promises that no two entries are equal, so that equal codes mean equal strings and
  /// unequal codes unequal ones.
  package let isDistinct: Bool
  private let isResidentFlag = Atomic<Bool>(false)

  package init(isDistinct: Bool, capacity: Int = 16) {
    self.isDistinct = isDistinct
    entryCapacity = max(capacity, 4)
    entries = Atomic(.allocate(capacity: entryCapacity))
  }

  deinit {
    entries.load(ordering: .relaxed).deallocate()
    for table in outgrownTables { table.deallocate() }
    for string in longStrings { string.deallocate() }
    for chunk in chunks { chunk.deallocate() }
  }
}

// MARK: - Access

extension StringHeap {
  /// Whether the heap belongs to a table that stays in memory, so that it costs a query nothing to hold on to it.
  package var isResident: Bool { isResidentFlag.load(ordering: .relaxed) }

  /// The bytes of all entries, where these stand one behind the other; only for a heap that is no longer added to.
  package var contiguousBytes: UnsafeBufferPointer<UInt8>? {
    chunks.count == 1 ? UnsafeBufferPointer(start: chunks[0], count: chunkUsed) : nil
  }

  package func markResident() { isResidentFlag.store(true, ordering: .relaxed) }

  @usableFromInline package var count: Int { entryCount.load(ordering: .acquiring) }

  /// The bytes of an entry; valid as long as the heap lives.
  @inlinable @inline(__always)
  package subscript(entry: Int) -> UnsafeBufferPointer<UInt8> {
    let word = entries.load(ordering: .acquiring)[entry].word
    let count = Int(truncatingIfNeeded: word &>> 48)
    if count == Entry.longMark { return Self.longString(word) }
    return UnsafeBufferPointer(
      start: UnsafePointer(bitPattern: UInt(truncatingIfNeeded: word & Entry.addressMask)), count: count)
  }

  @inline(never) @usableFromInline
  static func longString(_ word: UInt64) -> UnsafeBufferPointer<UInt8> {
    let address = UInt(truncatingIfNeeded: word & Entry.addressMask)
    guard let found = UnsafePointer<UnsafeBufferPointer<UInt8>>(bitPattern: address) else {
      preconditionFailure("a long string without an address")
    }
    return found.pointee
  }

  package func string(_ entry: Int) -> String {
    String(decoding: self[entry], as: UTF8.self)
  }
}

// MARK: - Appending

extension StringHeap {
  /// Copies a string to the end.
  ///
  /// - Returns: Its entry number.
  @discardableResult
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let target = reserve(bytes.count)
    if let source = bytes.baseAddress { target.update(from: source, count: bytes.count) }
    return commit(target, byteCount: bytes.count)
  }

  @discardableResult
  package func append(_ string: String) -> Int {
    var copy = string
    return copy.withUTF8 { append($0) }
  }

  /// Appends a string of at most `capacity` bytes that `write` fills in; `write` returns its length.
  @discardableResult
  package func append(capacity: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) -> Int {
    let target = reserve(capacity)
    let written = write(target)
    precondition(written <= capacity)
    return commit(target, byteCount: written)
  }

  /// Copies many strings to the end, at less cost than one by one.
  package func append(contentsOf strings: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>) {
    var total = 0
    for string in strings { total += string.count }
    var target = reserve(total)
    let first = entryCount.load(ordering: .relaxed)
    while entryCapacity < first + strings.count { growEntries() }
    var entry = entries.load(ordering: .relaxed) + first
    for string in strings {
      if let source = string.baseAddress { target.update(from: source, count: string.count) }
      entry.initialize(to: makeEntry(target, byteCount: string.count))
      target += string.count
      entry += 1
    }
    chunkUsed += total
    byteCount += total + strings.count * MemoryLayout<Entry>.stride
    entryCount.store(first + strings.count, ordering: .releasing)
  }

  private func reserve(_ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    if let chunkStart, chunkCapacity - chunkUsed >= byteCount { return chunkStart + chunkUsed }
    // Chunks double up to 1 MiB, so a heap of a few short strings stays small.
    chunkCapacity = max(byteCount, min(1 << 20, max(256, chunkCapacity * 2)))
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: chunkCapacity)
    precondition(UInt64(UInt(bitPattern: chunk + chunkCapacity)) <= Entry.addressMask)
    chunks.append(chunk)
    chunkStart = chunk
    chunkUsed = 0
    return chunk
  }

  private func commit(_ start: UnsafeMutablePointer<UInt8>, byteCount length: Int) -> Int {
    chunkUsed += length
    byteCount += length + MemoryLayout<Entry>.stride
    let index = entryCount.load(ordering: .relaxed)
    if index == entryCapacity { growEntries() }
    (entries.load(ordering: .relaxed) + index).initialize(to: makeEntry(start, byteCount: length))
    entryCount.store(index + 1, ordering: .releasing)
    return index
  }

  @inline(__always)
  private func makeEntry(_ start: UnsafeMutablePointer<UInt8>, byteCount: Int) -> Entry {
    if byteCount >= Entry.longMark { return makeLongEntry(start, byteCount: byteCount) }
    return Entry(word: UInt64(UInt(bitPattern: start)) | UInt64(truncatingIfNeeded: byteCount) &<< 48)
  }

  @inline(never)
  private func makeLongEntry(_ start: UnsafeMutablePointer<UInt8>, byteCount: Int) -> Entry {
    let string = UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>.allocate(capacity: 1)
    string.initialize(to: UnsafeBufferPointer(start: start, count: byteCount))
    longStrings.append(string)
    precondition(UInt64(UInt(bitPattern: string)) <= Entry.addressMask)
    return Entry(word: UInt64(UInt(bitPattern: string)) | UInt64(Entry.longMark) &<< 48)
  }

  private func growEntries() {
    let outgrown = entries.load(ordering: .relaxed)
    let grown = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
    grown.initialize(from: outgrown, count: entryCapacity)
    entries.store(grown, ordering: .releasing)
    outgrownTables.append(outgrown)
    entryCapacity *= 2
  }
}
