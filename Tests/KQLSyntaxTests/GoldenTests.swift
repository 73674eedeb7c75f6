import KQLDiagnostics
import KQLSyntax
import Testing

/// Texts and the trees or messages that must come out, in `Golden`.
@Suite struct GoldenTests {
  @Test(arguments: [
    "aggregation.txt", "columns.txt", "combining.txt", "expressions.txt", "graphs.txt", "literals.txt", "names.txt",
    "rows.txt", "sources.txt", "statements.txt",
  ])
  func `trees are as written down`(name: String) throws {
    let file = GoldenFile(name)
    #expect(!file.records.isEmpty)
    if GoldenFile.isUpdating { return try file.update { TreeDump.dump(SyntaxTree(parsing: $0.text)) } }
    for record in file.records {
      let tree = SyntaxTree(parsing: record.text)
      let messages = DiagnosticRenderer().render(tree.diagnostics, in: tree.source)
      #expect(tree.diagnostics.isEmpty, "\(name):\(record.line): \(messages)")
      #expect(TreeDump.dump(tree) == record.expected, "\(name):\(record.line)")
      #expect(SyntaxPrinter.text(of: tree) == record.text, "\(name):\(record.line)")
    }
  }

  @Test(arguments: ["errors.txt", "recovery.txt"])
  func `messages are as written down`(name: String) throws {
    let file = GoldenFile(name)
    #expect(!file.records.isEmpty)
    if GoldenFile.isUpdating { return try file.update { Self.messages(of: $0.text) } }
    for record in file.records {
      #expect(Self.messages(of: record.text) == record.expected, "\(name):\(record.line)")
    }
  }

  private static func messages(of text: String) -> String {
    let tree = SyntaxTree(parsing: text)
    let lines = tree.diagnostics.map { DiagnosticRenderer().render($0, in: tree.source) }
    return lines.joined().split(separator: "\n").joined(separator: "\n")
  }
}
