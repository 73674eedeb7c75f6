import KQLDiagnostics
import KQLSyntax
import Testing

/// Which keywords may be names, as Kusto has it.
@Suite struct NameTests {
  @Test(arguments: Keyword.allCases.filter { $0.isName && ![.let, .declare, .alias, .restrict].contains($0) })
  func `a name everywhere`(keyword: Keyword) {
    let name = keyword.rawValue
    for text in ["print \(name)", "T | where \(name) == 1 | project \(name), a", "let \(name) = 1", "print a.\(name)"] {
      #expect(SyntaxTree(parsing: text).diagnostics.isEmpty, "\(text)")
    }
  }

  @Test(arguments: Keyword.allCases.filter { $0.isDeclarableName && !$0.isName })
  func `a name where it is declared, and nowhere else`(keyword: Keyword) {
    let name = keyword.rawValue
    for text in [
      "T | extend \(name) = 1", "datatable(\(name):long)[]", "print f(\(name) = 1)", "T | parse a with \(name)",
    ] {
      #expect(SyntaxTree(parsing: text).diagnostics.isEmpty, "\(text)")
    }
    #expect(!SyntaxTree(parsing: "let \(name) = 1").diagnostics.isEmpty)
  }

  // These two are skipped up to the next operator and refused by name later.
  @Test(
    arguments: Keyword.allCases.filter {
      !$0.isDeclarableName && ![.contextualDatatable, .materializedViewCombine].contains($0)
    })
  func `only a name in brackets`(keyword: Keyword) {
    let name = keyword.rawValue
    #expect(!SyntaxTree(parsing: "T | extend \(name) = 1").diagnostics.isEmpty)
    #expect(SyntaxTree(parsing: "T | extend ['\(name)'] = 1 | where ['\(name)'] == 1").diagnostics.isEmpty)
  }
}
