/// A table as the Azure CLI prints it with `-o table`: a line of names, a line of dashes that shows where columns begin
/// and end, and a line a row.
package struct FixedWidthLayout: Hashable, Sendable {
  package var header: [String]
  /// Where the first row begins, in the decompressed input.
  var firstRowOffset: Int64
  /// Where each column begins and ends, in characters.
  var spans: [Range<Int>]
  /// A column that holds a value in every row, which shows rows that go over several lines.
  var markerIndex: Int?
}

extension FixedWidthLayout {
  /// - Parameters:
  ///   - head: The first bytes of the input.
  ///   - start: Index behind the byte order mark.
  /// - Returns: `nil` when the bytes do not begin with such a header.
  init?(_ head: [UInt8], from start: Int) {
    var start = start
    while start < head.count, head[start] == 0x0a || head[start] == 0x0d { start += 1 }
    guard let nameEnd = head[start...].firstIndex(of: 0x0a) else { return nil }
    let dashes = head[(nameEnd + 1)...].prefix { $0 != 0x0a }
    guard dashes.endIndex < head.count, let spans = Self.spans(dashes) else { return nil }
    guard let line = String(validating: head[start..<nameEnd], as: UTF8.self) else { return nil }
    let characters = Array(line.unicodeScalars)
    var names: [String] = []
    for (index, span) in spans.enumerated() {
      // A name never reaches into the gap behind its column.
      let limit = index + 1 < spans.count ? spans[index + 1].lowerBound : characters.count
      guard span.lowerBound < characters.count else { return nil }
      let field = characters[span.lowerBound..<min(max(limit, span.lowerBound), characters.count)]
      let name = Self.trimmed(field)
      guard !name.isEmpty, name.unicodeScalars.count <= span.count else { return nil }
      names.append(name)
    }
    guard Set(names).count == names.count else { return nil }
    header = names
    self.spans = spans
    firstRowOffset = Int64(dashes.endIndex + 1)
    markerIndex = names.firstIndex(of: "TableName") ?? names.firstIndex(of: "TimeGenerated")
  }

  private static func spans(_ line: ArraySlice<UInt8>) -> [Range<Int>]? {
    var spans: [Range<Int>] = []
    var start: Int?
    var index = 0
    for byte in line {
      switch byte {
      case 0x2d: start = start ?? index
      case 0x20:
        if let begun = start { spans.append(begun..<index) }
        start = nil
      case 0x0d: continue
      default: return nil
      }
      index += 1
    }
    if let start { spans.append(start..<index) }
    // Columns stand two spaces apart, and the first at the edge.
    guard let first = spans.first, first.lowerBound == 0, first.count > 1 else { return nil }
    for (left, right) in zip(spans, spans.dropFirst()) where right.lowerBound - left.upperBound != 2 { return nil }
    return spans
  }

  private static func trimmed(_ field: ArraySlice<Unicode.Scalar>) -> String {
    var field = field
    while let last = field.last, last == " " || last == "\r" { field.removeLast() }
    while field.first == " " { field.removeFirst() }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: field)
    return String(text)
  }
}
