/// Append-only storage of UTF-8 strings, addressed by entry number.
///
/// Entries never move or change, so a column may go on reading entries below the count it was made with
/// while the owner appends more. There is one writer at a time; handing a heap to another thread is the
/// caller's synchronisation.
///
/// - Invariant: Every entry is valid UTF-8.
package final class StringHeap: @unchecked Sendable {
  @frozen @usableFromInline
  struct Entry {
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let byteCount: Int
  }

  @usableFromInline private(set) var entries: UnsafeMutablePointer<Entry>
  package private(set) var count = 0
  private var entryCapacity: Int
  private var chunks: [UnsafeMutablePointer<UInt8>] = []
  private var chunkStart: UnsafeMutablePointer<UInt8>?
  private var chunkUsed = 0
  private var chunkCapacity = 0
  /// Bytes held, for memory accounting.
  package private(set) var byteCount = 0
  /// Whether the owner promises that no two entries are equal, so that equal codes mean equal strings and
  /// unequal codes unequal ones.
  package let isDistinct: Bool

  package init(isDistinct: Bool, capacity: Int = 16) {
    self.isDistinct = isDistinct
    entryCapacity = max(capacity, 4)
    entries = .allocate(capacity: entryCapacity)
  }

  deinit {
    entries.deallocate()
    for chunk in chunks { chunk.deallocate() }
  }
}

// MARK: - Access

extension StringHeap {
  /// The bytes of an entry; valid as long as the heap lives.
  @inlinable @inline(__always)
  package subscript(entry: Int) -> UnsafeBufferPointer<UInt8> {
    let found = entries[entry]
    return UnsafeBufferPointer(start: found.start, count: found.byteCount)
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

  private func reserve(_ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    if let chunkStart, chunkCapacity - chunkUsed >= byteCount { return chunkStart + chunkUsed }
    // Chunks double up to 1 MiB, so a heap of a few short strings stays small.
    chunkCapacity = max(byteCount, min(1 << 20, max(256, chunkCapacity * 2)))
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: chunkCapacity)
    chunks.append(chunk)
    chunkStart = chunk
    chunkUsed = 0
    return chunk
  }

  private func commit(_ start: UnsafeMutablePointer<UInt8>, byteCount length: Int) -> Int {
    chunkUsed += length
    byteCount += length + MemoryLayout<Entry>.stride
    if count == entryCapacity { growEntries() }
    (entries + count).initialize(to: Entry(start: start, byteCount: length))
    count += 1
    return count - 1
  }

  private func growEntries() {
    let grown = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
    grown.moveInitialize(from: entries, count: count)
    entries.deallocate()
    entries = grown
    entryCapacity *= 2
  }
}
