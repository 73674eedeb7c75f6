/// Base64 text of bytes (RFC 4648, with padding).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// The value of each character of the alphabet, 0xff for others.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  static func append(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
    var word: UInt32 = 0
    var count = 0
    for byte in bytes {
      word = word << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        appendQuad(word, characters: 4, to: &output)
        (word, count) = (0, 0)
      }
    }
    if count > 0 {
      appendQuad(word << UInt32(8 * (3 - count)), characters: count + 1, to: &output)
      output.append(contentsOf: repeatElement(padding, count: 3 - count))
    }
  }

  private static func appendQuad(_ word: UInt32, characters: Int, to output: inout [UInt8]) {
    for index in 0..<characters { output.append(alphabet[Int(word >> UInt32(18 - 6 * index) & 63)]) }
  }

  /// - Returns: The bytes; `nil` when the text is not valid, which it is only with all of its padding.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == padding { end -= 1 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var word: UInt32 = 0
    for offset in 0..<end {
      let value = values[Int(text[offset])]
      guard value != 0xff else { return nil }
      word = word << 6 | UInt32(value)
      if offset & 3 == 3 {
        bytes.append(UInt8(truncatingIfNeeded: word >> 16))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word))
        word = 0
      }
    }
    switch end & 3 {
    case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
    case 3:
      bytes.append(UInt8(truncatingIfNeeded: word >> 10))
      bytes.append(UInt8(truncatingIfNeeded: word >> 2))
    default: break
    }
    return bytes
  }
}
