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
}
