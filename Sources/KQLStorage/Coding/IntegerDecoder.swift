/// Reads what ``IntegerCoder`` wrote.
enum IntegerDecoder {
  /// - Parameter count: Numbers in the sequence, as the caller knows.
  static func read(
    _ count: Int, from reader: inout BlobReader, depth: Int = 0
  ) throws(BlobError) -> [Int64] {
    guard depth < 4 else { throw BlobError("sequences are nested too deeply") }
    guard let form = IntegerCoder.Form(rawValue: try reader.byte()) else { throw BlobError("a form is unknown") }
    switch form {
    case .constant: return [Int64](repeating: try reader.number(Int64.self), count: count)
    case .packed:
      let base = try reader.number(Int64.self)
      let bits = Int(try reader.byte())
      guard (1...64).contains(bits) else { throw BlobError("a number of bits is impossible") }
      let bytes = try ByteStringCoder.read(from: &reader)
      guard bytes.count == (count * bits + 7) / 8 else { throw BlobError("a sequence has the wrong size") }
      return unpack(bytes, count: count, base: base, bits: bits)
    case .planes:
      let base = try reader.number(Int64.self)
      let byteCount = Int(try reader.byte())
      guard (1...8).contains(byteCount) else { throw BlobError("a number of bytes is impossible") }
      let bytes = try ByteStringCoder.read(from: &reader)
      guard bytes.count == count * byteCount else { throw BlobError("a sequence has the wrong size") }
      return joinPlanes(bytes, count: count, base: base, byteCount: byteCount)
    case .differences:
      guard count > 0 else { throw BlobError("a sequence has the wrong size") }
      var value = try reader.number(Int64.self)
      var values = try read(count - 1, from: &reader, depth: depth + 1)
      values.withUnsafeMutableBufferPointer { values in
        for index in 0..<values.count {
          let difference = values[index]
          values[index] = value
          value &+= difference
        }
      }
      values.append(value)
      return values
    case .runs: return try readRuns(count, from: &reader, depth: depth)
    case .dictionary:
      let distinctCount = try reader.count(limit: count)
      let distinct = try read(distinctCount, from: &reader, depth: depth + 1)
      let codes = try read(count, from: &reader, depth: depth + 1)
      var values: [Int64] = []
      values.reserveCapacity(count)
      for code in codes {
        guard let index = Int(exactly: code), distinct.indices.contains(index) else {
          throw BlobError("a code is none")
        }
        values.append(distinct[index])
      }
      return values
    }
  }

  private static func readRuns(
    _ count: Int, from reader: inout BlobReader, depth: Int
  ) throws(BlobError) -> [Int64] {
    let runCount = try reader.count(limit: count)
    let found = try read(runCount, from: &reader, depth: depth + 1)
    let lengths = try read(runCount, from: &reader, depth: depth + 1)
    var values: [Int64] = []
    values.reserveCapacity(count)
    for run in 0..<runCount {
      guard lengths[run] > 0, lengths[run] <= count - values.count else { throw BlobError("a run is too long") }
      values.append(contentsOf: repeatElement(found[run], count: Int(lengths[run])))
    }
    guard values.count == count else { throw BlobError("a sequence has the wrong size") }
    return values
  }

  private static func unpack(_ bytes: [UInt8], count: Int, base: Int64, bits: Int) -> [Int64] {
    // Padded, so that eight bytes can be loaded at any value.
    let padded = bytes + [UInt8](repeating: 0, count: 16)
    let mask: UInt64 = bits == 64 ? .max : (1 &<< UInt64(bits)) &- 1
    return [Int64](unsafeUninitializedCapacity: count) { target, initialized in
      padded.withUnsafeBytes { raw in
        guard let start = raw.baseAddress else { return }
        var position = 0
        for index in 0..<count {
          let offset = position &>> 3
          let shift = UInt64(position & 7)
          var word = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &>> shift
          if Int(shift) &+ bits > 64 {
            word |= UInt64(start.load(fromByteOffset: offset &+ 8, as: UInt8.self)) &<< (64 &- shift)
          }
          target[index] = Int64(bitPattern: word & mask) &+ base
          position &+= bits
        }
      }
      initialized = count
    }
  }

  private static func joinPlanes(_ bytes: [UInt8], count: Int, base: Int64, byteCount: Int) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: count) { target, initialized in
      bytes.withUnsafeBufferPointer { bytes in
        for index in 0..<count { target[index] = base &+ Int64(bytes[index]) }
        for plane in 1..<max(byteCount, 1) {
          let shift = Int64(plane &* 8)
          let first = plane &* count
          for index in 0..<count { target[index] &+= Int64(bytes[first &+ index]) &<< shift }
        }
      }
      initialized = count
    }
  }
}
