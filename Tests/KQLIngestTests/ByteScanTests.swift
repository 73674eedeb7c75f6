import Testing

@testable import KQLIngest

/// Searches of many bytes at a time find what a look at each byte finds.
@Suite struct ByteScanTests {
  private static let places = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 100]

  /// Where the first byte that stops a search stands in text that is all of one byte but for one place.
  private func check(
    filler: UInt8, stops: (UInt8) -> Bool, search: (UnsafePointer<UInt8>) -> UnsafePointer<UInt8>
  ) {
    for byte in UInt8.min...UInt8.max {
      for place in Self.places {
        var bytes = [UInt8](repeating: filler, count: 256)
        bytes[place] = byte
        bytes[128] = 0
        let expected = bytes.firstIndex(where: stops)
        bytes.withUnsafeBufferPointer { bytes in
          let start = bytes.baseAddress!
          #expect(search(start) - start == expected, "byte \(byte) at \(place)")
        }
      }
    }
  }

  @Test func `text of JSON strings`() {
    for filler in [0x20, 0x61, 0x7f] as [UInt8] {
      check(
        filler: filler, stops: { $0 < 0x20 || $0 >= 0x80 || $0 == 0x22 || $0 == 0x5c },
        search: ByteScan.endOfPlainText)
    }
  }

  @Test(arguments: [0x2c, 0x09, 0x3b, 0x7c] as [UInt8]) func `fields of delimited text`(delimiter: UInt8) {
    check(
      filler: 0x0f, stops: { $0 < 0x0e || $0 >= 0x80 || $0 == 0x22 || $0 == delimiter },
      search: { ByteScan.endOfText($0, before: delimiter, 0x22, below: 0x0e) })
  }

  @Test(arguments: [16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 200])
  func `every byte of a text is compared`(count: Int) {
    let text = (0..<count).map { UInt8($0 & 0x7f) }
    let bytes = text + [UInt8](repeating: 0xff, count: 64)
    text.withUnsafeBufferPointer { text in
      bytes.withUnsafeBufferPointer { bytes in
        #expect(ByteScan.begins(bytes.baseAddress!, with: text.baseAddress!, count: count))
      }
      for place in 0..<count {
        var changed = bytes
        changed[place] ^= 0x80
        changed.withUnsafeBufferPointer { changed in
          #expect(!ByteScan.begins(changed.baseAddress!, with: text.baseAddress!, count: count), "\(place)")
        }
      }
    }
  }
}
