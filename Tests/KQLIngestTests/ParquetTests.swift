import DeflateTestSupport
import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct ParquetTests {
  typealias Writer = ParquetWriter
  private let scratch = Scratch()

  /// Columns of every physical type, some values null.
  private func columns(count: Int, _ codings: (number: Writer.Coding, text: Writer.Coding)) -> [Writer.Column] {
    func some<Value>(_ make: (Int) -> Value) -> [Value?] { (0..<count).map { $0 % 7 == 3 ? nil : make($0) } }
    let words = ["", "pull", "né", "a longer text than sixteen bytes"]
    return [
      Writer.Column(name: "flag", values: .bools(some { $0 % 3 == 0 })),
      Writer.Column(name: "i", values: .int32s(some { Int32($0 * 1_000_003 % 4_000 - 2_000) }), coding: codings.number),
      Writer.Column(
        name: "l", values: .int64s(some { $0 == 1 ? .min : Int64($0) << ($0 % 40) }), coding: codings.number),
      Writer.Column(
        name: "r", values: .doubles(some { Double($0) / 4 }), coding: codings.number == .delta ? .split : codings.number
      ),
      Writer.Column(
        name: "s", values: .texts(some { words[$0 % 4] + "\($0 % 5)" }), coding: codings.text, converted: 0),
      Writer.Column(
        name: "at", values: .int64s(some { 1_795_324_200_000_000 + Int64($0) * 1_000_001 }), coding: codings.number,
        converted: 10),
      Writer.Column(
        name: "list",
        values: .lists((0..<count).map { $0 % 5 == 0 ? nil : (0..<($0 % 4)).map { $0 == 1 ? nil : Int64($0) } })),
    ]
  }

  private func expected(count: Int) -> [[String]] {
    let words = ["", "pull", "né", "a longer text than sixteen bytes"]
    return (0..<count).map { row in
      let list =
        row % 5 == 0 ? "" : "[" + (0..<(row % 4)).map { $0 == 1 ? "null" : "\($0)" }.joined(separator: ",") + "]"
      if row % 7 == 3 { return ["", "", "", "", "", "", list] }
      let time = EpochTime.ticks(1_795_324_200_000_000 + Int64(row) * 1_000_001, .microseconds)!
      return [
        row % 3 == 0 ? "True" : "False", "\(row * 1_000_003 % 4_000 - 2_000)",
        "\(row == 1 ? Int64.min : Int64(row) << (row % 40))", RealText.string(Double(row) / 4),
        words[row % 4] + "\(row % 5)",
        DatetimeText.string(time), list,
      ]
    }
  }

  // MARK: Values

  @Test(arguments: Writer.Codec.allCases, [false, true])
  func `reads every encoding, codec and version of pages`(codec: Writer.Codec, isSecondVersion: Bool) throws {
    let codings: [(Writer.Coding, Writer.Coding)] = [
      (.plain, .plain), (.dictionary, .dictionary), (.delta, .deltaLength), (.split, .deltaBytes),
    ]
    for (number, coding) in codings.enumerated() {
      for rowsPerPage in codec == .none ? [1, 50] : [13] {
        var writer = Writer(codec: codec, isSecondVersion: isSecondVersion, rowsPerGroup: 70, rowsPerPage: rowsPerPage)
        writer.columns = columns(count: 120, coding)
        let path = scratch.write("\(number)-\(rowsPerPage).parquet", writer.bytes())
        #expect(try outcome([path], readers: rowsPerPage == 1 ? 1 : 3).get() == expected(count: 120))
      }
    }
  }

  @Test func `gives columns the types that the file says`() throws {
    var writer = Writer()
    let decimal = Writer.little(UInt64(12_345).byteSwapped, 8)
    let guid: [UInt8] = [0xc0, 0xff, 0xee, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 7]
    writer.columns = [
      Writer.Column(name: "day", values: .int32s([20_779]), converted: 6),
      Writer.Column(name: "ms", values: .int64s([-1]), converted: 9),
      Writer.Column(
        name: "ns", values: .int64s([1_234_567_890_123]),
        logical: Thrift.header(.structure, field: 8)
          + Thrift.header(.true, field: 1) + Thrift.header(.structure, field: 2, after: 1)
          + Thrift.header(.structure, field: 3) + [0, 0, 0]),
      Writer.Column(name: "clock", values: .int64s([3_723_000_001]), converted: 8),
      Writer.Column(name: "price", values: .fixed([decimal]), converted: 5, scale: 2, precision: 18),
      Writer.Column(name: "u32", values: .int32s([-1]), converted: 13),
      Writer.Column(name: "u64", values: .int64s([-1]), converted: 14),
      Writer.Column(name: "json", values: .texts([#"{"a": [1, 2]}"#]), converted: 19),
      Writer.Column(name: "id", values: .fixed([guid]), logical: Thrift.header(.structure, field: 14) + [0]),
      Writer.Column(name: "raw", values: .texts(["no text by name"])),
      Writer.Column(name: "hash", values: .fixed([[0xff, 0]])),
      Writer.Column(name: "far", values: .int64s([.max]), converted: 9),
    ]
    writer.columns.removeLast()
    let source = try IngestSource([scratch.write("t.parquet", writer.bytes())])
    let table = source[table: "t"]!
    #expect(
      table.schema.fields.map { "\($0.name):\($0.type.name)" }.joined(separator: " ") == """
        day:datetime ms:datetime ns:datetime clock:timespan price:decimal u32:long u64:decimal json:dynamic id:guid \
        raw:string hash:string
        """)
    #expect(
      try rows(of: table) == [
        [
          "2026-11-22T00:00:00.0000000Z", "1969-12-31T23:59:59.9990000Z", "1970-01-01T00:20:34.5678901Z",
          "01:02:03.0000010", "123.45", "4294967295", "18446744073709551615", #"{"a":[1,2]}"#,
          "c0ffee00-0000-4000-8000-000000000007", "no text by name", "/wA=",
        ]
      ])
  }

  @Test func `finds the columns of a registry table whatever their types`() throws {
    let events = Events(count: 4)
    var writer = Writer(codec: .snappy)
    let names = events.events[0].fields.map(\.column)
    writer.columns = names.map { name in
      let values = events.events.map { event in event.fields.first { $0.column == name }?.value }
      return Writer.Column(name: name, values: .texts(values), coding: .dictionary, converted: 0)
    }
    let times = events.events.map { DatetimeText.parse($0.time)! }
    writer.columns.append(
      Writer.Column(
        name: "TimeGenerated", values: .int64s(times.map { ($0 - EpochTime.epoch) / 10 }), converted: 10))
    writer.columns.append(Writer.Column(name: "Category", values: .texts(events.events.map(\.table)), converted: 0))
    writer.columns.append(Writer.Column(name: "Size", values: .int64s([1, 1 << 40, nil, -5])))
    writer.columns.append(Writer.Column(name: "ClientPort", values: .int32s([443, nil, 1, 2])))
    let path = scratch.write("events.parquet", writer.bytes())
    #expect(try outcome([path], Events.repository, columns: Events.commonColumns).get() == events.expected)
    let more = try outcome([path], Events.repository, columns: ["Size", "_Extra", "Type"]).get()
    #expect(
      more == [
        ["1", #"{"ClientPort":443}"#, Events.repository], ["", "", Events.repository],
        ["", #"{"ClientPort":1}"#, Events.repository], ["-5", #"{"ClientPort":2}"#, Events.repository],
      ])
    let account = try IngestSource([path]).account().inputs[0]
    #expect(account.format == "Parquet")
  }

  @Test func `a value that a time cannot hold makes its row malformed`() throws {
    var writer = Writer()
    writer.columns = [
      Writer.Column(name: "at", values: .int64s([0, .max, 1_000]), converted: 9),
      Writer.Column(name: "n", values: .int32s([1, 2, 3])),
    ]
    let path = scratch.write("t.parquet", writer.bytes())
    let message = outcome([path]).failure?.message ?? ""
    #expect(message.hasPrefix("\(path):2:1: column 'at' is of type datetime and cannot hold '9223372036854775807'"))
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([path], options: options)
    #expect(try rows(of: source[table: "t"]!, columns: ["n", "at"]).map(\.first) == ["1", "3"])
    let account = source.account().inputs[0]
    #expect(account.recordCount == 3 && account.malformedCount == 1 && account.malformed[0].line == 2)
  }

  // MARK: Reading less

  private func pruned(_ filter: ScanFilter) throws -> (rows: [[String]], passedOver: Int, records: Int) {
    var writer = Writer(rowsPerGroup: 10)
    writer.columns = [
      Writer.Column(name: "n", values: .int64s((0..<100).map { Int64($0) })),
      Writer.Column(name: "s", values: .texts((0..<100).map { $0 % 10 == 9 ? nil : "k\($0 / 10)" }), converted: 0),
    ]
    let source = try IngestSource([scratch.write("t.parquet", writer.bytes())])
    let found = try rows(of: source[table: "t"]!, columns: ["n"], filters: [filter])
    let account = source.account().inputs[0]
    #expect(account.isComplete)
    return (found, account.passedOverCount, account.recordCount)
  }

  @Test func `passes over row groups whose statistics rule them out`() throws {
    let greater = try pruned(ScanFilter(column: 0, condition: .compare(.greater, .long(85))))
    #expect(greater.rows == (86..<100).map { ["\($0)"] } && greater.passedOver == 80 && greater.records == 100)
    let text = try pruned(ScanFilter(column: 1, condition: .oneOf([.string("k3"), .string("k7")])))
    #expect(text.rows.count == 18 && text.passedOver == 80)
    #expect(try pruned(ScanFilter(column: 0, condition: .compare(.less, .long(-1)))).passedOver == 100)
    // Nulls are empty texts.
    let empty = try pruned(ScanFilter(column: 1, condition: .compare(.equal, .string(""))))
    #expect(empty.rows.count == 10 && empty.passedOver == 0)
  }

  @Test func `reads the bytes of wanted columns alone`() throws {
    var writer = Writer()
    writer.columns = columns(count: 300, (.plain, .plain))
    let source = try IngestSource([scratch.write("t.parquet", writer.bytes())])
    #expect(try rows(of: source[table: "t"]!, columns: ["i"]).count == 300)
    let some = source.account().inputs[0]
    #expect(some.readByteCount > 1_000 && some.readByteCount < some.byteCount / 3)
    #expect(try rows(of: source[table: "t"]!, columns: []).count == 300)
  }

  // MARK: Refusals and damage

  private func message(_ bytes: [UInt8]) -> String {
    outcome([scratch.write("a.parquet", bytes)]).failure?.message ?? "read"
  }

  private func small() -> [UInt8] {
    var writer = Writer(codec: .snappy, rowsPerGroup: 40)
    writer.columns = columns(count: 100, (.dictionary, .deltaBytes))
    return writer.bytes()
  }

  @Test func `refuses codecs and nested columns by name`() {
    var writer = Writer()
    writer.columns = [Writer.Column(name: "n", values: .int64s([1]))]
    var bytes = writer.bytes()
    // The codec stands in the footer behind the type: field 4, an int32.
    let place = bytes.lastIndex(of: 0x35)!
    bytes[place + 1] = 12
    #expect(message(bytes).contains("column 'n' is compressed with Zstandard, which is not supported"))
  }

  @Test func `reports files that are cut off or damaged`() {
    let whole = small()
    #expect(message(Array(whole.dropLast(9))).contains("does not end with its footer"))
    #expect(message(Array(whole.prefix(10))).contains("ends too early"))
    #expect(message(Array(whole.dropLast(4)) + Array("PARE".utf8)).contains("encrypted"))
    var damaged = whole
    damaged[60] ^= 0x10
    #expect(message(damaged).contains("the Parquet file is damaged in column 'flag'"))
  }

  @Test func `says how many rows are lost when bad records are skipped`() throws {
    var bytes = small()
    bytes[60] ^= 0x10
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([scratch.write("a.parquet", bytes)], options: options)
    #expect(try rows(of: source[table: "a"]!).count == 60)
    #expect(source.account().inputs[0].problems[0].contains("40 rows from row 1 on cannot be read"))
  }

  @Test func `numbers of fields in the metadata may be of any size`() throws {
    let bytes = [0x05] + Thrift.zigzag(.max) + [0, 0x15, 0, 0]
    let reader = ThriftReader(input: BufferedInput(MemoryStream(bytes)), name: "x")
    var numbers: [Int] = []
    try reader.fields { (number, _) throws(ExecutionError) in
      numbers.append(number)
      return false
    }
    #expect(numbers == [.max, .min])
  }

  @Test func `no damage crashes it`() throws {
    let codings: [(Writer.Coding, Writer.Coding)] = [
      (.plain, .plain), (.dictionary, .dictionary), (.delta, .deltaBytes), (.split, .deltaLength),
    ]
    var seeds: [[UInt8]] = []
    for (number, coding) in codings.enumerated() {
      // Without checksums, so that damage goes further.
      var writer = Writer(
        codec: number == 1 ? .gzip : number == 3 ? .snappy : .none, isSecondVersion: number % 2 == 1,
        hasChecksums: false, rowsPerGroup: 30)
      writer.columns = columns(count: 50, coding)
      seeds.append(writer.bytes())
      #expect(try outcome([scratch.write("seed.parquet", seeds[number])]).get().count == 50)
    }
    Fuzzing(seed: 30).run(rounds: 30) { random in
      var bytes = seeds.randomElement(using: &random)!
      Fuzzing.mutate(&bytes, &random)
      _ = outcome([scratch.write("fuzz.parquet", bytes)])
    }
  }
}
