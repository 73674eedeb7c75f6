import Deflate
import DeflateTestSupport

@testable import KQLIngest

/// Writes ZIP archives for tests.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0
  /// Whether sizes and places are written as numbers of 64 bits.
  var isLong = false

  private static func little(_ value: Int, _ count: Int) -> [UInt8] { ParquetWriter.little(UInt64(value), count) }

  /// - Parameters:
  ///   - method: 0 for stored, 8 for deflated; others are written as stored ones.
  ///   - flags: 1 for encrypted.
  ///   - byteCount: The size that the directory says; that of the content unless given.
  mutating func add(
    _ name: String, _ content: [UInt8], method: Int = 8, flags: Int = 0, checksum: UInt32? = nil, byteCount: Int? = nil
  ) {
    let stored = method == 8 ? Zlib.compress(content, level: 6, windowBits: -15) : content
    let checksum = checksum ?? content.withUnsafeBufferPointer { CRC32.of($0) }
    let offset = bytes.count
    let common = Self.little(flags, 2) + Self.little(method, 2) + Self.little(0, 4) + Self.little(Int(checksum), 4)
    let byteCount = byteCount ?? content.count
    let sizes = isLong ? [UInt8](repeating: 0xff, count: 8) : Self.little(stored.count, 4) + Self.little(byteCount, 4)
    var extra: [UInt8] = [0x55, 0x54, 1, 0, 7]
    if isLong {
      extra += Self.little(1, 2) + Self.little(24, 2)
      extra += Self.little(byteCount, 8) + Self.little(stored.count, 8) + Self.little(offset, 8)
    }
    let nameBytes = Array(name.utf8)
    bytes += [0x50, 0x4b, 3, 4, 20, 0] + common + sizes + Self.little(nameBytes.count, 2) + Self.little(3, 2)
    bytes += nameBytes + [9, 9, 9] + stored
    directory += [0x50, 0x4b, 1, 2, 20, 0, 20, 0] + common + sizes + Self.little(nameBytes.count, 2)
    directory += Self.little(extra.count, 2) + Self.little(2, 2) + Self.little(0, 8)
    directory += (isLong ? [0xff, 0xff, 0xff, 0xff] : Self.little(offset, 4)) + nameBytes + extra + [0x2a, 0x2a]
    count += 1
  }

  mutating func add(_ name: String, _ content: String, method: Int = 8) {
    add(name, Array(content.utf8), method: method)
  }

  func archive(comment: String = "") -> [UInt8] {
    var output = bytes + directory
    var numbers =
      Self.little(count, 2) + Self.little(count, 2) + Self.little(directory.count, 4) + Self.little(bytes.count, 4)
    if isLong {
      let place = output.count
      output += [0x50, 0x4b, 6, 6] + Self.little(44, 8) + [45, 0, 45, 0] + Self.little(0, 8) + Self.little(count, 8)
      output += Self.little(count, 8) + Self.little(directory.count, 8) + Self.little(bytes.count, 8)
      output += [0x50, 0x4b, 6, 7] + Self.little(0, 4) + Self.little(place, 8) + Self.little(1, 4)
      numbers = [UInt8](repeating: 0xff, count: 12)
    }
    output += [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + numbers + Self.little(comment.utf8.count, 2)
    return output + Array(comment.utf8)
  }
}
