import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

/// A term index never denies what is there, and denies most of what is not.
@Suite struct TermIndexTests {
  private func check(_ texts: [String], absent: [String]) {
    let heap = StringHeap(isDistinct: true)
    for text in Set(texts) { heap.append(text) }
    let bytes = TermIndex.bytes(of: heap)
    bytes.withUnsafeBytes { bytes in
      guard let index = TermIndex(bytes) else {
        Issue.record("no index")
        return
      }
      for text in texts {
        #expect(index.mayHold(text: text), "\(text)")
        for term in text.split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber) }) {
          #expect(!StringMatcher(.has, String(term), ignoringCase: true).matches(text) || index.mayHave(String(term)))
          #expect(
            !StringMatcher(.has, term.uppercased(), ignoringCase: true).matches(text)
              || index.mayHave(term.uppercased()))
        }
      }
      let denied = absent.count { !index.mayHold(text: $0) }
      #expect(denied * 10 >= absent.count * 9, "\(denied) of \(absent.count)")
    }
  }

  @Test func `of a few texts`() {
    check(
      ["docker/27.3.1 go/go1.22 (linux)", "", "-", "né", "NÉ-x", "sha256:ab", "10.0.0.1", "a b c", "ÀÉ", "x_y"],
      absent: (0..<200).map { "other text \($0)x" })
  }

  @Test func `of many texts, with long terms alone`() {
    var generator = SeededGenerator(seed: 5)
    func guid() -> String {
      [8, 4, 4, 4, 12].map { count in
        String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &generator)! })
      }.joined(separator: "-")
    }
    check((0..<6_000).map { _ in guid() }, absent: (0..<500).map { _ in guid() })
    check((0..<6_000).map { "\($0).\($0 % 7)" }, absent: (0..<500).map { "\($0 + 90_000).x" })
  }
}
