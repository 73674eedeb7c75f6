import DeflateTestSupport
import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

/// Records that repeat others are left out, whatever the threads, and counted.
@Suite struct DuplicateTests {
  private let scratch = Scratch()

  private func options() -> IngestOptions {
    var options = IngestOptions()
    options.deduplicates = true
    options.skipsBadRecords = true
    options.limits.chunkByteCount = 600
    options.threadCount = 2
    return options
  }

  private func event(_ number: Int, extra: String = "") -> String {
    #"{"Type":"\#(Events.login)","TimeGenerated":"2026-11-22T05:00:0\#(number % 10).0000000Z","Identity":"\#(number)"\#(extra)}"#
  }

  private func identities(_ paths: [String], readers: Int = 1) throws -> [String] {
    let source = try IngestSource(paths, options: options())
    return try rows(of: source[table: Events.login]!, columns: ["Identity"], readers: readers).map { $0[0] }
  }

  @Test func `the copy that stands first stays`() throws {
    let a = scratch.write("a.json", [event(1), event(2), event(1)].joined(separator: "\n"))
    let b = scratch.write("b.json", [event(3), event(2), event(4)].joined(separator: "\n"))
    #expect(try identities([a, b]) == ["1", "2", "3", "4"])
    #expect(try identities([b, a]) == ["3", "2", "4", "1"])
    let source = try IngestSource([a, b], options: options())
    _ = try rows(of: source[table: Events.login]!)
    let inputs = source.account().inputs
    #expect(inputs.map { $0.rows[0].duplicateCount } == [1, 1])
    #expect(inputs.map { $0.rows[0].count } == [2, 2])
    #expect(inputs.map(\.recordCount) == [3, 3])
  }

  @Test func `records that are the same but for their layout are the same`() throws {
    let lines = [
      #"{"Type":"ContainerRegistryLoginEvents","Identity":"a","x":{"p":[1,"b c"]}}"#,
      #"{ "Type" : "ContainerRegistryLoginEvents" , "Identity" : "\u0061", "x" : { "p" : [ 1, "b c" ] } , "JwtId":null}"#,
      #"{"Identity":"a","Type":"ContainerRegistryLoginEvents","x":{"p":[1,"b c"]}}"#,
    ]
    #expect(try identities([scratch.write("a.json", lines.joined(separator: "\n"))]) == ["a"])
    // The same records in a document, laid out over lines.
    let document = "[" + lines.joined(separator: ",\n") + "]"
    #expect(try identities([scratch.write("b.json", document), scratch.write("c.json", lines[0])]) == ["a"])
  }

