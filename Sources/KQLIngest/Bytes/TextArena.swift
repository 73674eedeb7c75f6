/// Text that was put together from the input, kept until the rows that point into it are converted.
final class TextArena {
  private var chunks: [UnsafeMutablePointer<UInt8>] = []
  private var start: UnsafeMutablePointer<UInt8>?
  private var used = 0
  private var capacity = 0

  /// Zero bytes before and behind each text; those behind it stop every scan.
  static let padding = 64

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Makes a text of at most `count` bytes that `write` fills in; `write` returns its length.
  func append(capacity count: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) -> UnsafeBufferPointer<UInt8> {
    let needed = count + 2 * Self.padding
    if capacity - used < needed {
      capacity = max(needed, 64 << 10)
      let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      chunks.append(chunk)
      start = chunk
      used = 0
    }
    let target = start! + used + Self.padding
    (target - Self.padding).update(repeating: 0, count: Self.padding)
    let written = write(target)
    precondition(written <= count)
    (target + written).update(repeating: 0, count: Self.padding)
    used += written + 2 * Self.padding
    return UnsafeBufferPointer(start: target, count: written)
  }

  /// Forgets all texts.
  func removeAll() {
    guard let last = chunks.popLast() else { return }
    for chunk in chunks { chunk.deallocate() }
    chunks = [last]
    used = 0
    if capacity > 1 << 20 {
      last.deallocate()
      chunks = []
      start = nil
      capacity = 0
    }
  }
}
