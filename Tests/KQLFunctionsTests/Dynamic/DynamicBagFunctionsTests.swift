import KQLFunctions
import KQLTypes
import Testing

@Suite struct DynamicBagFunctionsTests {
  let bag = json(#"{"k1":123,"k2":{"p1":"abc","p2":"xyz"},"k3":[100]}"#)

  @Test func `lists its own keys`() throws {
    #expect(try call("bag_keys", bag) == json(#"["k1","k2","k3"]"#))
    #expect(try call("bag_keys", json("{}")) == json("[]"))
    #expect(try call("bag_keys", json("[1]")).isNull)
  }

  @Test func `keeps the first value of a merged key`() throws {
    #expect(
      try call("bag_merge", json(#"{"a":1}"#), json("null"), json(#"{"b":2,"a":3}"#), json(#"{"b":4}"#))
        == json(#"{"a":1,"b":2}"#))
    #expect(try call("bag_merge", json("null"), json("[1]")).isNull)
  }

  @Test(arguments: [
    ("k1", true), ("k", false), ("$.k1", true), ("$.k2.p1", true), ("$.k2.p3", false), ("$['k2']['p2']", true),
    ("p1", false), ("$.k3[0]", false),
  ])
  func `looks for keys`(key: String, expected: Bool) throws {
    #expect(try call("bag_has_key", bag, .string(key)) == .bool(expected))
  }

  @Test func `sets keys`() throws {
    #expect(try call("bag_set_key", json(#"{"a":1}"#), .string("a"), .string("x")) == json(#"{"a":"x"}"#))
    #expect(try call("bag_set_key", json(#"{"a":1}"#), .string("b"), .null(.long)) == json(#"{"a":1,"b":null}"#))
    #expect(try call("bag_set_key", json("{}"), .string("$.a.b"), .long(1)) == json(#"{"a":{"b":1}}"#))
    #expect(try call("bag_set_key", json("[]"), .string("a"), .long(1)).isNull)
    #expect(throws: ExecutionError.self) { try call("bag_set_key", bag, .string("$"), .long(1)) }
    #expect(throws: ExecutionError.self) { try call("bag_set_key", bag, .string("$.k3[0]"), .long(1)) }
  }

  @Test func `removes keys`() throws {
    #expect(
      try call("bag_remove_keys", bag, json(#"["$.k2.p1","k3","none",7]"#)) == json(#"{"k1":123,"k2":{"p2":"xyz"}}"#))
    #expect(try call("bag_remove_keys", bag, json("null")) == bag)
    #expect(try call("bag_remove_keys", json("1"), json("[]")).isNull)
  }

  @Test func `zips keys with values`() throws {
    #expect(try call("bag_zip", json(#"["a",8,"b"]"#), json("[1,2,2.5,4]")) == json(#"{"a":1,"b":2.5}"#))
    #expect(try call("bag_zip", json(#"["a","b"]"#), json("[1]")) == json(#"{"a":1,"b":null}"#))
    #expect(try call("bag_zip", json(#"["a"]"#), json("1")) == json(#"{"a":null}"#))
    #expect(try call("bag_zip", json(#""a""#), json("[1]")).isNull)
  }

  @Test func `packs names and values`() throws {
    for name in ["pack", "bag_pack", "pack_dictionary", "bag_pack_columns"] {
      #expect(
        try call(name, .string("a"), .int(1), .string("b"), .null(.datetime), .string("c"), json("[1]"))
          == json(#"{"a":1,"b":null,"c":[1]}"#))
    }
    #expect(
      try call("pack_all", .bool(true), .string("a"), .string(""), .string("b"), .long(1), .string("c"), .null(.long))
        == json(#"{"b":1}"#))
    #expect(
      try call("pack_all", .bool(false), .string("a"), .string(""), .string("b"), .null(.long))
        == json(#"{"a":"","b":null}"#))
  }
}
