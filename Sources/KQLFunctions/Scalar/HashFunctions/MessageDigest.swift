import KQLTypes

/// The digests MD5, SHA-1 and SHA-256, as lower-case hexadecimal text.
///
/// Specification: RFC 1321, FIPS 180-4.
enum MessageDigest: Sendable {
  case md5
  case sha1
  case sha256

  func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let words: [UInt32]
    switch self {
    case .md5: words = Self.md5(Self.padded(bytes, isLittleEndian: true)).map(\.byteSwapped)
    case .sha1: words = Self.sha1(Self.padded(bytes, isLittleEndian: false))
    case .sha256:
      var digest = SHA256()
      digest.update(bytes)
      return Array(SHA256.hexadecimal(digest.finish()).utf8)
    }
    var text: [UInt8] = []
    text.reserveCapacity(8 * words.count)
    for word in words {
      for shift in stride(from: UInt32(28), through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
        text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    return text
  }

  /// The message with a one bit, zeros and its length behind it, in words that fill blocks of 16.
  private static func padded(_ bytes: UnsafeBufferPointer<UInt8>, isLittleEndian: Bool) -> [UInt32] {
    let bitCount = UInt64(bytes.count) << 3
    var message = Array(bytes)
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    for index in 0..<8 {
      message.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * (isLittleEndian ? index : 7 - index))))
    }
    return message.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { index in
        let word = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        return isLittleEndian ? UInt32(littleEndian: word) : UInt32(bigEndian: word)
      }
    }
  }

  private static func left(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}

// MARK: - MD5

extension MessageDigest {
  private static let md5Shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  private static let md5Constants: [UInt32] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
  ]

  private static func md5(_ message: [UInt32]) -> [UInt32] {
    var state: (UInt32, UInt32, UInt32, UInt32) = (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)
    for block in stride(from: 0, to: message.count, by: 16) {
      var (a, b, c, d) = state
      for step in 0..<64 {
        let mixed: UInt32
        let index: Int
        switch step >> 4 {
        case 0: (mixed, index) = (b & c | ~b & d, step)
        case 1: (mixed, index) = (d & b | ~d & c, (5 * step + 1) & 15)
        case 2: (mixed, index) = (b ^ c ^ d, (3 * step + 5) & 15)
        default: (mixed, index) = (c ^ (b | ~d), 7 * step & 15)
        }
        let sum = a &+ mixed &+ md5Constants[step] &+ message[block + index]
        (a, d, c, b) = (d, c, b, b &+ left(sum, md5Shifts[(step >> 4) * 4 + step & 3]))
      }
      state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d)
    }
    return [state.0, state.1, state.2, state.3]
  }
}

// MARK: - SHA-1

extension MessageDigest {
  private static func sha1(_ message: [UInt32]) -> [UInt32] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    for block in stride(from: 0, to: message.count, by: 16) {
      var words = Array(message[block..<block + 16])
      for index in 16..<80 {
        words.append(left(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
      }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for step in 0..<80 {
        let mixed: UInt32
        let constant: UInt32
        switch step {
        case 0..<20: (mixed, constant) = (b & c | ~b & d, 0x5a82_7999)
        case 20..<40: (mixed, constant) = (b ^ c ^ d, 0x6ed9_eba1)
        case 40..<60: (mixed, constant) = (b & c | b & d | c & d, 0x8f1b_bcdc)
        default: (mixed, constant) = (b ^ c ^ d, 0xca62_c1d6)
        }
        let next = left(a, 5) &+ mixed &+ e &+ constant &+ words[step]
        (e, d, c, b, a) = (d, c, left(b, 30), a, next)
      }
      for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }
    return state
  }
}
