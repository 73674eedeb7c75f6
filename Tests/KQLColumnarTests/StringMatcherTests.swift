import KQLColumnar
import Testing

/// A small generator whose sequence a seed fixes.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return ByteHash.mix(state)
  }
}

/// The operators written down as plainly as possible.
enum NaiveMatching {
  static func folded(_ text: String) -> [UInt32] { text.unicodeScalars.map { LetterCase.fold($0.value) } }

  static func scalars(_ text: String, ignoringCase: Bool) -> [UInt32] {
    ignoringCase ? folded(text) : text.unicodeScalars.map(\.value)
  }

  static func matches(
    _ condition: StringMatcher.Condition, _ text: String, _ pattern: String, ignoringCase: Bool
  ) -> Bool {
    let plain = text.unicodeScalars.map(\.value)
    let text = scalars(text, ignoringCase: ignoringCase)
    let pattern = scalars(pattern, ignoringCase: ignoringCase)
    func isTerm(_ index: Int) -> Bool { plain.indices.contains(index) && TermBoundary.isTermScalar(plain[index]) }
    guard text.count >= pattern.count else { return false }
    let starts = (0...(text.count - pattern.count)).filter { text[$0..<($0 + pattern.count)].elementsEqual(pattern) }
    func beginsTerm(_ start: Int) -> Bool {
      guard let first = pattern.first, TermBoundary.isTermScalar(first) else { return true }
      return !isTerm(start - 1)
    }
    func endsTerm(_ start: Int) -> Bool {
      guard let last = pattern.last, TermBoundary.isTermScalar(last) else { return true }
      return !isTerm(start + pattern.count)
    }
    switch condition {
    case .equals: return text == pattern
    case .contains: return !starts.isEmpty
    case .startsWith: return starts.contains(0)
    case .endsWith: return starts.contains(text.count - pattern.count)
    case .has: return starts.contains { beginsTerm($0) && endsTerm($0) }
    case .hasPrefix: return starts.contains { beginsTerm($0) }
    case .hasSuffix: return starts.contains { endsTerm($0) }
    }
  }
}

@Suite struct StringMatcherTests {
  static let conditions: [StringMatcher.Condition] = [
    .equals, .contains, .startsWith, .endsWith, .has, .hasPrefix, .hasSuffix,
  ]

  // Few distinct characters make matches and near misses frequent; lengths straddle the 16-byte blocks.
  @Test(
    arguments: [
      (1, "ab "), (2, "aA_b"), (3, "aé-É"), (4, "xKſk\u{212a}. "), (5, "σςΣ1 "), (6, "a@`A[{"), (7, "日本a ٣"),
    ] as [(UInt64, String)])
  func `agrees with a plain search`(seed: UInt64, alphabet: String) {
    var generator = SeededGenerator(seed: seed)
    let characters = Array(alphabet.unicodeScalars)
    func random(_ count: Int) -> String {
      var result = String.UnicodeScalarView()
      for _ in 0..<count { result.append(characters.randomElement(using: &generator)!) }
      return String(result)
    }
    for round in 0..<1500 {
      let text = random(Int.random(in: 0...(round % 3 == 0 ? 70 : 20), using: &generator))
      let pattern = random(Int.random(in: 0...(round % 5 == 0 ? 18 : 4), using: &generator))
      for condition in Self.conditions {
        for ignoringCase in [false, true] {
          let matcher = StringMatcher(condition, pattern, ignoringCase: ignoringCase)
          let expected = NaiveMatching.matches(condition, text, pattern, ignoringCase: ignoringCase)
          #expect(
            matcher.matches(text) == expected,
            "seed \(seed): '\(text)' \(condition) '\(pattern)' ignoring case: \(ignoringCase)")
        }
      }
    }
  }

  @Test func `finds a pattern at every place of a long text`() {
    for length in [15, 16, 17, 31, 32, 33, 64] {
      for patternLength in 1...length {
        let pattern = String(repeating: "b", count: patternLength)
        for position in 0...(length - patternLength) {
          var text = String(repeating: "-", count: length)
          let start = text.index(text.startIndex, offsetBy: position)
          text.replaceSubrange(start..<text.index(start, offsetBy: patternLength), with: pattern)
          #expect(StringMatcher(.contains, pattern, ignoringCase: true).matches(text))
          #expect(StringMatcher(.has, pattern, ignoringCase: true).matches(text))
        }
      }
    }
  }

  // Quadratic work would take minutes.
  @Test func `takes linear time for texts that almost match everywhere`() {
    let text = String(repeating: "a", count: 400_000)
    let pattern = String(repeating: "a", count: 20_000)
    #expect(!StringMatcher(.contains, pattern + "b" + "a", ignoringCase: true).matches(text))
    #expect(!StringMatcher(.contains, "a" + "b" + pattern, ignoringCase: false).matches(text))
    #expect(!StringMatcher(.has, pattern, ignoringCase: true).matches(text))
    #expect(StringMatcher(.hasSuffix, pattern, ignoringCase: true).matches(text))
  }

  @Test(arguments: [
    ("cmd.exe", ".exe", true), ("powershell -enc x", "-enc", true), ("KustoExplorerQueryRun", "Explorer", false),
    ("ПриветМир", "привет", false), ("МИР привет", "Привет", true), ("North America", "america", true),
    ("word1_word2", "WORD1", true), ("", "", true), ("anything", "", true), ("1.2.3-rc", "2.3", true),
  ])
  func `has finds terms`(text: String, pattern: String, expected: Bool) {
    #expect(StringMatcher(.has, pattern, ignoringCase: true).matches(text) == expected)
  }

  @Test func `a scalar outside ASCII never equals one inside`() {
    #expect(!StringMatcher(.equals, "k", ignoringCase: true).matches("\u{212a}"))
    #expect(!StringMatcher(.equals, "\u{212a}", ignoringCase: true).matches("k"))
    #expect(StringMatcher(.equals, "ΟΔΟΣ", ignoringCase: true).matches("οδος"))
    #expect(!StringMatcher(.equals, "é", ignoringCase: true).matches("e\u{301}"))
  }

  @Test func `bytes that are not UTF-8 are looked at safely`() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      bytes.withUnsafeBufferPointer { text in
        for condition in Self.conditions {
          _ = StringMatcher(condition, "é", ignoringCase: true).matches(text)
          _ = StringMatcher(condition, "a", ignoringCase: true).matches(text)
        }
      }
    }
  }
}

