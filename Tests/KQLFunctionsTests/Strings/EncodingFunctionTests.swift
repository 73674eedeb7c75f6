import KQLFunctions
import KQLTypes
import Testing

@Suite struct EncodingFunctionTests {
  @Test(arguments: [
    ("base64_encode_tostring", "Kusto", "S3VzdG8="), ("base64_encode_tostring", "", ""),
    ("base64_encode_tostring", "ab", "YWI="),
    ("base64_encode_tostring", "abc", "YWJj"), ("base64_decode_tostring", "S3VzdG8=", "Kusto"),
    ("base64_decode_tostring", "U3RyaW5n0KHR0tGA0L7Rh9C60LA=", ""), ("base64_decode_tostring", "S3VzdG8", ""),
    ("base64_decode_tostring", "====", ""), ("base64_decode_tostring", "YW=j", ""),
    ("url_encode", "https://www.bing.com/hello world/", "https%3a%2f%2fwww.bing.com%2fhello+world%2f"),
    ("url_encode_component", "https://www.bing.com/hello world/", "https%3a%2f%2fwww.bing.com%2fhello%20world%2f"),
    ("url_decode", "https%3a%2f%2fwww.bing.com%2f", "https://www.bing.com/"), ("url_decode", "100%", "100%"),
    ("url_decode", "a+b%20c%zz", "a b c%zz"), ("url_decode", "%c3%a9%ff", "é\u{fffd}"),
    ("punycode_from_string", "académie-française", "acadmie-franaise-npb1a"),
    ("punycode_to_string", "acadmie-franaise-npb1a", "académie-française"), ("punycode_to_string", "99999999999", ""),
    ("punycode_domain_to_string", "艺术.com", "xn--cqv902d.com"),
    ("punycode_domain_from_string", "xn--cqv902d.com", "艺术.com"),
    ("zlib_decompress_from_base64_string", "eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=", "Test string 123"),
    ("zlib_decompress_from_base64_string", "eJwLSS0uUSguKcrMS1cwNDIGACxqBQ8=", ""),
    ("zlib_decompress_from_base64_string", "x0x0x0", ""),
  ])
  func text(name: String, text: String, expected: String) throws {
    #expect(try Calls.call(name, [.string(text)], to: .string) == .string(expected))
  }

  @Test func guids() throws {
    let guid = try #require(GuidText.parse("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))
    #expect(try Calls.call("base64_encode_fromguid", [.guid(guid)], to: .string) == "8jMxriJurkmwahbmqbIS6w==")
    #expect(try Calls.call("base64_decode_toguid", ["8jMxriJurkmwahbmqbIS6w=="], to: .guid) == .guid(guid))
    #expect(try Calls.call("base64_decode_toguid", ["abcd1231"], to: .guid).isNull)
  }

  @Test(
    arguments: [
      ("hash_md5", "World", "f5a7924e621e84c9280a9a27e1bcb7f6"),
      ("hash_sha1", "World", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd"),
      ("hash_sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        "hash_sha256", .string(String(repeating: "a", count: 64)),
        "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
      ),
      ("hash_md5", .datetime(637_134_336_000_000_000), "786c530672d1f8db31fee25ea8a9390b"),
      ("hash_sha1", .datetime(637_134_336_000_000_000), "e903e533f4d636b4fc0dcf3cf81e7b7f330de776"),
    ] as [(String, ScalarValue, String)])
  func digest(name: String, value: ScalarValue, expected: String) throws {
    #expect(try Calls.call(name, [value], to: .string) == .string(expected))
  }

  @Test(
    arguments: [
      (["World"], 1_846_988_464_401_551_951), (["World", 100], 51), (["Hello"], 753_694_413_698_530_628),
      ([.datetime(635_556_672_000_000_000)], 1_380_966_698_541_616_202), (["World", 0], nil), ([.null(.long)], nil),
    ] as [([ScalarValue], Int64?)])
  func hash(arguments: [ScalarValue], expected: Int64?) throws {
    #expect(try Calls.call("hash", arguments, to: .long) == (expected.map { .long($0) } ?? .null(.long)))
  }

  // Made by gzip with its own Huffman codes, and by Kusto, which leaves bytes behind the end.
  @Test func `compressed text`() throws {
    let packed = """
      H4sIAAUAAAAA/z1USZLkQAj7UB7YE/rH/Y752GBE9sWOirAQWij6+fdLh/vJx/opp/qph6NfdsT75Ue/X3Gs5uuw+Tx5vmciIIQHwmaD4agBccWg\
      ZGZxj4zBSYJJxQanwYOzmddkxoOzBJ1LDc5vDC5mnp2Y336ugO/O93TSoKpmXuua+b0nLSHTbNCbskMfY8f2Q2ZpPqwB1lZlgPvTGTP4EzpONPwG\
      qDnHqYaXrliayXqEn7NCYBclG7gYQbH4TG6rguCxXAK75KAaXgzZislxlBVGt6FgVw1EqpbQrti5zb4CtzUN7FqBdI1Wu8ENOaYOy80S7BaCkO0G\
      bzVmMh2n9d05we4qSNrtQrvH9srvhfNest2ijbsZoD1sCxYevIkve2Ru5uTQfl/Lrhacvx5gv9eQ+63VnrxVS0nezrxuhyH3TIX2ou1bo+F8GYG9\
      gpB7JUF7D97Wddvo9c7oFS82+64gb/WYXvdYdMvXpdv2ccTWjzO3f8KvgKKyDRS3raDc2A5KrRWssi1kNUcUXZp3BVqCKrBxwI9eYKvI7czeu2W+\
      U2BBH9h1r5A3257ieRFKT5PdJXRL8QlaX6K2lHx5/wP42tvlYr+ecsvXl3zN/A4N8XBCb08pev9A9edLxdaTC/71cRHveQjB5z4vurrnuXn0fbJu\
      Rh08YRf5SDBFkK/8B1OqFPFJBQAA
      """
    let text = (0..<150).map { "\($0 * $0):é\($0 % 7)" }.joined(separator: ",")
    #expect(try Calls.call("gzip_decompress_from_base64_string", [.string(packed)], to: .string) == .string(text))
    let damaged = packed.replacing("9sWOirAQ", with: "9sWOirAR")
    #expect(try Calls.call("gzip_decompress_from_base64_string", [.string(damaged)], to: .string) == "")
    #expect(
      try Calls.call(
        "zlib_decompress_from_base64_string", ["eJwBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGd0xvZwAzAG5JZA=="], to: .string)
        == "1234567890qwertyuiop")
  }
}
