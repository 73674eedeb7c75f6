import Foundation
import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

/// Files that a scan has shown to hold nothing of a table are not read for it again.
@Suite struct KnownInputTests {
  private let scratch = Scratch()
  private let events = Events(count: 40)
  private let logins = Events(count: 0, logins: 3)

  private func source(
    _ repository: [String], _ change: (inout IngestOptions) -> Void = { _ in }
  ) throws -> (source: IngestSource, path: String) {
    var options = IngestOptions()
    change(&options)
    let path = scratch.write("a.json", repository.joined(separator: "\n") + "\n")
    let other = scratch.write("b.json", logins.flatLines.joined(separator: "\n") + "\n")
    return (try IngestSource([path, other], options: options), path)
  }

  /// Whether a scan of the logins reads the file of the other events, which is cut short before to find out.
  private func readsAgain(_ source: IngestSource, _ path: String) throws -> Bool {
    #expect(truncate(path, 1) == 0)
    do {
      #expect(try rows(of: #require(source[table: Events.login]), columns: ["JwtId"]).count == 3)
      return false
    } catch {
      #expect("\(error)".contains("became shorter"))
      return true
    }
  }

  @Test func `a file is read for the other table only where that may have rows in it`() throws {
    let (source, path) = try source(events.flatLines)
    let (fresh, freshPath) = try self.source(events.flatLines)
    #expect(try readsAgain(fresh, freshPath))
    scratch.write("a.json", events.flatLines.joined(separator: "\n") + "\n")
    #expect(try rows(of: #require(source[table: Events.repository])).count == 40)
    #expect(try !readsAgain(source, path))
  }

  @Test(arguments: [false, true])
  func `the account is that of files that were read for both tables`(tracksCoverage: Bool) throws {
    let (source, _) = try source(events.flatLines) { $0.tracksCoverage = tracksCoverage }
    for _ in 0..<2 {
      for name in [Events.repository, Events.login] {
        let count = try rows(of: #require(source[table: name])).count
        #expect(count == (name == Events.login ? 3 : 40))
        guard name == Events.login else { continue }
        let inputs = source.account().inputs
        #expect(inputs.map(\.recordCount) == [40, 3])
        #expect(inputs.map(\.reading) == [.complete, .complete])
        #expect(inputs.allSatisfy { $0.readByteCount == $0.byteCount })
        #expect(
          inputs[0].rows.map { [$0.table, "\($0.count)"] } == [[Events.login, "0"], [Events.repository, "40"]])
        #expect(inputs[1].rows.map { [$0.table, "\($0.count)"] } == [[Events.login, "3"], [Events.repository, "0"]])
        #expect(inputs[0].rows[0].firstTime == nil)
        #expect(inputs[0].rows[1].firstTime == DatetimeText.parse("2026-11-22T05:00:00.12Z"))
        #expect(inputs[0].rows[0].hours?.isEmpty ?? !tracksCoverage)
      }
    }
  }

  @Test func `a file with rows of both tables is read for both`() throws {
    let (source, path) = try source(events.flatLines + [logins.flatLines[0]])
    #expect(try rows(of: #require(source[table: Events.repository])).count == 40)
    #expect(try readsAgain(source, path))
  }

  @Test func `a file that was read in part, unchecked or with malformed records is read again`() throws {
    let inPart = try source(events.flatLines)
    #expect(try rows(of: #require(inPart.source[table: Events.repository]), limit: 1, batchRowCount: 1).count < 40)
    #expect(try readsAgain(inPart.source, inPart.path))

    let unchecked = try source(events.flatLines) { $0.trustsSkipped = true }
    let late = ScanFilter(
      column: 0, condition: .compare(.greater, .datetime(DatetimeText.parse("2026-11-22T05:30:30Z")!)))
    let found = try rows(of: #require(unchecked.source[table: Events.repository]), columns: ["Tag"], filters: [late])
    #expect(found.count == 9)
    #expect(try readsAgain(unchecked.source, unchecked.path))

    let malformed = try source(events.flatLines + ["{"]) { $0.skipsBadRecords = true }
    #expect(try rows(of: #require(malformed.source[table: Events.repository])).count == 40)
    #expect(try readsAgain(malformed.source, malformed.path))
  }

  @Test func `duplicates are looked for in every file`() throws {
    let (source, path) = try source(events.flatLines) { $0.deduplicates = true }
    #expect(try rows(of: #require(source[table: Events.repository])).count == 40)
    #expect(try readsAgain(source, path))
  }
}
