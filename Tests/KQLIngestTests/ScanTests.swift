import DeflateTestSupport
import KQLCatalog
import KQLColumnar
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct ScanTests {
  private let scratch = Scratch()

  /// A table of every type, whose rows are known.
  private func table(_ count: Int = 500) throws -> IngestedTable {
    var random = SeededGenerator(seed: 7)
    var lines: [String] = []
    for number in 0..<count {
      let text = ["alpha", "Beta gamma", "\\u0061lpha", "", "delta\\n"].randomElement(using: &random)!
      let long = Bool.random(using: &random) ? "\(Int.random(in: -5...5, using: &random))" : "null"
      let minute = 10 + number % 50
      lines.append(
        "{\"n\":\(number),\"t\":\"2026-11-22T05:\(minute):00Z\",\"s\":\"\(text)\",\"l\":\(long),\"r\":\(number).25,\"b\":\(number % 3 == 0),\"d\":[\(number)],\"id\":\"id-\(number)\"}"
      )
    }
    return try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))]).tables[0]
  }

  @Test func `infers a schema`() throws {
    #expect(
      try table().schema.description
        == "(n:long, t:datetime, s:string, l:long, r:real, b:bool, d:dynamic, id:string)")
  }

  @Test func `filters leave exactly the rows that pass`() throws {
    let table = try table()
    let all = try rows(of: table)
    let minute30 = DatetimeText.parse("2026-11-22T05:30:00Z")!
    let minute30Text = "2026-11-22T05:30:00.0000000Z"
    func filter(_ column: String, _ condition: ScanFilter.Condition) -> ScanFilter {
      ScanFilter(column: table.schema.index(of: column)!, condition: condition)
    }
    let cases: [(ScanFilter, ([String]) -> Bool)] = [
      (filter("t", .compare(.greater, .datetime(minute30))), { $0[1] > minute30Text }),
      (filter("t", .compare(.lessOrEqual, .datetime(minute30))), { $0[1] <= minute30Text }),
      (filter("l", .compare(.equal, .long(2))), { $0[3] == "2" }),
      (filter("l", .compare(.notEqual, .long(2))), { $0[3] != "2" && $0[3] != "" }),
      (filter("l", .compare(.less, .long(.min))), { _ in false }),
      (filter("l", .compare(.greater, .long(.max))), { _ in false }),
      (filter("r", .compare(.greaterOrEqual, .real(100.25))), { Double($0[4])! >= 100.25 }),
      (filter("b", .compare(.equal, .bool(true))), { $0[5] == "True" }),
      (filter("s", .compare(.equal, .string("alpha"))), { $0[2] == "alpha" }),
      (filter("s", .compare(.notEqual, .string(""))), { $0[2] != "" }),
      (
        filter("s", .oneOf([.string("delta\n"), .string("Beta gamma")])),
        { $0[2] == "delta\n" || $0[2] == "Beta gamma" }
      ),
      (filter("s", .text(.has, "GAMMA")), { $0[2] == "Beta gamma" }),
      (filter("s", .text(.containsCaseSensitive, "lph")), { $0[2] == "alpha" }),
      (filter("s", .text(.startsWith, "b")), { $0[2] == "Beta gamma" }),
    ]
    for (filter, passes) in cases {
      #expect(try rows(of: table, filters: [filter]) == all.filter(passes), "\(filter)")
    }
    #expect(try rows(of: table, filters: cases.prefix(2).map(\.0)).isEmpty)
    // Conditions on columns that are not asked for.
    #expect(try rows(of: table, columns: ["n"], filters: [cases[8].0]) == all.filter(cases[8].1).map { [$0[0]] })
  }

  @Test func `a limit gives at least the first rows`() throws {
    let table = try table()
    for readers in 1...3 {
      let found = try rows(of: table, columns: ["n"], limit: 10, readers: readers, batchRowCount: 16)
      #expect(found.prefix(10).map { $0[0] } == (0..<10).map(String.init))
      #expect(found.count < 100)
    }
  }

  @Test func `a scan of no column counts rows`() throws {
    let found = try rows(of: table(), columns: [])
    #expect(found.count == 500)
  }

  @Test func `batches share a dictionary until values stop repeating`() throws {
    var lines: [String] = []
    for number in 0..<6000 { lines.append("{\"few\":\"v\(number % 5)\",\"many\":\"m\(number)\"}") }
    let table = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))]).tables[0]
    let scan = try table.makeScan(ScanRequest(columns: [0, 1], batchRowCount: 1000), control: QueryControl())
    let reader = try scan.makeReader()
    var heaps: [[ObjectIdentifier]] = [[], []]
    var isCoded: [Bool] = []
    while let batch = try reader.next()?.batch {
      for column in 0..<2 { heaps[column].append(ObjectIdentifier(batch.columns[column].strings.heap)) }
      isCoded.append(batch.columns[1].strings.codes != nil)
    }
    #expect(Set(heaps[0]).count == 1)
    #expect(heaps[0].count >= 6)
    #expect(isCoded.first == true)
    #expect(isCoded.last == false)
  }

  @Test func `counts the rows it looked at`() throws {
    let table = try table()
    let control = QueryControl()
    let filter = ScanFilter(column: 0, condition: .compare(.less, .long(10)))
    let scan = try table.makeScan(ScanRequest(columns: [0], filters: [filter]), control: control)
    let reader = try scan.makeReader()
    while try reader.next() != nil {}
    #expect(control.scannedRowCount == 500)
  }

  @Test func `stops when it is cancelled`() throws {
    let control = QueryControl()
    let reader = try table().makeScan(ScanRequest(columns: [0]), control: control).makeReader()
    control.cancel()
    #expect(throws: ExecutionError.cancelled) { _ = try reader.next() }
  }

  @Test func `a value that does not fit the schema found from the start is an error`() throws {
    var options = IngestOptions()
    options.schemas = [:]
    let lines = (0..<10).map { "{\"n\":\($0)}" }
    // What is appended later is not read, so the file is as long before as after.
    let path = scratch.write("t.json", lines.joined(separator: "\n") + "          ")
    let source = try IngestSource([path], options: options)
    // The file changes after it was looked at.
    scratch.write(
      "t.json",
      (lines[..<9] + ["{\"n\":\"x\"}"]).joined(separator: "\n").padding(toLength: 89, withPad: " ", startingAt: 0))
    #expect {
      _ = try rows(of: source.tables[0])
    } throws: {
      ($0 as? ExecutionError)?.message.contains(":10:1: column 'n' is of type long and cannot hold 'x';") == true
    }
  }

  @Test func `a declared schema gives null for what does not convert`() throws {
    var options = IngestOptions()
    options.schemas = [
      "T": Schema([Field("a", .long), Field("g", .guid), Field("d", .decimal), Field("s", .timespan)])
    ]
    let text = """
      {"a":"7","g":"74be27de-1e4e-49d9-b579-fe0b331d3642","d":1.10,"s":"1.02:00:00"}
      {"a":"x","g":"no","d":"1e400x","s":5}
      """
    let source = try IngestSource(["T=" + scratch.write("t.json", text)], options: options)
    #expect(
      try rows(of: source[table: "T"]!) == [
        ["7", "74be27de-1e4e-49d9-b579-fe0b331d3642", "1.10", "1.02:00:00"], ["", "", "", ""],
      ])
  }
}
