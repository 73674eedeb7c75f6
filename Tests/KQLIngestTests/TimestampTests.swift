import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct TimestampTests {
  private func ticks(_ reader: inout TimestampReader, _ text: String) -> Int64? {
    // Behind the text there are bytes that may be read.
    let bytes = Array(text.utf8)
    let padded = bytes + [UInt8](repeating: 0x39, count: 32)
    return padded.withUnsafeBufferPointer { reader.ticks(UnsafeBufferPointer(rebasing: $0[..<bytes.count])) }
  }

  @Test func `reads times as the general parser does`() {
    var reader = TimestampReader()
    var random = SeededGenerator(seed: 3)
    func digits(_ range: ClosedRange<Int>, _ width: Int) -> String {
      let text = String(Int.random(in: range, using: &random))
      return String(repeating: "0", count: width - text.count) + text
    }
    for round in 0..<4000 {
      var text = "20\(digits(0...99, 2))-\(digits(0...13, 2))-\(digits(0...32, 2))"
      text += "T\(digits(0...25, 2)):\(digits(0...61, 2)):\(digits(0...61, 2)).\(digits(0...9_999_999, 7))Z"
      var bytes = Array(text.utf8)
      if round % 4 == 0 {
        bytes[Int.random(in: 0..<28, using: &random)] = UInt8.random(in: 0x20...0x7e, using: &random)
      }
      let damaged = String(decoding: bytes, as: UTF8.self)
      #expect(ticks(&reader, damaged) == DatetimeText.parse(damaged), "\(damaged)")
    }
  }

  @Test(arguments: [
    "11/22/2026, 5:10:00 AM", "22/11/2026, 05:10:00", "09/04/2024 11:26:37", "22.11.2026 05:10", "22-11-2026 05:10:00",
  ])
  func `dates in a language's own form are left to who knows the language`(text: String) {
    var reader = TimestampReader()
    #expect(ticks(&reader, text) == nil)
  }

  @Test(arguments: [
    ("2026/11/22 05:10:00", "2026-11-22T05:10:00.0000000Z"), ("2026-11-22, 5:10:00 PM", "2026-11-22T17:10:00.0000000Z"),
  ])
  func `dates with the year first are read in one way`(text: String, expected: String) {
    var reader = TimestampReader()
    #expect(ticks(&reader, text).map(DatetimeText.string) == expected)
  }
}
