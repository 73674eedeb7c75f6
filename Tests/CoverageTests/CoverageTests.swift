import Foundation
import Testing

/// `CALYPSO_UPDATE_COVERAGE=1 swift test --filter CoverageTests` writes the page anew.
@Suite struct CoverageTests {
  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/Calypso/Calypso.docc/LanguageCoverage.md")

  @Test func `keeps the page true`() throws {
    if ProcessInfo.processInfo.environment["CALYPSO_UPDATE_COVERAGE"] != nil {
      try LanguageCoverage.page.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == LanguageCoverage.page)
  }

  @Test func `runs nearly everything`() {
    let scalars = LanguageCoverage.scalars
    #expect(scalars.count > 370)
    #expect(scalars.filter { $0.status == .full }.count > 330)
    #expect(LanguageCoverage.aggregates.allSatisfy { $0.status == .full })
  }

  @Test func `shows each name in a golden file`() throws {
    let folder = Self.file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tests/Golden")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".test") }
    let text = try paths.map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
      .joined(separator: "\n")
    let called = Set(text.matches(of: /([A-Za-z_0-9]+) ?\(/).map { String($0.1) })
    for entries in [LanguageCoverage.scalars, LanguageCoverage.aggregates, LanguageCoverage.plugins] {
      let missing = entries.filter { $0.status == .full && !called.contains($0.name) }.map(\.name)
      #expect(missing.isEmpty)
    }
  }
}
