import LinearRegex
import Testing

/// Patterns that take exponential time in backtracking engines.
@Suite struct LinearTimeTests {
  @Test(arguments: ["(a+)+$", "(a|a)*b", "(a*)*b", "(.*)*x", "(a|ab)(c|bcd)(d*)$", "(\\w+\\s?)*!$", "a{0,50}a{50}b"])
  func `finishes on long texts`(pattern: String) throws {
    let regex = try LinearRegex(pattern)
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 50_000)
    text.withUnsafeBufferPointer { utf8 in
      let matcher = regex.makeMatcher()
      _ = matcher.isMatch(utf8)
      var count = 0
      matcher.forEachMatch(in: utf8) { _ in
        count += 1
        return count < 3
      }
    }
  }

  @Test func `refuses patterns that would take all memory`() {
    #expect(throws: RegexError.self) { try LinearRegex("((a{1000}){1000}){1000}") }
    #expect(throws: RegexError.self) { try LinearRegex("a{4294967295}") }
    #expect(throws: RegexError.self) { try LinearRegex(String(repeating: "(", count: 100_000)) }
    #expect(throws: RegexError.self) { try LinearRegex(String(repeating: "[", count: 100_000)) }
  }
}
