import Testing

@testable import KQLIngest

/// A text is taken to have the length that was expected exactly when it is plain up to there and ends there.
@Suite struct TextLengthTests {
  private static let counts = [0, 1, 2, 15, 16, 17, 28, 30, 31, 32, 33, 36, 63, 64, 65, 71, 255, 256]

  private func matches(_ length: inout TextLength, _ text: [UInt8]) -> Bool {
    let bytes = text + [UInt8](repeating: 0x22, count: 400)
    return bytes.withUnsafeBufferPointer { length.matches($0.baseAddress!) }
  }

  @Test(arguments: counts) func `plain text of the length`(count: Int) {
    var length = TextLength(count)
    #expect(length.count == count)
    #expect(matches(&length, [UInt8](repeating: 0x61, count: count) + Array("\",".utf8)))
    #expect(length.missCount == 0)
  }

  @Test(arguments: counts) func `text that is longer, or goes on behind its quote`(count: Int) {
    var length = TextLength(count)
    for end in [0x61, 0x2c, 0x5c, 0x0a, 0x80, 0xff] as [UInt8] {
      #expect(!matches(&length, [UInt8](repeating: 0x61, count: count) + [end, 0x22]), "\(end)")
    }
    #expect(length.missCount == 6)
  }

  @Test(arguments: counts) func `every byte is looked at`(count: Int) {
    var length = TextLength(count)
    let text = [UInt8](repeating: 0x7e, count: count) + [0x22]
    for place in 0..<count {
      for stop in [0x22, 0x5c, 0x00, 0x0a, 0x1f, 0x80, 0xc3, 0xff] as [UInt8] {
        var changed = text
        changed[place] = stop
        #expect(!matches(&length, changed), "\(stop) at \(place)")
      }
      for plain in [0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f] as [UInt8] {
        var changed = text
        changed[place] = plain
        #expect(matches(&length, changed), "\(plain) at \(place)")
      }
    }
  }

  @Test func `lengths that vary, or would lead out of the buffer, match nothing`() {
    var unknown = TextLength()
    #expect(!matches(&unknown, Array("\"".utf8)))
    var long = TextLength(257)
    #expect(long.count == -1)
    #expect(!matches(&long, [UInt8](repeating: 0x61, count: 257) + [0x22]))
    #expect(unknown.missCount == 0 && long.missCount == 0)
  }
}
