import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct DelimitedTests {
  private let scratch = Scratch()

  private func read(_ text: String, skipsBad: Bool = false) -> Result<[[String]], ExecutionError> {
    var options = IngestOptions()
    options.skipsBadRecords = skipsBad
    options.limits.chunkByteCount = 16
    return outcome([scratch.write("t.csv", text)], "t", options: options)
  }

  @Test func `reads every kind of quoting`() throws {
    let lines = [
      #"a,b,c"#, #"plain,"quoted","with, comma""#, #""with ""quotes""","over"#, #"two lines","""#, ",,",
      "\"\",\"x\",\" y \"\r", #"é,漢,"😀""#,
    ]
    let text = lines.joined(separator: "\n")
    #expect(
      try read(text).get() == [
        ["plain", "quoted", "with, comma"], ["with \"quotes\"", "over\ntwo lines", ""], ["", "", ""], ["", "x", " y "],
        ["é", "漢", "😀"],
      ])
  }

  @Test(arguments: [
    ("1,", ["1", ""]), ("1,\"\"", ["1", ""]), ("\"1\",\"2\"", ["1", "2"]), ("\"a\"\"b\",\"\"\"\"", ["a\"b", "\""]),
    ("\"a,b\",\"\"\"c\"\"\"", ["a,b", "\"c\""]), ("\"a\r\nb\",\"c\n\n\"", ["a\r\nb", "c\n\n"]),
    (" a , b ", [" a ", " b "]),
    ("a'b,c;d", ["a'b", "c;d"]), ("\\\",\\", ["", ""]), ("\"\\\",\"\\n\"", ["\\", "\\n"]),
    ("\t,\u{b}", ["\t", "\u{b}"]),
    ("x\ry,z", ["x\ry", "z"]), ("é,\"日\"\"本\"", ["é", "日\"本"]),
  ])
  func `reads a row by RFC 4180, ended in any way`(row: String, fields: [String]) throws {
    // A backslash is no escape, so the quote behind one stands within a field that is not quoted.
    guard row != "\\\",\\" else {
      if case .success(let rows) = read("a,b\n\(row)\n") { Issue.record("\(rows)") }
      return
    }
    for end in ["", "\n", "\r\n", "\n\n", "\r\n\r\n"] {
      #expect(try read("a,b\n\(row)\(end)").get() == [fields], "\(end.debugDescription)")
      #expect(try read("a,b\r\n\(row)\r\n\(row)\(end)").get() == [fields, fields])
    }
  }

  @Test(arguments: [
    ("a,b\n1\n", "2:1: the row has 1 fields, the header 2"),
    ("a,b\n1,2,3\n", "2:1: the row has 3 fields, the header 2"),
    ("a,b\nx\"y,2\n", "2:2: a quote within a field that is not quoted"),
    ("a,b\n\"x\"y,2\n", "2:4: a closing quote must be followed"),
    ("a,b\nx,y\n1,\"open\n", "3:3: the quoted field never ends"), ("a,b\n1,\u{0}\n", "2:3: a NUL byte"),
  ])
  func `names line and column of a malformed row`(text: String, reason: String) {
    guard case .failure(let error) = read(text) else {
      Issue.record("was read: \(text)")
      return
    }
    #expect(error.message.contains(":\(reason)"), "\(error.message)")
  }

  @Test func `a quote that never closes costs its line`() throws {
    let text = "a,b\n1,x\n2,\"open\n3,y\n4,z\n"
    #expect(try read(text, skipsBad: true).get() == [["1", "x"], ["3", "y"], ["4", "z"]])
  }

  @Test func `skipping goes on behind the whole bad row`() throws {
    let text = "a,b\n1,x\n\"2\"q,\"more\nlines\"\n3,y\n"
    #expect(try read(text, skipsBad: true).get() == [["1", "x"], ["3", "y"]])
  }

  @Test func `finds types`() throws {
    let text = """
      i,r,b,t,s,code,e
      1,1.5,true,2026-01-02 03:04:05,x,007,
      -2,3,False,2026-01-02T03:04:05Z,,0123,

      """
    let source = try IngestSource([scratch.write("t.csv", text)])
    #expect(
      source.tables[0].schema.description
        == "(i:long, r:real, b:bool, t:datetime, s:string, code:string, e:string)")
    #expect(
      try rows(of: source.tables[0]) == [
        ["1", "1.5", "True", "2026-01-02T03:04:05.0000000Z", "x", "007", ""],
        ["-2", "3.0", "False", "2026-01-02T03:04:05.0000000Z", "", "0123", ""],
      ])
  }

  @Test func `a declared schema takes columns by name and gives null for what does not convert`() throws {
    let path = scratch.write("t.csv", "b,a,x\n1,one,9\nzwei,2,9\n,,\n")
    let schema = Schema([Field("a", .string), Field("b", .long), Field("c", .dynamic), Field("d", .guid)])
    let table = try CSVTable(file: path, schema: schema)
    #expect(try rows(of: table) == [["one", "1", "", ""], ["2", "", "", ""], ["", "", "", ""]])
  }

  @Test func `names every column once`() throws {
    let source = try IngestSource([scratch.write("t.csv", "a,a,,a\n1,2,3,4\n")])
    #expect(source.tables[0].schema.names == ["a", "a1", "Column3", "a2"])
  }

  @Test func `reads tab-separated text with a header, quotes being text where they do not quote`() throws {
    let path = scratch.write("t.tsv", "a\tb\n1\tsay \"x\"\n2\t\"y\"\n")
    #expect(try outcome([path]).get() == [["1", "say \"x\""], ["2", "\"y\""]])
    let odd = scratch.write("odd.tsv", "a\tb\n1\t\"x\" and\ty\n".replacing(" and\t", with: " and "))
    #expect(try outcome([odd]).get() == [["1", "\"x\" and y"]])
    let open = scratch.write("open.tsv", "a\tb\n1\t\"x\n2\ty\n")
    #expect(try outcome([open]).get() == [["1", "\"x"], ["2", "y"]])
    let headless = scratch.write("u.tsv", "192.0.2.1\t5\n192.0.2.1\t5\n")
    if case .failure(let error) = outcome([headless]) {
      #expect(error.message.contains("no header"))
    } else {
      Issue.record("a row was taken for a header")
    }
  }

  @Test func `reads quoted tab-separated text, as spreadsheets and other writers make it`() throws {
    let text = "\"n\"\t\"say, what\"\r\n\"1\"\t\"two\r\nlines, a \"\"quote\"\" and a\ttab\"\r\n2\tplain\r\n"
    for name in ["t.tsv", "t.txt.csv"] {
      let source = try IngestSource([scratch.write(name, text)])
      #expect(source.tables[0].schema.names == ["n", "say, what"])
      #expect(
        try rows(of: source.tables[0]) == [["1", "two\r\nlines, a \"quote\" and a\ttab"], ["2", "plain"]])
    }
  }

  @Test func `finds the delimiter outside of quotes`() throws {
    let source = try IngestSource([scratch.write("t.csv", "\"a, b\";c\n1;2\n")])
    #expect(source.tables[0].schema.names == ["a, b", "c"])
  }
}
