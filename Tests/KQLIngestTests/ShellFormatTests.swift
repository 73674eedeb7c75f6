import KQLTypes
import Testing

@testable import KQLIngest

/// What the Azure CLI and PowerShell print, and other text.
@Suite struct ShellFormatTests {
  private let scratch = Scratch()

  private func options(_ change: (inout FormatOptions) -> Void) -> IngestOptions {
    var options = IngestOptions()
    change(&options.format)
    return options
  }

  private func message(_ result: Result<[[String]], ExecutionError>) -> String {
    if case .failure(let error) = result { return error.message }
    return "read"
  }

  // MARK: Headerless text

  private static let headerless = "192.0.2.1\tPull\t5\n192.0.2.2\tPush\t6\n"

  @Test func `rows without a header need the names of their columns`() throws {
    let path = scratch.write("t.tsv", Self.headerless)
    #expect(message(outcome([path])).contains("give the names of the 3 columns with --columns a,b,c"))
    let named = options { $0.columns = [ColumnList(names: ["ip", "op", "n"])] }
    #expect(
      try outcome([path], "t", options: named).get() == [["192.0.2.1", "Pull", "5"], ["192.0.2.2", "Push", "6"]])
    let few = options { $0.columns = [ColumnList(names: ["ip", "op"])] }
    #expect(message(outcome([path], "t", options: few)).contains(":1:1: the row has 3 fields, the header 2"))
  }

  @Test func `names for rows without a header leave files with one alone`() throws {
    scratch.write("a/t.tsv", Self.headerless)
    scratch.write("a/u.csv", "ip,op,n\n::1,Pull,7\n")
    scratch.write("a/v.csv", "x,n\n1,2\n")
    let named = options { $0.columns = [ColumnList(names: ["ip", "op", "n"])] }
    let source = try IngestSource([scratch.path + "/a"], options: named)
    #expect(source.tables.map(\.schema.names) == [["ip", "op", "n"], ["ip", "op", "n"], ["x", "n"]])
    #expect(try rows(of: source[table: "u"]!) == [["::1", "Pull", "7"]])
  }

  @Test func `names for one table go before names for all`() throws {
    scratch.write("a/t.tsv", Self.headerless)
    scratch.write("a/u.tsv", "1\t2\n")
    let named = options { $0.columns = [ColumnList(names: ["ip", "op", "n"]), ColumnList("u:x, y")!] }
    let source = try IngestSource([scratch.path + "/a"], options: named)
    #expect(source.tables.map(\.schema.names) == [["ip", "op", "n"], ["x", "y"]])
  }

  @Test(arguments: ["", "a,,b", "a,a", ":a", "T:"])
  func `a list of names has each once`(text: String) { #expect(ColumnList(text) == nil) }

  // MARK: Tables

  private static let table = """
    Caller      Name       TableName
    ----------  ---------  -------------
    192.0.2.1   naïve 日本   PrimaryResult
    2001:db8::              PrimaryResult

    """

  @Test func `reads a table by the places of its columns`() throws {
    let found = try outcome([scratch.write("t.txt", Self.table)]).get()
    #expect(found == [["192.0.2.1", "naïve 日本", "PrimaryResult"], ["2001:db8::", "", "PrimaryResult"]])
  }

  @Test(arguments: [
    ("192.0.2.1-x longer      PrimaryResult\n", 11, "between the table's columns"),
    ("            of more\n", 1, "goes on with the row before"),
  ])
  func `refuses lines whose fields cannot be told apart`(line: String, column: Int, reason: String) {
    let path = scratch.write("t.txt", Self.table + line)
    let found = message(outcome([path]))
    #expect(found.hasPrefix("\(path):5:\(column): ") && found.contains(reason), "\(found)")
  }

  @Test func `says when a table is none`() {
    let path = scratch.write("t.txt", "a b\n1 2\n")
    #expect(message(outcome([path], options: options { $0.format = .table })).contains("a line of dashes"))
  }

  // MARK: UTF-16

  @Test(arguments: [false, true])
  func `reads UTF-16, in reads of any size`(isBigEndian: Bool) throws {
    let text = "#TYPE System.Object\r\n\"a\",\"b\"\r\n\"é漢😀\",\"1\"\r\n\"\",\"2\"\r\n"
    for bytes in [utf16(text, isBigEndian: isBigEndian), gzip(utf16(text, isBigEndian: isBigEndian))] {
      for chunkByteCount in [1, 3, 4096] {
        var options = IngestOptions()
        options.limits.chunkByteCount = chunkByteCount
        #expect(try outcome([scratch.write("t.csv", bytes)], options: options).get() == [["é漢😀", "1"], ["", "2"]])
      }
    }
  }

  @Test(arguments: [[0x00, 0xd8, 0x41, 0x00], [0x00, 0xdc, 0x41, 0x00], [0x41], [0x00, 0xd8]] as [[UInt8]])
  func `half a character of UTF-16 is an error with its place`(tail: [UInt8]) throws {
    let path = scratch.write("t.csv", utf16("a,b\n1,2\n3", isBigEndian: false) + tail)
    #expect(message(outcome([path])).contains("\(path):3:2: the UTF-16 text is damaged"))
    var options = IngestOptions()
    options.skipsBadRecords = true
    let found = outcome([path], columns: ["a", "b"], options: options)
    #expect((try? found.get().first) == ["1", "2"], "\(found)")
  }

  @Test func `one object that PowerShell writes for one row is a record`() throws {
    let path = scratch.write(
      "t.json", utf16("{\r\n    \"a\":  \"x\",\r\n    \"b\":  \"1\"\r\n}\r\n", isBigEndian: false))
    #expect(try outcome([path]).get() == [["x", "1"]])
  }

  // MARK: Text

  private static let log =
    "#Software: IIS\n#Fields: date time c-ip\n2026-11-22 05:10:00 192.0.2.1\r\n\n12\nlast, \"line\" \\"

  @Test(arguments: ["iis.log", "iis.txt", "iis.log.gz"])
  func `lines of a text that is nothing else are rows of one column`(name: String) throws {
    let bytes = Array(Self.log.utf8)
    let path = scratch.write(name, name.hasSuffix("gz") ? gzip(bytes) : bytes)
    for chunkByteCount in [1, 3, 4096] {
      var options = IngestOptions()
      options.limits.chunkByteCount = chunkByteCount
      let source = try IngestSource([path], options: options)
      #expect(source.tables[0].name == "iis")
      #expect(source.tables[0].schema.description == "(Line:string)")
      #expect(
        try rows(of: source.tables[0]) == [
          ["#Software: IIS"], ["#Fields: date time c-ip"], ["2026-11-22 05:10:00 192.0.2.1"], ["12"],
          ["last, \"line\" \\"],
        ])
    }
  }

  @Test(arguments: [
    "[2026-11-22 05:10] started\n[2026-11-22 05:11] stopped\n",
    "server started, listening on port 80\nstopped, by a user\n",
    "a,b\nonly one\n", "{not json} at all\nx\n",
  ])
  func `text is told from what it resembles`(text: String) throws {
    let found = try outcome([scratch.write("t.log", text)]).get()
    #expect(found == text.split(separator: "\n").map { [String($0)] })
  }

  @Test func `any file is text if the user says so`() throws {
    let path = scratch.write("t.json", "{\"a\":1}\n")
    #expect(try outcome([path], options: options { $0.format = .text }).get() == [["{\"a\":1}"]])
  }

  @Test func `lines that are no text are malformed`() throws {
    let path = scratch.write("t.log", Array("good line\nbad \u{0} line\n".utf8) + [0x80, 0x0a] + Array("end\n".utf8))
    #expect(
      message(outcome([path], options: options { $0.format = .text })) == "\(path):2:5: a NUL byte is not expected here"
    )
    var skipping = options { $0.format = .text }
    skipping.skipsBadRecords = true
    #expect(try outcome([path], options: skipping).get() == [["good line"], ["end"]])
  }

  @Test(arguments: InputFormatName.allCases)
  func `a form that the input does not have is refused or reported`(form: InputFormatName) throws {
    let path = scratch.write("t.bin", "\u{1}\u{2}= nothing of the kind\n")
    guard form != .text, form != .csv else { return }
    let found = outcome([path], options: options { $0.format = form })
    if case .success(let rows) = found { Issue.record("\(form.rawValue) gave \(rows)") }
  }

  @Test func `other delimiters and the line that spreadsheets put in front are known`() throws {
    #expect(try outcome([scratch.write("s.csv", "a;b\n1;\"x,y\"\n")]).get() == [["1", "x,y"]])
    #expect(try outcome([scratch.write("p.csv", "sep=|\r\na|b\r\n1|2\r\n")]).get() == [["1", "2"]])
  }
}
