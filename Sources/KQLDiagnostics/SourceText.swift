/// The text of a query with the positions of its lines.
package struct SourceText: Sendable {
  package let utf8: [UInt8]
  /// Offset of the first byte of each line; the first is 0.
  private let lineStarts: [Int]

  package init(_ text: String) {
    utf8 = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }
}

// MARK: - Positions

extension SourceText {
  package var lineCount: Int { lineStarts.count }
  package var text: String { String(decoding: utf8, as: UTF8.self) }

  /// The text of a span, clamped to the source.
  package func text(_ span: ByteSpan) -> String {
    let lower = min(max(span.lower, 0), utf8.count)
    let upper = min(max(span.upper, lower), utf8.count)
    return String(decoding: utf8[lower..<upper], as: UTF8.self)
  }

  /// The offset itself, or that of the character that it lies within.
  func characterStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, start < utf8.count, utf8[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }

  /// Line and column, both from 1; the column counts Unicode scalars.
  ///
  /// - Complexity: O(log *lines* + *bytes before it in the line*).
  package func position(ofOffset offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), utf8.count)
    let line = lineIndex(ofOffset: offset)
    let before = utf8[lineStarts[line]..<offset]
    return (line + 1, before.reduce(1) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 })
  }

  /// The bytes of the line (from 1) without its line break.
  package func lineSpan(_ line: Int) -> ByteSpan {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : utf8.count
    if end > start, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return ByteSpan(start, max(start, end))
  }

  private func lineIndex(ofOffset offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
