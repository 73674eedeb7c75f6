/// Letter case: one scalar to one scalar, without regard to language.
///
/// Mappings that would need several scalars (ß to SS) leave the scalar alone.
@usableFromInline
package enum LetterCase {
  /// Scalars below this have their fold in a table, which covers the Latin, Greek and Cyrillic letters.
  private static let tableCount: UInt32 = 0x600
  private static let foldTable: [UInt16] = (0..<tableCount).map { UInt16(truncatingIfNeeded: computedFold($0)) }

  /// The form under which scalars are compared when case is ignored.
  ///
  /// Two strings are equal ignoring case when their scalars have equal folds one by one. A scalar outside ASCII
  /// never folds into ASCII (KELVIN SIGN is not `k`), nor the reverse: so ASCII text is searched byte by byte.
  package static func fold(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return UInt32(fold(UInt8(truncatingIfNeeded: scalar))) }
    if scalar < tableCount { return UInt32(foldTable[Int(scalar)]) }
    return computedFold(scalar)
  }

  /// The fold of an ASCII byte; other bytes stay as they are.
  @inlinable @inline(__always)
  package static func fold(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// The folds of eight ASCII bytes at once; bytes with the top bit set stay as they are.
  @inlinable @inline(__always)
  package static func fold(_ word: UInt64) -> UInt64 {
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let fromA = low &+ 0x3f3f_3f3f_3f3f_3f3f
    let behindZ = low &+ 0x2525_2525_2525_2525
    let isUppercase = (fromA ^ behindZ) & ~word & 0x8080_8080_8080_8080
    return word | isUppercase >> 2
  }

  /// Eight ASCII bytes in upper case; bytes with the top bit set stay as they are.
  @inline(__always)
  private static func unfold(_ word: UInt64) -> UInt64 {
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let fromA = low &+ 0x1f1f_1f1f_1f1f_1f1f
    let behindZ = low &+ 0x0505_0505_0505_0505
    let isLowercase = (fromA ^ behindZ) & ~word & 0x8080_8080_8080_8080
    return word & ~(isLowercase >> 2)
  }

  package static func lowercase(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return UInt32(fold(UInt8(truncatingIfNeeded: scalar))) }
    return mapped(scalar) { $0.lowercaseMapping }
  }

  package static func uppercase(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 0x61 < 26 ? scalar & ~0x20 : scalar }
    return mapped(scalar) { $0.uppercaseMapping }
  }

  /// Lower case of the upper case, so that letters with two lower forms (σ and ς) meet.
  private static func computedFold(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return lowercase(scalar) }
    let upper = uppercase(scalar)
    let folded = lowercase(upper < 0x80 ? scalar : upper)
    return folded < 0x80 ? scalar : folded
  }

  private static func mapped(_ scalar: UInt32, _ mapping: (Unicode.Scalar.Properties) -> String) -> UInt32 {
    guard let value = Unicode.Scalar(scalar) else { return scalar }
    let result = mapping(value.properties).unicodeScalars
    guard let first = result.first, result.count == 1 else { return scalar }
    return first.value
  }
}

// MARK: - Strings

extension LetterCase {
  /// Appends the fold of a string.
  package static func appendFold(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    appendMapped(bytes, to: &output, byte: { fold($0) }, scalar: { fold($0) })
  }

  package static func appendLowercase(_ bytes: UnsafeBufferPointer<UInt8>, to heap: StringHeap) {
    appendMapped(bytes, to: heap, word: { fold($0) }, scalar: { lowercase($0) })
  }

  package static func appendUppercase(_ bytes: UnsafeBufferPointer<UInt8>, to heap: StringHeap) {
    appendMapped(bytes, to: heap, word: { unfold($0) }, scalar: { uppercase($0) })
  }

  /// Appends an entry, ASCII text eight bytes at a time.
  @inline(__always)
  private static func appendMapped(
    _ bytes: UnsafeBufferPointer<UInt8>, to heap: StringHeap, word: (UInt64) -> UInt64, scalar: (UInt32) -> UInt32
  ) {
    guard UTF8Scalars.isASCII(bytes), let base = UnsafeRawPointer(bytes.baseAddress) else {
      var output: [UInt8] = []
      appendMapped(bytes, to: &output, byte: { UInt8(truncatingIfNeeded: word(UInt64($0))) }, scalar: scalar)
      _ = output.withUnsafeBufferPointer { heap.append($0) }
      return
    }
    let count = bytes.count
    heap.append(capacity: count) { target in
      let target = UnsafeMutableRawPointer(target)
      var offset = 0
      while count &- offset >= 8 {
        let mapped = word(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        target.storeBytes(of: mapped, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
      }
      while offset < count {
        let mapped = word(UInt64(base.load(fromByteOffset: offset, as: UInt8.self)))
        target.storeBytes(of: UInt8(truncatingIfNeeded: mapped), toByteOffset: offset, as: UInt8.self)
        offset &+= 1
      }
      return count
    }
  }

  @inline(__always)
  private static func appendMapped(
    _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], byte: (UInt8) -> UInt8,
    scalar: (UInt32) -> UInt32
  ) {
    output.reserveCapacity(output.count &+ bytes.count)
    var offset = 0
    while offset < bytes.count {
      let first = bytes[offset]
      if first < 0x80 {
        output.append(byte(first))
        offset &+= 1
      } else {
        let (value, byteCount) = UTF8Scalars.decode(bytes, at: offset)
        UTF8Scalars.append(scalar(value), to: &output)
        offset &+= byteCount
      }
    }
  }
}
