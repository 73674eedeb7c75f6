import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct AvroTests {
  private let scratch = Scratch()
  private let events = Events(count: 5, logins: 3)

  private func message(_ bytes: [UInt8]) -> String {
    if case .failure(let error) = outcome([scratch.write("a.avro", bytes)]) { return error.message }
    return "read"
  }

  // MARK: Event Hubs Capture

  @Test(arguments: ["null", "deflate", "snappy"])
  func `takes the messages of an event hub for the records`(codec: String) throws {
    let lines = events.diagnosticLines()
    let bodies = [
      "{\"records\":[\(lines[0]),\(lines[5])]}", lines[1], " \n", "[\(lines[2]), \(lines[6])]",
      lines[3].replacing(", ", with: ",\r\n  "), "\u{feff}\(lines[4])\n\(lines[7])\n",
    ]
    for step in [3, 4096] {
      var options = IngestOptions()
      options.limits.chunkByteCount = step
      let path = scratch.write("\(codec)-\(step).avro", AvroWriter.capture(bodies, codec: codec))
      let source = try IngestSource([path], options: options)
      #expect(
        try rows(of: source[table: Events.repository]!, columns: Events.commonColumns)
          == Events(count: 5).expected)
      #expect(try rows(of: source[table: Events.login]!, columns: ["JwtId"]).count == 3)
      let input = source.account().inputs[0]
      #expect(input.format == "Avro" && input.recordCount == 8 && input.malformedCount == 0)
    }
  }

  @Test func `reads compressed files and empty ones`() throws {
    let path = scratch.write("a.avro.gz", gzip(AvroWriter.capture(events.flatLines)))
    #expect(try outcome([path], Events.repository).get().count == 5)
    #expect(try IngestSource([scratch.write("b.avro", AvroWriter.capture([]))]).tables.isEmpty)
  }

  @Test func `counts a message that is no record and names its line`() throws {
    let lines = events.flatLines
    let path = scratch.write("a.avro", AvroWriter.capture([lines[0], "{\"broken\":", lines[1]]))
    #expect(outcome([path], Events.repository).failure?.message.contains("a.avro:2:11: ") == true)
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([path], options: options)
    #expect(try rows(of: source[table: Events.repository]!).count == 2)
    #expect(source.account().inputs[0].malformedCount == 1)
  }

  @Test func `keeps messages that are no JSON as columns`() throws {
    let path = scratch.write("text.avro", AvroWriter.capture(["plain words"]))
    let found = try outcome([path], columns: ["SequenceNumber", "SystemProperties", "Body"]).get()
    #expect(found == [["1", #"{"x-opt":7}"#, "cGxhaW4gd29yZHM="]])
  }

  // MARK: Other files

  private static let schema = """
    {"type":"record","name":"t.Row","fields":[
      {"name":"flag","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":["null","long"]},
      {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"s","type":"string"},{"name":"b","type":"bytes"},
      {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}},
      {"name":"list","type":{"type":"array","items":"Kind"}},{"name":"map","type":{"type":"map","values":"long"}},
      {"name":"x","type":{"type":"fixed","name":"X","size":2}},
      {"name":"day","type":{"type":"int","logicalType":"date"}},
      {"name":"ms","type":{"type":"long","logicalType":"timestamp-millis"}},
      {"name":"us","type":{"type":"long","logicalType":"timestamp-micros"}},
      {"name":"small","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
      {"name":"large","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":1}},
      {"name":"clock","type":{"type":"long","logicalType":"time-micros"}},
      {"name":"next","type":["null","Row"]}]}
    """

  private func row(_ number: Int64, next: [UInt8] = AvroWriter.long(0)) -> [UInt8] {
    typealias A = AvroWriter
    var row: [UInt8] = [1] + A.long(number) + (number == 1 ? A.long(0) : A.long(1) + A.long(.min))
    row +=
      [0, 0, 0xc0, 0x3f] + [0, 0, 0, 0, 0, 0, 0xf0, 0xbf] + A.text("né \"q\"") + A.long(3) + [1, 2, 3] + A.long(1)
    row += A.long(-2) + A.long(2) + A.long(0) + A.long(1) + A.long(0) + A.long(1) + A.text("k") + A.long(-5) + A.long(0)
    row += [0xff, 0] + A.long(1) + A.long(1_500) + A.long(-1) + A.long(2) + [0xff, 0x85] + A.long(1) + [25]
    return row + A.long(3_723_000_001) + next
  }

  @Test func `reads every type`() throws {
    var writer = AvroWriter(schema: Self.schema)
    writer.add([row(1), row(2, next: AvroWriter.long(1) + row(3))])
    let source = try IngestSource([scratch.write("rows.avro", writer.bytes)])
    let table = source[table: "rows"]!
    let types = table.schema.fields.map { "\($0.name):\($0.type.name)" }.joined(separator: " ")
    #expect(
      types == """
        flag:bool i:long l:long f:real d:real s:string b:string kind:string list:dynamic map:dynamic x:string \
        day:datetime ms:datetime us:datetime small:real large:string clock:string next:dynamic
        """)
    let found = try rows(of: table)
    #expect(
      found[0] == [
        "True", "1", "", "1.5", "-1.0", "né \"q\"", "AQID", "B", #"["A","B"]"#, #"{"k":-5}"#, "/wA=",
        "1970-01-02T00:00:00.0000000Z", "1970-01-01T00:00:01.5000000Z", "1969-12-31T23:59:59.9999990Z", "-1.23", "2.5",
        "01:02:03.0000010", "",
      ])
    #expect(found[1][2] == "-9223372036854775808")
    #expect(found[1][17].contains(#""i":3"#))
  }

  @Test func `refuses what it cannot read by name`() {
    #expect(message(AvroWriter(schema: Self.schema, codec: "zstandard").bytes).contains("codec 'zstandard'"))
    #expect(message(AvroWriter(schema: "\"long\"").bytes).contains("no records but single values"))
    #expect(message(AvroWriter(schema: "{").bytes).contains("not valid JSON"))
    #expect(
      message(AvroWriter(schema: #"{"type":"record","name":"R","fields":[{"name":"a","type":"T"}]}"#).bytes)
        .contains("type 'T' is not described"))
  }

  // MARK: Damage

  @Test func `reports damage with its place`() {
    let whole = AvroWriter.capture(events.flatLines, messagesPerBlock: 100)
    let start = AvroWriter(schema: AvroWriter.captureSchema).bytes.count
    #expect(message(Array(whole.dropLast(20))).contains("ends too early at byte"))
    #expect(
      message(Array(whole.dropLast()) + [0]).contains("in the block at byte \(start): the block does not end with"))
    var deflated = AvroWriter.capture(events.flatLines, codec: "deflate", messagesPerBlock: 100)
    deflated[deflated.count - 40] ^= 0xff
    #expect(message(deflated).contains("damaged in the block at byte"))
    var longer = AvroWriter(schema: #"{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}"#)
    longer.add([[2, 4]])
    #expect(message(longer.bytes).contains("1 bytes follow its last record"))
    var bad = AvroWriter(schema: #"{"type":"record","name":"R","fields":[{"name":"a","type":["null","long"]}]}"#)
    bad.add([[2, 4], [8]])
    #expect(message(bad.bytes).contains("record 2 of 2: there is no type 4 of a union"))
  }

  @Test func `records and elements without bytes do not go on forever`() {
    var writer = AvroWriter(schema: #"{"type":"record","name":"R","fields":[{"name":"a","type":"null"}]}"#)
    writer.add([[], []])
    #expect(message(writer.bytes).contains("records have no bytes"))
    var arrays = AvroWriter(
      schema: #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"null"}}]}"#)
    arrays.add([AvroWriter.long(.max) + [0]])
    #expect(message(arrays.bytes).contains("more elements than bytes"))
  }

  @Test func `keeps what stands before the damage when bad records are skipped`() throws {
    let lines = Events(count: 40).flatLines
    var bytes = AvroWriter.capture(lines, messagesPerBlock: 10)
    bytes[bytes.count - 5] ^= 1
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([scratch.write("a.avro", bytes)], options: options)
    #expect(try rows(of: source[table: Events.repository]!).count == 30)
    #expect(source.account().inputs[0].problems.count == 1)
  }

  @Test func `no damage crashes it`() {
    var rich = AvroWriter(schema: Self.schema, codec: "deflate")
    rich.add([row(1), row(2, next: AvroWriter.long(1) + row(3))])
    let seeds = [
      AvroWriter.capture(events.diagnosticLines()), AvroWriter.capture(events.flatLines, codec: "snappy"), rich.bytes,
    ]
    Fuzzing(seed: 20).run(rounds: 80) { random in
      var bytes = seeds.randomElement(using: &random)!
      Fuzzing.mutate(&bytes, &random)
      let stream = try? AvroStream(MemoryStream(bytes), name: "x", byteLimit: 1 << 30)
      let buffer = BlockBuffer(capacity: 100_000)
      while let count = try? stream?.read(into: buffer.base, count: 100_000), count > 0 {}
    }
  }
}

extension Result {
  var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
