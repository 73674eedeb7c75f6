/// Bytes of an input that are being worked on.
///
/// There is always room behind them, so that a line end can be added to the last line and vector loads may run past
/// the end, and some before them, so that the eight bytes before a name's end can be loaded wherever it stands.
final class BlockBuffer {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int

  /// Bytes behind the capacity that may be read and, but for the last 64, written.
  static let slack = 1024
  /// Bytes before the base that may be read.
  static let lead = 64

  init(capacity: Int) {
    self.capacity = capacity
    base = Self.allocate(capacity)
    (base + capacity).initialize(repeating: 0, count: Self.slack)
  }

  deinit { Self.deallocate(base) }

  /// Makes room for more bytes, keeping the first ones.
  func reserve(_ wanted: Int, keeping count: Int) {
    guard wanted > capacity else { return }
    // Doubling is for small sizes; whoever reads long records asks for more and more at once.
    let grown = max(wanted, min(capacity &* 2, capacity &+ (16 << 20)))
    let moved = Self.allocate(grown)
    moved.update(from: base, count: count)
    (moved + grown).initialize(repeating: 0, count: Self.slack)
    Self.deallocate(base)
    base = moved
    capacity = grown
  }

  /// Gives memory back after an unusually long record.
  func shrink(to wanted: Int) {
    guard capacity > wanted &* 4 else { return }
    Self.deallocate(base)
    capacity = wanted
    base = Self.allocate(wanted)
    (base + wanted).initialize(repeating: 0, count: Self.slack)
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: lead + capacity + slack)
    bytes.initialize(repeating: 0, count: lead)
    return bytes + lead
  }

  private static func deallocate(_ base: UnsafeMutablePointer<UInt8>) { (base - lead).deallocate() }
}
