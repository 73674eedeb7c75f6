import CCRC32
import CZlib

/// The CRC-32 that gzip, ZIP, Parquet and pages of stores use.
///
/// Specification: RFC 1952, 8.
package struct CRC32 {
  package private(set) var value: UInt32 = 0

  private static let hasInstructions = crc32_has_instructions() != 0
  /// Fewer bytes are left to zlib.
  private static let worthwhileCount = 128

  package init() {}
}

extension CRC32 {
  /// Takes bytes in.
  ///
  /// - Complexity: O(*n*), a third of zlib's time or less where the processor multiplies without carries.
  package mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard var start = bytes.baseAddress else { return }
    var count = bytes.count
    if Self.hasInstructions, count >= Self.worthwhileCount {
      let taken = crc32_take_in(&value, start, count)
      start += taken
      count -= taken
    }
    value = UInt32(truncatingIfNeeded: crc32_z(UInt(value), start, count))
  }

  package static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var checksum = CRC32()
    checksum.add(bytes)
    return checksum.value
  }
}
