import KQLDiagnostics
import Testing

@Suite struct NearestNameTests {
  private static let names = ["where", "project", "project-away", "summarize", "take", "top", "count", "State"]

  @Test(arguments: [
    ("wehre", "where"), ("sumarize", "summarize"), ("porject", "project"), ("project_away", "project-away"),
    ("cout", "count"), ("WHERE", "where"), ("state", "State"), ("tak", "take"),
  ])
  func `finds what was meant`(name: String, expected: String) {
    #expect(NearestName.suggestion(for: name, among: Self.names) == expected)
  }

  @Test(arguments: ["", "xyzzy", "where", "a", "completelydifferent", String(repeating: "a", count: 1000)])
  func `suggests nothing far, equal or absurd`(name: String) {
    #expect(NearestName.suggestion(for: name, among: Self.names) == nil)
  }
}
