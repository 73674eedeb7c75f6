import KQLFunctions
import KQLTypes
import Testing

@Suite struct NetworkFunctionTests {
  @Test(
    arguments: [
      ("192.168.1.1", 3_232_235_777), ("192.168.1.1/24", 3_232_235_776), ("255.255.255.255/31", 4_294_967_294),
      ("1.2.3.4/0", 0), ("1.2.3.256", nil), ("1.2.3", nil), ("1.2.3.4.5", nil), ("1.2.3.4/33", nil), ("1.2.3.4/", nil),
      (" 1.2.3.4", nil), ("", nil), ("1..3.4", nil), ("0001.2.3.4", nil), ("1.2.3.4/24x", nil),
    ] as [(String, Int64?)])
  func parseIPv4(text: String, expected: Int64?) throws {
    #expect(
      try Calls.call("parse_ipv4", [.string(text)], to: .long) == (expected.map { .long($0) } ?? .null(.long)))
  }

  @Test(arguments: [
    ("192.168.255.255", "0000:0000:0000:0000:0000:ffff:c0a8:ffff"),
    ("192.168.255.255/24", "0000:0000:0000:0000:0000:ffff:c0a8:ff00"),
    ("::192.168.255.255/24", "0000:0000:0000:0000:0000:0000:c0a8:ff00"),
    ("fe80::85d:e82c:9446:7994", "fe80:0000:0000:0000:085d:e82c:9446:7994"),
    ("::", "0000:0000:0000:0000:0000:0000:0000:0000"),
    ("1::", "0001:0000:0000:0000:0000:0000:0000:0000"), ("1:2:3:4:5:6:7:8", "0001:0002:0003:0004:0005:0006:0007:0008"),
    ("1:2:3:4:5:6:7:8:9", ""), ("1:::2", ""), ("1::2::3", ""), ("12345::", ""), ("1:", ""), (":1", ""), ("::1/129", ""),
    ("1:2:3:4:5:6:7::8", ""), ("::ffff:1.2.3.4", "0000:0000:0000:0000:0000:ffff:0102:0304"), ("fe80::1%eth0", ""),
    ("", ""),
  ])
  func parseIPv6(text: String, expected: String) throws {
    #expect(try Calls.call("parse_ipv6", [.string(text)], to: .string) == .string(expected))
  }

  @Test(
    arguments: [
      ("ipv4_compare", ["192.168.1.1", "192.168.1.0", 31], 0), ("ipv4_compare", ["192.168.1.1", "192.168.1.255"], -1),
      ("ipv4_compare", ["192.168.1.255", "192.168.1.1"], 1),
      ("ipv4_compare", ["192.168.1.1/24", "192.168.1.255", 31], 0),
      ("ipv4_compare", ["x", "192.168.1.255"], nil), ("ipv4_compare", ["1.2.3.4", "1.2.3.4", 33], nil),
      ("ipv6_compare", ["192.168.1.1", "::ffff:c0a8:0101"], 0),
      ("ipv6_compare", ["::192.168.1.1/30", "192.168.1.255/24"], 0),
      ("ipv6_compare", ["fe80::1", "fe80::2"], -1), ("ipv6_compare", ["fe80::1", "fe80::2", 120], 0),
      ("ipv4_netmask_suffix", ["10.1.2.3/24"], 24), ("ipv4_netmask_suffix", ["10.1.2.3"], 32),
      ("parse_ipv4_mask", ["127.0.0.1", 24], 2_130_706_432), ("parse_ipv4_mask", ["127.0.0.1", -1], nil),
    ] as [(String, [ScalarValue], Int64?)])
  func number(name: String, arguments: [ScalarValue], expected: Int64?) throws {
    #expect(try Calls.call(name, arguments, to: .long) == (expected.map { .long($0) } ?? .null(.long)))
  }

  @Test(
    arguments: [
      ("ipv4_is_private", ["10.1.2.3"], true), ("ipv4_is_private", ["192.168.1.1/24"], true),
      ("ipv4_is_private", ["172.32.0.1"], false), ("ipv4_is_private", ["127.0.0.1"], false),
      ("ipv4_is_private", ["x"], nil),
      ("ipv4_is_in_range", ["192.168.1.6", "192.168.1.1/24"], true),
      ("ipv4_is_in_range", ["192.168.1.1", "192.168.1.1"], true),
      ("ipv4_is_in_range", ["192.168.1.1", "nonsense"], nil),
      ("ipv4_is_in_any_range", ["10.0.0.9", "192.168.1.1/24", "10.0.0.1/8"], true),
      ("ipv4_is_in_any_range", ["11.0.0.9", .array("192.168.1.1/24", "10.0.0.1/8")], false),
      (
        "ipv6_is_in_range", ["a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0/112"], true
      ),
      ("ipv6_is_match", ["::ffff:c0a8:0101", "192.168.1.1"], true),
      ("has_ipv4", ["05:04:54 127.0.0.1 GET", "127.0.0.1"], true),
      ("has_ipv4", ["05:04:54127.0.0.1 GET", "127.0.0.1"], false),
      ("has_ipv4", ["05:04:54 127.0.0.256 GET", "127.0.0.256"], false),
      ("has_ipv4", ["127.0.0.12", "127.0.0.1"], false),
      ("has_ipv4_prefix", ["05:04:54 127.0.0.1 GET", "127.0."], true),
      ("has_ipv4_prefix", ["127.0.0.1", "127.0"], false),
      ("has_ipv4_prefix", ["127.0.0.256", "127.0."], false),
      ("has_any_ipv4", ["[10.0.0.1]", .array("1.1.1.1", "10.0.0.1")], true),
      ("has_any_ipv4_prefix", ["at 10.0.0.1", "1.", "10."], true),
    ] as [(String, [ScalarValue], Bool?)])
  func condition(name: String, arguments: [ScalarValue], expected: Bool?) throws {
    #expect(try Calls.call(name, arguments, to: .bool) == (expected.map { .bool($0) } ?? .null(.bool)))
  }

  @Test(
    arguments: [
      ("format_ipv4", ["192.168.1.1", 24], "192.168.1.0"), ("format_ipv4", ["192.168.1.1/24", 32], "192.168.1.0"),
      ("format_ipv4", [3_232_236_031, 24], "192.168.1.0"), ("format_ipv4", ["192.168.1.1/24", -1], ""),
      ("format_ipv4_mask", ["192.168.1.1/24", 32], "192.168.1.0/24"), ("format_ipv4", [-1], ""),
      ("parse_ipv6_mask", ["192.168.255.255", 120], "0000:0000:0000:0000:0000:ffff:c0a8:ff00"),
      ("parse_ipv6_mask", ["fe80::85d:e82c:9446:7994/120", 124], "fe80:0000:0000:0000:085d:e82c:9446:7900"),
    ] as [(String, [ScalarValue], String)])
  func text(name: String, arguments: [ScalarValue], expected: String) throws {
    #expect(try Calls.call(name, arguments, to: .string) == .string(expected))
  }

  @Test(arguments: [
    ("1.1.128.0", "1.1.140.255", #"["1.1.128.0/21","1.1.136.0/22","1.1.140.0/24"]"#),
    ("0.0.0.0", "255.255.255.255", #"["0.0.0.0/0"]"#), ("1.1.1.1", "1.1.1.1", #"["1.1.1.1/32"]"#),
    ("1.1.1.3", "1.1.1.1", "null"),
  ])
  func cidrList(first: String, last: String, expected: String) throws {
    let result = try Calls.call("ipv4_range_to_cidr_list", [.string(first), .string(last)], to: .dynamic)
    #expect(try result == .json(expected))
  }
}
