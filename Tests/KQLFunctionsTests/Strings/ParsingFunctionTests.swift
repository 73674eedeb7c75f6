import KQLFunctions
import KQLTypes
import Testing

@Suite struct ParsingFunctionTests {
  @Test(arguments: [
    (#"C:\temp\file.txt"#, "", "C:", #"C:\temp"#, "temp", "file.txt", "txt", ""),
    (#"temp\file.txt"#, "", "", "temp", "temp", "file.txt", "txt", ""),
    ("file://C:/temp/file.txt:some.exe", "file", "C:", "C:/temp", "temp", "file.txt", "txt", "some.exe"),
    (#"\\shared\users\temp\file.txt.gz"#, "", "", #"\\shared\users\temp"#, "temp", "file.txt.gz", "gz", ""),
    ("/usr/lib/temp/file.txt", "", "", "/usr/lib/temp", "temp", "file.txt", "txt", ""),
    ("", "", "", "", "", "", "", ""), ("plain", "", "", "", "", "plain", "", ""),
  ])
  func path(
    text: String, scheme: String, root: String, directory: String, name: String, file: String, fileExtension: String,
    stream: String
  ) throws {
    let expected = DynamicBag([
      ("Scheme", .string(scheme)), ("RootPath", .string(root)), ("DirectoryPath", .string(directory)),
      ("DirectoryName", .string(name)), ("Filename", .string(file)), ("Extension", .string(fileExtension)),
      ("AlternateDataStreamName", .string(stream)),
    ])
    #expect(try Calls.call("parse_path", [.string(text)], to: .dynamic) == .dynamic(.bag(expected)))
  }

  @Test(arguments: [
    ("parse_csv", #"aa,"b,b,b",cc,"Escaping ""quotes""",""#, #"["aa","b,b,b","cc","Escaping \"quotes\"",""]"#),
    ("parse_csv", "a,\"x\ny\"\nsecond,record", #"["a","x\ny"]"#), ("parse_csv", "", #"[""]"#),
    (
      "parse_url", "scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment",
      #"{"Scheme":"scheme","Host":"host","Port":"1234","Path":"/this/is/a/path","Username":"username","Password":"password","Query Parameters":{"k1":"v1","k2":"v2"},"Fragment":"fragment"}"#
    ),
    (
      "parse_url", "https://[::1]:80/",
      #"{"Scheme":"https","Host":"[::1]","Port":"80","Path":"/","Username":"","Password":"","Query Parameters":{},"Fragment":""}"#
    ),
    ("parse_urlquery", "k1=v1&k2=v2&k3=v3", #"{"Query Parameters":{"k1":"v1","k2":"v2","k3":"v3"}}"#),
    ("parse_xml", "<e/>", #"{"e":null}"#), ("parse_xml", "<e>text</e>", #"{"e":"text"}"#),
    ("parse_xml", #"<e name="value" />"#, #"{"e":{"@name":"value"}}"#),
    ("parse_xml", #"<e name="value">text</e>"#, ##"{"e":{"@name":"value","#text":"text"}}"##),
    ("parse_xml", "<e> <a>text</a> <b>text</b> </e>", #"{"e":{"a":"text","b":"text"}}"#),
    ("parse_xml", "<e> <a>text</a> <a>text</a> </e>", #"{"e":{"a":["text","text"]}}"#),
    (
      "parse_xml",
      "<?xml version=\"1.0\"?><!-- c --><!DOCTYPE e [<!ENTITY a \"b\">]><e>a &lt;&#65; <![CDATA[<b>]]></e>",
      #"{"e":"a <A <b>"}"#
    ),
    ("parse_xml", "<e><a></e>", "null"), ("parse_xml", "no xml", "null"), ("parse_xml", "<e>&unknown;</e>", "null"),
    ("parse_xml", "<e", "null"), ("parse_xml", "<a/><b/>", "null"),
  ])
  func structured(name: String, text: String, expected: String) throws {
    #expect(try Calls.call(name, [.string(text)], to: .dynamic) == .json(expected))
  }

  @Test(arguments: [
    (#"echo "hello world!""#, ["echo", "hello world!"]), (#"a\\b d"e f"g h"#, [#"a\\b"#, "de fg", "h"]),
    (#"p a\\\"b c d"#, ["p", #"a\"b"#, "c", "d"]), (#"p a\\\\"b c" d e"#, ["p", #"a\\b c"#, "d", "e"]),
    (#""C:\Program Files\x.exe" -a"#, [#"C:\Program Files\x.exe"#, "-a"]), (#"p """#, ["p", ""]),
    (#"p "a""b" c"#, ["p", #"a"b c"#]), (" p", ["", "p"]),
  ])
  func commandLine(text: String, expected: [String]) throws {
    let result = try Calls.call("parse_command_line", [.string(text), "Windows"], to: .dynamic)
    #expect(result == .dynamic(.array(expected.map { .string($0) })))
  }

  @Test(
    arguments: [
      ("0.0.0.5", "5"), ("0.0.7.0", "700000000"), ("0.2", "20000000000000000"),
      ("1.2.3.4", "1000000020000000300000004"),
      ("1", "1000000000000000000000000"), ("99999999.99999999.99999999.99999999", "99999999999999999999999999999999"),
      ("1.2.3.4.5", nil), ("", nil), ("1..2", nil), ("123456789", nil), ("v1", nil),
    ] as [(String, String?)])
  func version(text: String, expected: String?) throws {
    let result = try Calls.call("parse_version", [.string(text)], to: .decimal)
    #expect(result == (expected.flatMap { KQLDecimal($0) }.map { .decimal($0) } ?? .null(.decimal)))
  }

  // Deeply nested and very repetitive documents must neither overflow the stack nor take quadratic time.
  @Test func `XML of any shape ends`() throws {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(try Calls.call("parse_xml", [.string(deep)], to: .dynamic).isNull)
    let many = "<r>" + (0..<60_000).map { "<n\($0)/>" }.joined() + "</r>"
    #expect(try !Calls.call("parse_xml", [.string(many)], to: .dynamic).isNull)
  }
}
