import KQLDiagnostics
import KQLSyntax
import Testing

/// Random damage to good queries: the parser must stay lossless, in bounds, deterministic and quick.
@Suite struct MutationTests {
  private static let corpus: [String] = [
    "aggregation.txt", "columns.txt", "combining.txt", "errors.txt", "expressions.txt", "graphs.txt", "literals.txt",
    "names.txt", "recovery.txt", "rows.txt", "sources.txt", "statements.txt",
  ].flatMap { GoldenFile($0).records.map(\.text) }

  @Test(arguments: 1...8)
  func `damaged queries give a tree and their text back`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<400 {
      let text = Self.mutated(Self.corpus[random.below(Self.corpus.count)], &random)
      let tree = SyntaxTree(parsing: text)
      #expect(SyntaxPrinter.text(of: tree) == text, "seed \(seed): \(text)")
      Self.expectWellFormed(tree, "seed \(seed): \(text)")
      // Rendering must not trap either, wherever the place is.
      _ = DiagnosticRenderer().render(tree.diagnostics, in: tree.source)
      _ = TreeDump.dump(tree)
    }
  }

  @Test func `bytes that are no text become text first`() {
    var random = SplitMix(seed: 42)
    for _ in 0..<500 {
      let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
      let text = String(decoding: bytes, as: UTF8.self)
      let tree = SyntaxTree(parsing: text)
      #expect(SyntaxPrinter.text(of: tree) == text)
      Self.expectWellFormed(tree, "\(bytes)")
    }
  }

  @Test func `time grows with the text, not faster`() {
    let clock = ContinuousClock()
    for record in [
      "T | where a in (1, 2) and b has 'x' | project c = strcat(a, 'b'), d", "print dynamic({'a': [1, 2]})",
    ] {
      func time(_ count: Int) -> Duration {
        let text = Array(repeating: record, count: count).joined(separator: ";\n")
        return clock.measure { _ = SyntaxTree(parsing: text) }
      }
      _ = time(100)
      let short = (0..<3).map { _ in time(500) }.min() ?? .zero
      let long = (0..<3).map { _ in time(4000) }.min() ?? .zero
      // Eight times the text; quadratic growth would take sixty-four times as long.
      #expect(long < short * 30)
    }
  }

  private static func expectWellFormed(_ tree: SyntaxTree, _ comment: String) {
    let length = tree.source.utf8.count
    var end = 0
    for token in tree.tokens {
      #expect(token.triviaStart == end, Comment(rawValue: comment))
      end = token.span.upper
    }
    #expect(end == length, Comment(rawValue: comment))
    #expect(tree.tokens.last?.kind == .end)
    for diagnostic in tree.diagnostics {
      #expect(
        diagnostic.span.lower >= 0 && diagnostic.span.upper <= length && diagnostic.span.lower <= diagnostic.span.upper,
        Comment(rawValue: comment))
    }
  }

  private static func mutated(_ text: String, _ random: inout SplitMix) -> String {
    var pieces = Array(text.unicodeScalars)
    for _ in 0..<(1 + random.below(4)) where !pieces.isEmpty {
      let start = random.below(pieces.count)
      let end = min(pieces.count, start + 1 + random.below(12))
      switch random.below(5) {
      case 0: pieces.removeSubrange(start..<end)
      case 1: pieces.insert(contentsOf: pieces[start..<end], at: random.below(pieces.count))
      case 2: pieces.insert(contentsOf: Self.snippets[random.below(Self.snippets.count)].unicodeScalars, at: start)
      case 3: pieces.removeSubrange(start...)
      default: pieces.swapAt(start, random.below(pieces.count))
      }
    }
    var result = ""
    result.unicodeScalars.append(contentsOf: pieces)
    return result
  }

  private static let snippets = [
    "(", ")", "[", "]", "{", "}", "|", ";", ",", ":", ".", "..", "=", "=>", "-->", "-[", "]->", "<-[", "'", "\"", "@'",
    "```", "\\", "h", " by ", " on ", " with (", " in (", " | where ", " let ", "dynamic(", "datetime(", "typeof(", "*",
    " and ", " has ", "!in~", "1d", "0x", "1e", "//", "\n", "\t", "\u{0}", "é", "\u{feff}", "kind=", "hint.x=", "$",
    "#",
  ]
}

/// A small generator with a seed, so that failures can be repeated.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in `0..<bound`; 0 when the bound is 0.
  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }
}
