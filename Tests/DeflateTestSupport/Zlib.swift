import CZlib

/// zlib, which judges our own decompression and makes compressed data for tests.
package enum Zlib {
  /// - Parameter windowBits: 31 for a member of a gzip file, -15 for the data alone.
  package static func compress(
    _ bytes: [UInt8], level: Int, strategy: Int32 = Z_DEFAULT_STRATEGY, windowBits: Int32 = 31
  ) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, Int32(level), Z_DEFLATED, windowBits, 8, strategy, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        deflate(&stream, Z_FINISH)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  /// Decompresses one member.
  package static func decompress(_ bytes: [UInt8], windowBits: Int32) -> (bytes: [UInt8], isWhole: Bool) {
    let (output, code, _) = inflateOne(bytes, windowBits)
    return (output, code == Z_STREAM_END)
  }

  /// Decompresses the members of a gzip file, which zeros may follow.
  package static func decompressMembers(_ bytes: [UInt8]) -> (bytes: [UInt8], isWhole: Bool) {
    var all: [UInt8] = []
    var rest = bytes[...]
    repeat {
      let (output, code, used) = inflateOne(Array(rest), 31)
      all += output
      guard code == Z_STREAM_END else { return (all, false) }
      rest = rest.dropFirst(used).drop { $0 == 0 }
    } while !rest.isEmpty
    return (all, true)
  }

  private static func inflateOne(_ bytes: [UInt8], _ windowBits: Int32) -> (bytes: [UInt8], code: Int32, used: Int) {
    var stream = z_stream()
    inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var input = bytes + [0]
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var code = Z_OK
    let used = input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(bytes.count)
      while code == Z_OK {
        let count = buffer.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          code = inflate(&stream, Z_NO_FLUSH)
          return target.count - Int(stream.avail_out)
        }
        output += buffer[..<count]
        if code == Z_OK, stream.avail_in == 0, count < buffer.count { break }
      }
      return bytes.count - Int(stream.avail_in)
    }
    return (output, code, used)
  }
}