  @Test func `whatever differs in a single byte is another record`() throws {
    let base = event(1, extra: #","x":{"p":"b c"}"#)
    let others = [
      event(1, extra: #","x":{"p":"bc"}"#), event(1, extra: #","x":{"p":"b  c"}"#), event(1, extra: #","x":["b c"]"#),
      event(1, extra: #","y":{"p":"b c"}"#), event(1, extra: #","x":"b c""#), event(1, extra: #","x":1"#),
      event(1, extra: #","x":"1""#),
      event(1, extra: #","x":true"#), event(1), event(1, extra: #","x":"a","y":"b""#),
      event(1, extra: #","x":"ab","y":"""#),
    ]
    #expect(
      try identities([scratch.write("a.json", ([base] + others).joined(separator: "\n"))]).count == others.count + 1)
  }

  @Test func `an item id decides alone`() throws {
    let lines = [
      event(1, extra: #","_ItemId":"i1""#), event(2, extra: #","_ItemId":"i1""#), event(1, extra: #","_ItemId":"i2""#),
      event(3, extra: #","_ItemId":"""#), event(3, extra: #","_ItemId":"""#), event(4), event(4),
    ]
    #expect(try identities([scratch.write("a.json", lines.joined(separator: "\n"))]) == ["1", "1", "3", "4"])
    let csv = "_ItemId,a\ni1,1\ni1,2\n,3\n,3\n"
    let source = try IngestSource([scratch.write("t.csv", csv)], options: options())
    #expect(try rows(of: source.tables[0], columns: ["a"]) == [["1"], ["3"]])
  }

  @Test func `fields without a declared column count, too`() throws {
    var options = options()
    options.schemas = ["T": Schema([Field("a", .long)])]
    let path = scratch.write("t.json", "{\"a\":1,\"b\":1}\n{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n")
    let source = try IngestSource(["T=" + path], options: options)
    #expect(try rows(of: source[table: "T"]!) == [["1"], ["1"]])
  }

  @Test func `malformed records stay malformed`() throws {
    let bad = #"{"Type":"ContainerRegistryLoginEvents","TimeGenerated":"never"}"#
    let path = scratch.write("a.json", [event(1), bad, bad, "{", "{", event(1)].joined(separator: "\n"))
    let source = try IngestSource([path], options: options())
    #expect(try rows(of: source[table: Events.login]!).count == 1)
    let input = source.account().inputs[0]
    #expect(input.malformedCount == 4 && input.recordCount == 6 && input.rows[0].duplicateCount == 1)
  }

  @Test(arguments: [1, 2, 3])
  func `rows and counts do not depend on readers or on what is asked for`(readers: Int) throws {
    var random = SeededGenerator(seed: 21)
    var paths: [String] = []
    var kept: Set<Int> = []
    var expected: [String] = []
    for file in 0..<12 {
      var lines: [String] = []
      for _ in 0..<40 {
        let number = Int.random(in: 0..<150, using: &random)
        lines.append(event(number))
        if kept.insert(number).inserted { expected.append(String(number)) }
      }
      let text = Array(lines.joined(separator: "\n").utf8)
      paths.append(
        scratch.write(file % 3 == 0 ? "f\(file).json.gz" : "f\(file).json", file % 3 == 0 ? gzip(text) : text))
    }
    let source = try IngestSource(paths, options: options())
    let table = source[table: Events.login]!
    #expect(try rows(of: table, columns: ["Identity"], readers: readers).map { $0[0] } == expected)
    let late = DatetimeText.parse("2026-11-22T05:00:05Z")!
    let filter = ScanFilter(column: 0, condition: .compare(.greaterOrEqual, .datetime(late)))
    let some = try rows(of: table, columns: ["Identity"], filters: [filter], readers: readers)
    #expect(some.map { $0[0] } == expected.filter { Int($0)! % 10 >= 5 })
    let inputs = source.account().inputs
    #expect(inputs.allSatisfy { $0.recordCount == 40 && $0.rows[0].count + $0.rows[0].duplicateCount == 40 })
    #expect(inputs.reduce(0) { $0 + $1.rows[0].count } == expected.count)
    #expect(source.account().lastTime == late + 4 * Ticks.perSecond)
  }

  @Test func `asks for the memory that it takes`() throws {
    let path = scratch.write("a.json", (0..<2000).map { event($0) }.joined(separator: "\n"))
    let table = try IngestSource([path], options: options())[table: Events.login]!
    let small = QueryControl(memoryLimit: 10_000)
    #expect(throws: ExecutionError.self) { _ = try table.makeScan(ScanRequest(columns: []), control: small) }
    let large = QueryControl(memoryLimit: 2000 * MemoryLayout<Fingerprint>.stride + 2000)
    let reader = try table.makeScan(ScanRequest(columns: []), control: large).makeReader()
    var count = 0
    while let batch = try reader.next() { count += batch.batch.rowCount }
    #expect(count == 2000)
    #expect(large.scannedRowCount == 2000)
  }

  @Test(arguments: [true, false])
  func `finds the same when few fingerprints fit in memory`(isInOrder: Bool) throws {
    var random = SeededGenerator(seed: 31)
    var numbers = (0..<3000).map { $0 % 2000 }
    if !isInOrder { numbers.shuffle(using: &random) }
    // A time of its own for each number, over many hours.
    let lines = numbers.map { number in
      event(number).replacing("2026-11-22", with: "20\(10 + number % 80)-0\(1 + number % 9)-1\(number % 10)")
    }
    let path = scratch.write("a.json", lines.joined(separator: "\n"))
    var seen: Set<Int> = []
    let expected = numbers.filter { seen.insert($0).inserted }.map { String($0) }
    for budget in [1, 100, 1 << 19] {
      var options = options()
      options.fingerprintBudget = budget
      let table = try IngestSource([path], options: options)[table: Events.login]!
      #expect(try rows(of: table, columns: ["Identity"], readers: 2).map { $0[0] } == expected, "budget \(budget)")
    }
    // What was moved to a file takes no memory.
    var options = options()
    options.fingerprintBudget = 100
    options.limits.chunkByteCount = 4000
    let table = try IngestSource([path], options: options)[table: Events.login]!
    let control = QueryControl(memoryLimit: 30_000)
    let reader = try table.makeScan(ScanRequest(columns: []), control: control).makeReader()
    var count = 0
    while let batch = try reader.next() { count += batch.batch.rowCount }
    #expect(count == 2000)
  }

  /// Vectors of the reference implementation: the key is 00 01 … 0f, the text 00 01 … of some length.
  @Test(
    arguments: [
      (0, 0xe6a8_25ba_047f_81a3, 0x9302_55c7_1472_f66d), (1, 0x44af_996b_d8c1_87da, 0x45fc_229b_1159_7634),
      (8, 0x61f5_5862_baa9_623b, 0xb497_14f3_64e2_830f),
    ] as [(Int, UInt64, UInt64)])
  func `hashes as SipHash does`(count: Int, first: UInt64, second: UInt64) {
    let bytes = (0..<count).map { UInt8($0) }
    let found = bytes.withUnsafeBufferPointer { SipHash.hash($0, key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)) }
    #expect(found == (first, second))
  }
}