@Suite struct VerdictMemoTests {
  @Test func `decides each entry once and follows a heap that grows`() {
    var dictionary = StringDictionary()
    let memo = VerdictMemo()
    var decided = 0
    func verdicts(_ codes: [UInt32]) -> [Bool] {
      memo.verdicts(StringColumn(heap: dictionary.heap, codes: codes)) { text in
        decided += 1
        return text.count > 1
      }
    }
    let a = dictionary.code(of: "a")
    let bb = dictionary.code(of: "bb")
    #expect(verdicts([a, bb, a, bb, bb]) == [false, true, false, true, true])
    #expect(decided == 2)
    let ccc = dictionary.code(of: "ccc")
    #expect(verdicts([ccc, a, ccc]) == [true, false, true])
    #expect(decided == 3)
  }

  @Test func `is shared by threads`() async {
    var dictionary = StringDictionary()
    for index in 0..<1000 { _ = dictionary.code(of: "value \(index)") }
    let column = StringColumn(heap: dictionary.heap, codes: (0..<4000).map { UInt32($0 % 1000) })
    let matcher = StringMatcher(.has, "7", ignoringCase: true)
    let memo = VerdictMemo()
    let expected = (0..<4000).map { $0 % 1000 == 7 }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { matcher.matches(column, memo: memo) == expected } }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}

@Suite struct StringSetTests {
  @Test func `holds what was put in`() {
    let exact = StringSet(["a", "Bc", "", "é"], ignoringCase: false)
    #expect(exact.contains("a") && exact.contains("") && exact.contains("é"))
    #expect(!exact.contains("A") && !exact.contains("bc") && !exact.contains("e\u{301}") && !exact.contains("abcd"))
    let loose = StringSet(["Müller", "abc"], ignoringCase: true)
    #expect(loose.contains("MÜLLER") && loose.contains("ABC") && !loose.contains("muller"))
    #expect(!StringSet([], ignoringCase: false).contains(""))
  }
}

@Suite struct TermListMatcherTests {
  @Test(arguments: [(21, "ab1 -é"), (22, "aAbB_Ж"), (23, "xyz.")] as [(UInt64, String)])
  func `agrees with term after term`(seed: UInt64, alphabet: String) {
    var generator = SeededGenerator(seed: seed)
    let characters = Array(alphabet)
    func random(_ counts: ClosedRange<Int>) -> String {
      String((0..<Int.random(in: counts, using: &generator)).map { _ in characters.randomElement(using: &generator)! })
    }
    for _ in 0..<1500 {
      let patterns = (0..<Int.random(in: 0...30, using: &generator)).map { _ in random(1...4) }
      var text = random(0...12)
      let expected = patterns.contains { StringMatcher(.has, $0, ignoringCase: true).matches(text) }
      let found = text.withUTF8 { TermListMatcher(patterns).matches($0) }
      #expect(found == expected, "seed \(seed): '\(text)' has any of \(patterns)")
    }
  }

  @Test(arguments: ["a", "ab", "aab", "ba", "abababab"], [true, false])
  func `strings that stand one behind the other are searched together`(pattern: String, ignoringCase: Bool) {
    var random = SeededGenerator(seed: 11)
    for round in 0..<40 {
      // Few letters and many empty strings, so that patterns reach over the borders between strings.
      let texts = (0..<round * 3).map { _ in
        String((0..<Int.random(in: 0...6, using: &random)).map { _ in "abAB".randomElement(using: &random)! })
      }
      let column = StringColumn.copied([StringColumn(texts)])
      #expect((column.heap.contiguousBytes != nil) == !texts.isEmpty || texts.allSatisfy(\.isEmpty))
      let matcher = StringMatcher(.contains, pattern, ignoringCase: ignoringCase)
      #expect(matcher.matches(column, memo: VerdictMemo()) == texts.map { matcher.matches($0) })
    }
  }
}
