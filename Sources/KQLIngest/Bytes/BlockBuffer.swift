/// Bytes of an input that are being worked on.
///
/// There is always room behind them, so that a line end can be added to the last line and vector loads may run past
/// the end.
final class BlockBuffer {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int

  /// Bytes behind the capacity that may be read and, but for the last 64, written.
  static let slack = 1024

  init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: capacity + Self.slack)
    base.initialize(repeating: 0, count: capacity + Self.slack)
  }

  deinit { base.deallocate() }

  /// Makes room for more bytes, keeping the first ones.
  func reserve(_ wanted: Int, keeping count: Int) {
    guard wanted > capacity else { return }
    // Doubling is for small sizes; whoever reads long records asks for more and more at once.
    let grown = max(wanted, min(capacity &* 2, capacity &+ (16 << 20)))
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + Self.slack)
    moved.update(from: base, count: count)
    (moved + count).initialize(repeating: 0, count: grown + Self.slack - count)
    base.deallocate()
    base = moved
    capacity = grown
  }

  /// Gives memory back after an unusually long record.
  func shrink(to wanted: Int) {
    guard capacity > wanted &* 4 else { return }
    base.deallocate()
    capacity = wanted
    base = .allocate(capacity: wanted + Self.slack)
    base.initialize(repeating: 0, count: wanted + Self.slack)
  }
}
