import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

@Suite struct DynamicFunctionsTests {
  @Test(arguments: [
    (#"{"a":1,"b":null}"#, "a", "1"), (#"{"a":1}"#, "A", "null"), (#"{"a":1}"#, "", "null"), ("[1]", "a", "null"),
    ("null", "a", "null"), (#""a""#, "a", "null"),
  ])
  func `reads members`(value: String, name: String, expected: String) throws {
    #expect(try call("getmember", json(value), .string(name)) == json(expected))
    #expect(try call("getelement", json(value), .string(name)) == json(expected))
  }

  @Test(arguments: [
    ("[1,2,3]", Int64(0), "1"), ("[1,2,3]", 2, "3"), ("[1,2,3]", 3, "null"), ("[1,2,3]", -1, "3"),
    ("[1,2,3]", -3, "1"), ("[1,2,3]", -4, "null"), ("[1,2,3]", .min, "null"), ("[1,2,3]", .max, "null"),
    (#"{"a":1}"#, 0, "null"), ("[]", 0, "null"), ("[]", -1, "null"),
  ])
  func `reads elements`(value: String, index: Int64, expected: String) throws {
    #expect(try call("getelement", json(value), .long(index)) == json(expected))
  }

  @Test func `finds members in bags of different layouts`() throws {
    let bags = [#"{"a":1,"b":2}"#, #"{"b":3}"#, "null", #"{"c":0,"a":5,"b":6}"#, "[]"].map(json)
    let site = CallSite(
      name: "getmember", argumentTypes: [.dynamic, .string], constants: [nil, .string("b")], resultType: .dynamic,
      now: 0)
    let function = try #require(FunctionRegistry.standard.scalar("getmember"))
    let result = try function.prepare(site)([.column(Column(bags, type: .dynamic)), .constant(.string("b"))], 5)
    #expect((0..<5).map { result[$0] } == [json("2"), json("3"), json("null"), json("6"), json("null")])
  }

  @Test func `lists the paths of a value once`() throws {
    let value = json(#"{"a":[100,"x",{"y":1},{"y":2}],"b":{"c":null}}"#)
    #expect(try call("treepath", value) == json(#"["['a']","['a'][0]","['a'][0]['y']","['b']","['b']['c']"]"#))
    #expect(try call("treepath", json("1")).isNull)
  }

  @Test func `writes JSON with sorted names`() throws {
    let value = json(#"{"b":{"z":1,"a":[{"y":1,"x":2}]},"A1":"s","A":1.5}"#)
    #expect(
      try call("dynamic_to_json", value) == .string(#"{"A":1.5,"A1":"s","b":{"a":[{"x":2,"y":1}],"z":1}}"#))
    #expect(try call("dynamic_to_json", .long(5)) == .string("5"))
  }
}

@Suite struct JSONFunctionsTests {
  @Test func `keeps text that is not JSON as a string`() throws {
    for name in ["parse_json", "todynamic", "toobject", "parsejson"] {
      #expect(try call(name, .string(#"{"a":[1]}"#)) == json(#"{"a":[1]}"#))
      #expect(try call(name, .string("{a:1}")) == .dynamic(.string("{a:1}")))
      #expect(try call(name, .string("")).isNull)
      #expect(try call(name, json(#"{"a":1}"#)) == json(#"{"a":1}"#))
    }
  }

  @Test func `parses each entry of a dictionary`() throws {
    let heap = StringHeap(isDistinct: true)
    for text in ["[1]", "x", ""] { heap.append(text) }
    let column = Column.string(StringColumn(heap: heap, codes: [1, 0, 2, 0, 1]))
    let site = CallSite(
      name: "parse_json", argumentTypes: [.string], constants: [nil], resultType: .dynamic, now: 0)
    let result = try #require(FunctionRegistry.standard.scalar("parse_json")).prepare(site)([.column(column)], 5)
    let string = ScalarValue.dynamic(.string("x"))
    #expect((0..<5).map { result[$0] } == [string, json("[1]"), json("null"), json("[1]"), string])
  }

  @Test(arguments: [
    ("$.a.b[1]", "two"), ("$['a'].b[0]", "1"), (#"$["x.y"]"#, "true"), ("$.a", #"{"b":[1,"two"]}"#), ("$.a.b[2]", ""),
    ("$.n", ""), ("$.a.b.c", ""), ("$.missing", ""),
  ])
  func `extracts by path`(path: String, expected: String) throws {
    let text = ScalarValue.string(#"{"a":{"b":[1,"two"]},"x.y":true,"n":null}"#)
    #expect(try call("extract_json", .string(path), text, resultType: .string).string == expected)
  }

  @Test func `extracts as a type`() throws {
    let text = ScalarValue.string(#"{"n":"12","r":1.5}"#)
    #expect(try call("extractjson", .string("$.n"), text, resultType: .long) == .long(12))
    #expect(try call("extractjson", .string("$.r"), text, resultType: .real) == .real(1.5))
    #expect(try call("extractjson", .string("$.x"), text, resultType: .real).isNull)
    #expect(try call("extractjson", .string("$.r"), .string("nonsense"), resultType: .real).isNull)
  }

  @Test(arguments: ["", "a", "$.", "$..a", "$.*", "$[*]", "$[", "$['a'", "$[-1]", "$[99999999999999999999]", "$x"])
  func `refuses paths that are not supported`(path: String) {
    #expect(throws: ExecutionError.self) {
      try call("extract_json", .string(path), .string("{}"), resultType: .string)
    }
  }
}

extension JSONFunctionsTests {
  // Damaged copies of one text meet every way in which text can fail to be JSON.
  @Test(arguments: ["$", "$.a", "$.a.b[1]", "$['k\"']", "$.e[2].x", "$.n"])
  func `extracts what parsing the whole text would give`(path: String) throws {
    let text = #"{"a":{"b":[1,"tw\u006f\n",true]},"k\"":{"y":-1.5e+2},"e":[[],{},{"x":null}],"a":{"b":[0,12]},"n":0}"#
    var generator = Generator(state: 11)
    for round in 0..<500 {
      var bytes = Array(text.utf8)
      if round > 0 {
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes.remove(at: place)
          case 1: bytes[place] = Array(#"{}[],:"\ 0-e.tfnu"#.utf8).randomElement(using: &generator) ?? 0
          default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
          }
        }
      }
      let damaged = ScalarValue.string(String(decoding: bytes, as: UTF8.self))
      let whole = try call("parse_json", damaged)
      let expected = try steps(path).reduce(whole) { value, step in try call("getelement", value, step) }
      let found = try call("extract_json", .string(path), damaged, resultType: .dynamic)
      // Text that is not JSON is a string to one and nothing to the other.
      if case .dynamic(.string(let text)) = whole, damaged == .string(text) {
        #expect(found.isNull)
        continue
      }
      #expect(found == expected, "round \(round): \(damaged)")
    }
  }

  private func steps(_ path: String) -> [ScalarValue] {
    switch path {
    case "$.a": [.string("a")]
    case "$.a.b[1]": [.string("a"), .string("b"), .long(1)]
    case "$['k\"']": [.string("k\"")]
    case "$.e[2].x": [.string("e"), .long(2), .string("x")]
    case "$.n": [.string("n")]
    default: []
    }
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }
}
