import KQLDiagnostics
import Testing

@Suite struct SourceTextTests {
  @Test func `positions count lines and characters from one`() {
    let source = SourceText("ab\né😀c\r\n\nd")
    let expected = [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (9, 2, 3), (12, 3, 1), (13, 4, 1), (14, 4, 2)]
    for (offset, line, column) in expected {
      let position = source.position(ofOffset: offset)
      #expect(position.line == line && position.column == column, "offset \(offset)")
    }
    #expect(source.lineCount == 4)
  }

  @Test func `lines come without their breaks`() {
    let source = SourceText("ab\nc\r\n\nd")
    #expect((1...4).map { source.text(source.lineSpan($0)) } == ["ab", "c", "", "d"])
  }

  @Test func `spans are clamped to the text`() {
    let source = SourceText("abc")
    #expect(source.text(ByteSpan(1, 100)) == "bc")
    #expect(source.text(ByteSpan(50, 100)) == "")
    #expect(source.position(ofOffset: 100).column == 4)
  }

  @Test func `spans join`() {
    #expect(ByteSpan(3, 5).union(ByteSpan(1, 4)) == ByteSpan(1, 5))
    #expect(ByteSpan(2, 2).isEmpty)
    #expect(ByteSpan(2, 5).count == 3)
  }
}
