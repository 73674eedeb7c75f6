import CZlib

/// The CRC-32 that gzip, ZIP and Parquet use.
struct Checksum {
  private(set) var value: UInt32 = 0
}

extension Checksum {
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    value = UInt32(truncatingIfNeeded: crc32_z(UInt(value), bytes.baseAddress, bytes.count))
  }

  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var checksum = Checksum()
    checksum.add(bytes)
    return checksum.value
  }
}
