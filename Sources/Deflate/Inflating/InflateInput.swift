import KQLTypes

/// The bits of deflate data, read in pieces.
///
/// At the end of the data zeros follow that may be loaded; whoever takes more bits than there are sees it by
/// ``isOverrun``.
package final class InflateInput {
  private var source: any ByteStream
  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  /// Where the first byte of the buffer stands in the source.
  private var baseOffset: Int64 = 0
  private(set) var isAtEnd = false
  private(set) var end: UnsafePointer<UInt8>
  /// The next byte that is not among ``bits``. Bits above ``bitCount`` are those of the bytes from here, or zero.
  var position: UnsafePointer<UInt8>
  var bits: UInt64 = 0
  var bitCount: UInt64 = 0

  /// Zeros behind the last byte.
  static let padding = 64

  /// - Parameter capacity: Bytes that are read at once, at least 1,024.
  package init(_ source: any ByteStream, capacity: Int) {
    self.source = source
    self.capacity = max(capacity, 1024)
    base = .allocate(capacity: self.capacity + Self.padding)
    base.initialize(repeating: 0, count: self.capacity + Self.padding)
    position = UnsafePointer(base)
    end = position
  }

  deinit { base.deallocate() }
}

// MARK: - Position

extension InflateInput {
  /// Bytes that were consumed, a byte counting from its first bit.
  package var offset: Int64 { baseOffset + Int64(position - UnsafePointer(base)) - Int64(bitCount / 8) }

  /// Whether more bits were taken than there are.
  var isOverrun: Bool { position - end > Int(bitCount / 8) }

  /// From here on, a load of 16 bytes might lead behind what was read.
  var fastEnd: UnsafePointer<UInt8> { end - 16 }
}

// MARK: - Reading

extension InflateInput {
  /// Goes over to the first byte of another source.
  func restart(_ source: any ByteStream) {
    self.source = source
    isAtEnd = false
    baseOffset = 0
    position = UnsafePointer(base)
    end = position
    bits = 0
    bitCount = 0
  }

  /// Makes sure that a number of bytes can be taken, or all those up to the end.
  ///
  /// - Parameter count: At most 768.
  func need(_ count: Int) throws(ExecutionError) {
    if end - position >= count || isAtEnd { return }
    let held = end - position
    let used = position - UnsafePointer(base)
    base.update(from: position, count: held)
    baseOffset += Int64(used)
    var filled = held
    while filled < count || filled < capacity / 2 {
      let got = try source.read(into: base + filled, count: capacity - filled)
      if got == 0 {
        isAtEnd = true
        break
      }
      filled += got
    }
    (base + filled).update(repeating: 0, count: Self.padding)
    position = UnsafePointer(base)
    end = position + filled
  }

  /// Takes up to 32 bits, the first one lowest.
  ///
  /// - Precondition: ``need(_:)`` was asked for them.
  @inline(__always)
  func take(_ count: UInt64) -> UInt32 {
    if bitCount < count { refill() }
    let taken = bits & (1 &<< count &- 1)
    drop(count)
    return UInt32(truncatingIfNeeded: taken)
  }

  @inline(__always)
  func drop(_ count: UInt64) {
    bits &>>= count
    bitCount &-= count
  }

  @inline(__always)
  static func load8(_ position: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
  }

  /// Fills up to at least 56 bits. Never leads behind the padding, since those who take bits look for an overrun.
  @inline(__always)
  func refill() {
    bits |= Self.load8(position) &<< bitCount
    position += Int(truncatingIfNeeded: (63 &- bitCount) &>> 3)
    bitCount |= 56
  }

  /// Gives up the bits of a byte that was begun; bytes follow.
  func alignToByte() {
    position -= Int(bitCount / 8)
    bits = 0
    bitCount = 0
  }

  /// The next byte; `nil` at the end.
  ///
  /// - Precondition: The input is aligned.
  package func takeByte() throws(ExecutionError) -> UInt8? {
    if position >= end {
      try need(1)
      if position >= end { return nil }
    }
    defer { position += 1 }
    return position.pointee
  }
}
