import Foundation
import LinearRegex
import Testing

/// Holds the engine to what Rust's engine answered; `Corpus/generate.py` made the cases.
@Suite struct RustAgreementTests {
  private struct Case: Decodable {
    var p: String
    var t: String
    var m: [[String?]]?
  }

  @Test func `gives the matches and groups that Rust gives`() throws {
    let variable = ProcessInfo.processInfo.environment["CALYPSO_REGEX_CASES"]
    let file =
      try variable.map { URL(fileURLWithPath: $0) }
      ?? #require(Bundle.module.url(forResource: "cases", withExtension: "jsonl", subdirectory: "Corpus"))
    var count = 0
    var differences: [String] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let expected = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      count += 1
      let actual = Self.matches(expected.p, expected.t)
      if actual != expected.m {
        differences.append(
          "\(expected.p.debugDescription) on \(expected.t.debugDescription): "
            + "expected \(String(describing: expected.m)), got \(String(describing: actual))")
      }
    }
    #expect(count >= 1000)
    #expect(
      differences.isEmpty, "\(differences.count) of \(count) differ:\n\(differences.prefix(40).joined(separator: "\n"))"
    )
  }

  private static func matches(_ pattern: String, _ text: String) -> [[String?]]? {
    guard let regex = try? LinearRegex(pattern) else { return nil }
    var result: [[String?]] = []
    var copy = text
    copy.withUTF8 { utf8 in
      let matcher = regex.makeMatcher()
      matcher.forEachMatch(in: utf8) { slots in
        result.append(
          stride(from: 0, to: slots.count, by: 2).map { slot in
            slots[slot] < 0 ? nil : String(decoding: utf8[slots[slot]..<slots[slot + 1]], as: UTF8.self)
          })
        return true
      }
      #expect(matcher.isMatch(utf8) == !result.isEmpty, "\(pattern) on \(text)")
    }
    return result
  }
}
