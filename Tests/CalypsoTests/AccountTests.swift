import Calypso
import Foundation
import Testing

/// What a session says about the files that it read.
@Suite struct AccountTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("account-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ lines: [String]) throws {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try lines.map { $0 + "\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
  }

  private func event(_ time: String, table: String = "ContainerRegistryLoginEvents") -> String {
    #"{"category":"\#(table)","time":"\#(time)","operationName":"Login","resourceId":"/S/R","identity":"x"}"#
  }

  private func blob(_ hour: String) -> String {
    "insights-logs-containerregistryloginevents/resourceId=/S/R/y=2026/m=11/d=22/h=\(hour)/m=00/PT1H.json"
  }

  private func account(skipsBad: Bool = true) throws -> InputAccount {
    defer { try? FileManager.default.removeItem(at: folder) }
    let session = Session()
    try session.addInputs([folder.path], options: InputOptions(skipsBadRecords: skipsBad, tracksCoverage: true))
    try session.readInputs()
    return session.account(computesDigests: true)
  }

  @Test func `counts add up and nothing is missing`() throws {
    try write(
      "a.json",
      [event("2026-11-22T05:10:00Z"), event("2026-11-22T06:00:00Z", table: "ContainerRegistryRepositoryEvents")])
    let account = try account()
    #expect(account.isComplete)
    #expect(account.findings == [])
    let file = account.files[0]
    #expect(file.recordCount == 2 && file.rowCount == 2 && file.malformedCount == 0)
    #expect(
      file.rows == [
        InputAccount.TableRows(table: "ContainerRegistryLoginEvents", count: 1),
        InputAccount.TableRows(table: "ContainerRegistryRepositoryEvents", count: 1),
      ])
    #expect(file.firstTime == Timestamp("2026-11-22T05:10:00Z") && file.lastTime == Timestamp("2026-11-22T06:00:00Z"))
    #expect(file.sha256?.count == 64)
    #expect(account.tables.map(\.rowCount) == [1, 1])
    #expect(account.text().hasPrefix("Read: 1 file, 2 records (complete)\n"))
  }

  @Test func `tells what is lost`() throws {
    try write("a.json", [event("2026-11-22T05:10:00Z"), "{\"a\":}", "[1]"])
    try Data([0x28, 0xb5, 0x2f, 0xfd, 0, 0]).write(to: folder.appendingPathComponent("b.json"))
    try Data("{\"a\":1}\n{\"a\":".utf8).write(to: folder.appendingPathComponent("c.json"))
    let account = try account()
    #expect(!account.isComplete)
    #expect(account.findings.filter(\.isLoss).map(\.kind) == [.malformedRecords, .cutOffFile, .unreadableFile])
    #expect(
      account.findings[0].message == "2 malformed records; the first at line 2, column 6: '}' is not expected here")
    #expect(account.files[0].malformed.map(\.line) == [2, 3])
    #expect(account.recordCount == account.rowCount + account.malformedCount)
    #expect(account.text().contains("NOT COMPLETE"))
  }

  @Test func `tells hours without events and blobs that are missing`() throws {
    try write(blob("05"), [event("2026-11-22T05:10:00Z"), event("2026-11-22T04:59:00Z")])
    try write(blob("06"), [event("2026-11-22T06:10:00Z")])
    try write(blob("09"), [event("2026-11-22T09:10:00Z")])
    let account = try account()
    #expect(account.isComplete)
    let hours = InputAccount.Gaps(
      count: 2,
      ranges: [
        InputAccount.Gap(start: Timestamp("2026-11-22T07:00:00Z")!, end: Timestamp("2026-11-22T09:00:00Z")!, count: 2)
      ])
    #expect(account.tables[0].emptyHours == hours)
    #expect(account.blobSeries.map(\.missing) == [hours])
    #expect(account.blobSeries[0].count == 3 && account.blobSeries[0].minutesPerBlob == 60)
    #expect(account.files.map(\.outsideBlobCount) == [1, 0, 0])
    #expect(account.findings.map(\.kind) == [.rowsOutsideBlob, .emptyHours, .missingBlobs])
  }

  @Test func `says what was not read`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("A.json", ["{\"a\":1}"])
    try write("B.json", ["{\"a\":1}"])
    let session = Session()
    try session.addInputs([folder.path])
    _ = try session.query("A | count")
    let account = session.account()
    #expect(account.files.map(\.reading) == [.complete, .none])
    #expect(account.findings.map(\.kind) == [.unreadFile, .emptyTable])
    #expect(account.tables.map(\.emptyHours) == [nil, nil])
    #expect(account.files.map(\.sha256) == [nil, nil])
  }

  @Test func `the newest time is found in the newest blobs that have rows`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for hour in ["01", "02", "03", "04", "20", "21", "22"] { try write(blob(hour), []) }
    // What arrived late, and what lies beside it.
    try write(blob("05"), [event("2026-11-22T03:30:00Z"), event("2026-11-20T06:00:00Z")])
    try write(blob("06"), [event("2026-11-22T03:10:00Z")])
    let session = Session()
    try session.addInputs([folder.path])
    #expect(try session.lastTime(ofTable: "ContainerRegistryLoginEvents") == Timestamp("2026-11-22T03:30:00Z"))
    let answer = try session.query(
      "| where TimeGenerated > ago(10m) | count", options: QueryOptions(now: .latest))
    #expect(answer.rows == [[.long(1)]])
  }

  @Test func `opens the newest blobs alone to find the newest time`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for hour in ["01", "02", "03", "04", "05"] { try write(blob(hour), [event("2026-11-22T\(hour):30:00Z")]) }
    let session = Session()
    try session.addInputs([folder.path])
    #expect(try session.lastTime(ofTable: "ContainerRegistryLoginEvents") == Timestamp("2026-11-22T05:30:00Z"))
    let account = session.account(computesDigests: true)
    #expect(account.files.map(\.reading) == [.pruned, .pruned, .pruned, .complete, .complete])
    #expect(account.files.map { $0.sha256 == nil } == [true, true, true, false, false])
    #expect(
      account.findings.map(\.message) == ["3 of 5 files not opened: by their paths they cannot hold what was asked for"]
    )
  }

  @Test func `leaves out duplicates and counts them`() throws {
    let lines = [event("2026-11-22T05:10:00Z"), event("2026-11-22T05:11:00Z")]
    try write("a.json", lines)
    try write("b.json", lines + [event("2026-11-22T05:12:00Z")])
    defer { try? FileManager.default.removeItem(at: folder) }
    for threads in [1, 3] {
      let session = Session(EngineConfiguration(threadCount: threads))
      try session.addInputs([folder.path], options: InputOptions(deduplicates: true))
      #expect(try session.query("ContainerRegistryLoginEvents | count").rows == [[.long(3)]])
      let account = session.account()
      #expect(account.files.map(\.duplicateCount) == [0, 2] && account.files.map(\.rowCount) == [2, 1])
      #expect(account.tables.first { $0.rowCount > 0 }?.duplicateCount == 2)
      #expect(account.findings.contains { $0.kind == .duplicates && $0.message == "2 duplicates left out" })
      #expect(account.isComplete)
    }
  }

  @Test func `writes the same JSON for the same inputs, whatever the threads`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 0..<40 {
      try write("f\(number).json", (0..<9).map { $0 % 4 == 3 ? "{\"\u{7f}" : event("2026-11-22T0\($0):10:00Z") })
    }
    var texts: Set<String> = []
    for threads in [1, 2, 4] {
      let session = Session(EngineConfiguration(threadCount: threads))
      try session.addInputs([folder.path], options: InputOptions(skipsBadRecords: true, tracksCoverage: true))
      try session.readInputs()
      texts.insert(session.account(computesDigests: true).json())
    }
    #expect(texts.count == 1)
    let parsed = try JSONSerialization.jsonObject(with: Data(texts.first!.utf8)) as? [String: Any]
    #expect(parsed?["calypsoAccount"] as? Int == 1)
    #expect((parsed?["files"] as? [Any])?.count == 40)
  }
}
