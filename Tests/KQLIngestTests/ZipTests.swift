import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct ZipTests {
  private let scratch = Scratch()
  private let events = Events(count: 5)

  private var lines: String { events.flatLines.map { $0 + "\n" }.joined() }

  private func message(_ bytes: [UInt8]) -> String {
    outcome([scratch.write("a.zip", bytes)], Events.repository).failure?.message ?? "read"
  }

  @Test(arguments: [false, true])
  func `reads the files of an archive where they stand`(isLong: Bool) throws {
    var zip = ZipWriter()
    zip.isLong = isLong
    zip.add("logs/b.json", events.diagnosticLines().map { $0 + "\n" }.joined(), method: 0)
    zip.add("logs/a.csv", events.csv)
    zip.add("logs/", "", method: 0)
    zip.add("logs/c.json.gz", gzip(Array(lines.utf8)))
    zip.add("d.avro", AvroWriter.capture(events.flatLines))
    zip.add("__MACOSX/logs/._a.csv", "junk")
    zip.add("picture.png", "junk")
    zip.add("words.txt", "just some words\n")
    let path = scratch.write("all.zip", zip.archive(comment: "made for a test"))
    let source = try IngestSource([path])
    let found = try rows(of: source[table: Events.repository]!, columns: Events.commonColumns, readers: 3)
    #expect(found == events.expected + events.expected + events.expected + events.expected)
    let account = source.account()
    #expect(
      account.inputs.filter { $0.recordCount == 5 }.map(\.path)
        == ["d.avro", "logs/a.csv", "logs/b.json", "logs/c.json.gz"].map { path + "/" + $0 })
    #expect(account.skipped.contains { $0.path == path + "/picture.png" })
  }

  @Test func `takes paths within an archive for those of blobs`() throws {
    let blob = "insights-logs-containerregistryrepositoryevents/resourceId=/x/y=2026/m=11/d=22/h=05/m=00/PT1H.json"
    var zip = ZipWriter()
    zip.add(blob, lines)
    zip.add(blob.replacing("h=05", with: "h=06"), "")
    let source = try IngestSource([scratch.write("blobs.zip", zip.archive())])
    #expect(source.tables.map(\.name).contains(Events.repository))
    #expect(try rows(of: source[table: Events.repository]!).count == 5)
  }

  @Test func `reads a Parquet file within an archive`() throws {
    var writer = ParquetWriter()
    writer.columns = [ParquetWriter.Column(name: "n", values: .int64s([1, 2, 3]))]
    for method in [0, 8] {
      var zip = ZipWriter()
      zip.add("t.parquet", writer.bytes(), method: method)
      #expect(try outcome([scratch.write("\(method).zip", zip.archive())]).get() == [["1"], ["2"], ["3"]])
    }
  }

  @Test func `names the file within the archive that is malformed`() {
    var zip = ZipWriter()
    zip.add("x/a.json", lines + "{\"broken\":\n")
    #expect(message(zip.archive()).contains("a.zip/x/a.json:6:11: "))
  }

  @Test func `holds every file to its checksum and length`() {
    let content = Array(lines.utf8)
    for method in [0, 8] {
      var wrong = ZipWriter()
      wrong.add("a.json", content, method: method, checksum: 7)
      #expect(message(wrong.archive()).contains("a.zip/a.json: "))
      #expect(message(wrong.archive()).contains("the checksum is wrong"))
    }
    // A small entry cannot unpack to more than it says.
    var bomb = ZipWriter()
    bomb.add("a.json", content, byteCount: 100)
    #expect(message(bomb.archive()).contains("they hold more than they should"))
    var boast = ZipWriter()
    boast.add("a.json", content, byteCount: 1 << 31)
    #expect(message(boast.archive()).contains("cannot be as long as the archive says"))
  }

  @Test func `refuses what it cannot read by name`() {
    func archive(method: Int = 0, flags: Int = 0) -> [UInt8] {
      var zip = ZipWriter()
      zip.add("a.json", Array(lines.utf8), method: method, flags: flags)
      return zip.archive()
    }
    #expect(message(archive(flags: 1)).contains("a.zip/a.json: is encrypted"))
    #expect(message(archive(method: 14)).contains("is compressed with LZMA"))
    var twice = ZipWriter()
    twice.add("a.json", lines)
    twice.add("a.json", lines)
    #expect(message(twice.archive()).contains("stands twice in the archive"))
    var nested = ZipWriter()
    nested.add("inner.zip", archive(), method: 0)
    #expect(message(nested.archive()).contains("within another one"))
    #expect(message(ZipWriter().archive()).contains("holds no file to read"))
  }

  @Test func `reports archives that are cut off`() throws {
    var zip = ZipWriter()
    zip.add("a.json", lines)
    let whole = zip.archive()
    #expect(message(Array(whole.dropLast(30))).contains("does not end with a directory; it is cut off"))
    var options = IngestOptions()
    options.skipsBadRecords = true
    let paths = [scratch.write("cut.zip", Array(whole.dropLast(30))), scratch.write("whole.zip", whole)]
    let source = try IngestSource(paths, options: options)
    #expect(try rows(of: source[table: Events.repository]!).count == 5)
    #expect(source.account().inputs[0].problems.count == 1)
  }

  @Test func `no damage crashes it`() {
    var zip = ZipWriter()
    zip.add("a.json", lines)
    zip.add("b.json", lines, method: 0)
    var long = ZipWriter()
    long.isLong = true
    long.add("a.json.gz", gzip(Array(lines.utf8)), method: 0)
    let seeds = [zip.archive(), long.archive()]
    Fuzzing(seed: 40).run(rounds: 60) { random in
      var bytes = seeds.randomElement(using: &random)!
      Fuzzing.mutate(&bytes, &random)
      _ = outcome([scratch.write("fuzz.zip", bytes)])
    }
  }
}
