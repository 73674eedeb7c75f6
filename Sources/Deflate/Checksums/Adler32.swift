import CZlib

/// The checksum of the zlib format.
///
/// Specification: RFC 1950, 8.2.
package enum Adler32 {
  package static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: adler32_z(1, bytes.baseAddress, bytes.count))
  }
}
