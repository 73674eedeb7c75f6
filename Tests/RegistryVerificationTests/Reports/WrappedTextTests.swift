import Testing

@testable import RegistryVerification

@Suite struct WrappedTextTests {
  @Test func `breaks at spaces where it can`() {
    #expect(WrappedText.lines("one two three", width: 7) == ["one two", "three"])
    #expect(WrappedText.lines("", width: 7) == [""])
  }

  @Test func `breaks words that are too long anywhere`() {
    #expect(WrappedText.lines("ab cdefghij", width: 4) == ["ab", "cdef", "ghij"])
  }

  @Test func `counts wide characters twice and marks not at all`() {
    #expect(WrappedText.lines("日本語", width: 4) == ["日本", "語"])
    #expect(WrappedText.columns("e\u{301}") == 1)
  }

  @Test(arguments: EscapingTests.hostile, [2, 10, 37])
  func `no line is wider than asked or moves the cursor`(text: String, width: Int) {
    for line in WrappedText.lines(text + String(repeating: "x", count: 100), width: width) {
      #expect(WrappedText.columns(line) <= width)
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) })
    }
  }

  @Test func `says how long a text was that it cuts`() {
    #expect(WrappedText.shortened("abcdef", to: 6) == "abcdef")
    #expect(WrappedText.shortened(String(repeating: "a", count: 4000), to: 3) == "aaa… (4,000 characters)")
  }

  @Test func `groups digits`() {
    #expect(
      [0, 999, 1000, 1_234_567, -12_345].map { GroupedNumber.text($0) } == [
        "0", "999", "1,000", "1,234,567", "-12,345",
      ])
    #expect(GroupedNumber.text(1, "caller") == "1 caller")
    #expect(GroupedNumber.text(0, "entry", "entries") == "0 entries")
  }
}
