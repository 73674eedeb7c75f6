/// Bytes that were decompressed, behind the earlier ones that they may refer to.
package final class InflateWindow {
  private let base: UnsafeMutablePointer<UInt8>
  package let capacity: Int
  /// The first byte that a match may refer to.
  private(set) var first: UnsafeMutablePointer<UInt8>
  private(set) var start: UnsafeMutablePointer<UInt8>
  /// Behind the bytes decompressed so far.
  var end: UnsafeMutablePointer<UInt8>
  /// Decompressing stops here; it may lead a little further.
  private(set) var limit: UnsafeMutablePointer<UInt8>

  /// How far matches reach.
  static let reach = 32 << 10
  /// A few literals and the longest match, copied in steps of 32 bytes.
  static let slack = 512

  /// - Parameter capacity: Bytes that are decompressed at once.
  package init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: Self.reach + capacity + Self.slack)
    base.initialize(repeating: 0, count: Self.reach + capacity + Self.slack)
    first = base + Self.reach
    start = first
    end = first
    limit = first + capacity
  }

  deinit { base.deallocate() }
}

extension InflateWindow {
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }

  /// Begins anew.
  ///
  /// - Parameters:
  ///   - earlier: What was decompressed last, possibly here; `nil` when nothing before may be referred to.
  ///   - capacity: Bytes after which to stop; no more than the window's.
  package func begin(after earlier: InflateWindow?, capacity: Int) {
    var held = 0
    if let earlier {
      held = min(Self.reach, earlier.end - earlier.first)
      (base + Self.reach - held).update(from: earlier.end - held, count: held)
    }
    start = base + Self.reach
    first = start - held
    end = start
    limit = start + min(capacity, self.capacity)
  }
}
