import KQLTypes
import Testing

@Suite struct JSONTextTests {
  @Test(arguments: [
    ("null", DynamicValue.null), (" true ", .bool(true)), ("-0", .long(0)), ("12", .long(12)), ("1.0", .real(1)),
    ("1e2", .real(100)), ("9223372036854775807", .long(.max)), ("9223372036854775808", .real(0x1p63)),
    ("[]", .array([])), ("{ }", .bag(DynamicBag())),
    ("[1 , [ ] ,{}]", .array([.long(1), .array([]), .bag(DynamicBag())])),
    (#""a\u00e9\n\"\ud83d\ude00""#, .string("aé\n\"😀")), (#""\ud83d""#, .string("\u{fffd}")),
    (#""\ud83dA""#, .string("\u{fffd}A")),
    (
      #"{"a":1,"b":{"c":[2]},"a":3}"#,
      .bag(DynamicBag([("a", .long(3)), ("b", .bag(DynamicBag([("c", .array([.long(2)]))])))]))
    ),
  ])
  func `reads`(text: String, expected: DynamicValue) throws {
    #expect(try JSONText.parse(text) == expected)
  }

  @Test(arguments: [
    "", " ", "nul", "truex", "[1,]", "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}", "'a'", "01", "1.",
    ".5",
    "+1", "1e", "--1", "-", "[1 2]", "[1", #"{"a":1"#, #"""#, "\"\t\"", #""\x""#, #""\u12g4""#, #""\u12"#, "1 2", "]",
    "NaN",
  ])
  func `refuses what is not JSON`(text: String) {
    #expect(throws: JSONText.ParseError.self) { try JSONText.parse(text) }
  }

  @Test func `limits depth without recursion`() throws {
    let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(JSONText.string(try JSONText.parse(deepest)) == deepest)
    let tooDeep = String(repeating: #"{"a":"#, count: 1_000_000)
    #expect(throws: JSONText.ParseError(reason: .tooDeep, offset: 512 * 5)) { try JSONText.parse(tooDeep) }
  }

  @Test func `writes compactly and reads back`() throws {
    let text = #"{"a":[1,2.5,"x\\y\u0001",null,true],"b":{},"":"é😀"}"#
    #expect(JSONText.string(try JSONText.parse(text)) == text)
    #expect(
      JSONText.string(.array([.datetime(0), .timespan(1), .guid(1), .real(.nan), .decimal(2)])).hasPrefix(
        "[\"0001-01-01T"))
  }

  @Test func `keeps many properties apart`() throws {
    let text = "{" + (0..<5_000).map { "\"k\($0 % 4_000)\":\($0)" }.joined(separator: ",") + "}"
    let bag = try #require(try JSONText.parse(text).bag)
    #expect(bag.count == 4_000)
    #expect(bag["k0"] == .long(4_000))
    #expect(bag.keys.first == "k0" && bag.keys.last == "k3999")
  }

  @Test func `survives every cut and flipped byte`() {
    let bytes = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",null,true],"b":{"c":false}}"#.utf8)
    for count in 0..<bytes.count {
      bytes.prefix(count).withContiguousStorageIfAvailable { _ = try? JSONText.parse($0) }
      for flip: UInt8 in [1, 4, 0x20, 0x80] {
        var changed = bytes
        changed[count] ^= flip
        changed.withUnsafeBufferPointer { _ = try? JSONText.parse($0) }
      }
    }
  }
}
