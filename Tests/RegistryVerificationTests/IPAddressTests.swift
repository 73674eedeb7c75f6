import RegistryVerification
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("203.0.113.10", "203.0.113.10"),
    (" 203.0.113.10\t", "203.0.113.10"),
    ("203.0.113.10:443", "203.0.113.10"),
    ("::ffff:203.0.113.10", "203.0.113.10"),
    ("::FFFF:cb00:710a", "203.0.113.10"),
    ("0:0:0:0:0:ffff:203.0.113.10", "203.0.113.10"),
    ("[::ffff:203.0.113.10]:50123", "203.0.113.10"),
    ("2001:DB8:0:0:0:0:0:7", "2001:db8::7"),
    ("2001:0db8:0012::0007", "2001:db8:12::7"),
    ("[2001:db8::7]", "2001:db8::7"),
    ("[2001:db8::7]:443", "2001:db8::7"),
    ("fe80::1%eth0", "fe80::1"),
    ("::", "::"),
    ("::1", "::1"),
    ("1::", "1::"),
    // One zero group stays, the first of equally long runs goes.
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:0:0:1:1:0:0:1", "2001::1:1:0:0:1"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
  ])
  func `writes every form of an address alike`(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
    #expect(IPAddress.canonicalText(text) == canonical)
  }

  @Test(arguments: [
    "", " ", "<nil>", "localhost", "203.0.113", "203.0.113.x", "203.0.113.256", "203.0.113.010", "203.0.113.10:",
    "203.0.113.10:70000", "203.0.113.10:4a", "1.2.3.4.5", "203.0.113.10/32", "::g", ":::", "1::2::3",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "1.2.3.4::", "[::1", "[::1]x", "[::1]:", "1:2:3:4:5:6:7:8::",
    ":1:2:3:4:5:6:7", "+1.2.3.4", "::+1", "٣.1.1.1",
  ])
  func `refuses what is no address`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `keeps text that is no address, without the spaces around it`() {
    #expect(IPAddress.canonicalText(" 203.0.113.x ") == "203.0.113.x")
  }

  @Test func `knows private networks`() {
    #expect(
      ["10.0.0.4", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1"].allSatisfy { IPAddress($0)!.isPrivate })
    #expect(["172.32.0.1", "11.0.0.1", "192.169.0.1", "2001:db8::1"].allSatisfy { !IPAddress($0)!.isPrivate })
  }
}

@Suite struct AddressRangeTests {
  @Test(arguments: [
    ("203.0.113.16/28", "203.0.113.16", "203.0.113.31", "203.0.113.32"),
    ("203.0.113.20/28", "203.0.113.16", "203.0.113.31", "203.0.113.15"),
    ("203.0.113.10", "203.0.113.10", "::ffff:203.0.113.10", "203.0.113.11"),
    ("::ffff:203.0.113.0/120", "203.0.113.0", "203.0.113.255", "203.0.114.0"),
    ("2001:db8:1::/48", "2001:db8:1::", "2001:db8:1:ffff:ffff:ffff:ffff:ffff", "2001:db8:2::"),
    ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "::1"),
    ("::/0", "::", "ffff::", "203.0.113.10"),
  ])
  func `contains its first and last address and no other`(range: String, first: String, last: String, beyond: String) {
    let range = AddressRange(range)!
    #expect(range.contains(IPAddress(first)!))
    #expect(range.contains(IPAddress(last)!))
    #expect(!range.contains(IPAddress(beyond)!))
  }

  @Test(arguments: ["203.0.113.16/33", "::/129", "203.0.113.0/", "203.0.113.0/-1", "/8", "::ffff:1.2.3.4/24", "a/8"])
  func `refuses prefixes that do not fit`(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test func `writes the first address and the prefix`() {
    #expect(AddressRange("203.0.113.20/28")!.description == "203.0.113.16/28")
    #expect(AddressRange("2001:DB8:0::/48")!.description == "2001:db8::/48")
    #expect(AddressRange("203.0.113.20/32")!.description == "203.0.113.20")
  }
}

@Suite struct GlobTests {
  @Test(arguments: [
    ("containerd/*", "containerd/1.7.22", true), ("containerd/*", "containerd/", true),
    ("containerd/*", "Containerd/1.7", false), ("containerd/*", "xcontainerd/1", false), ("*", "", true),
    ("", "", true), ("", "a", false), ("*b*", "abc", true), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false),
    ("a?c", "abc", false), ("a?c", "a?c", true), ("**", "x\ny", true), ("*ü", "Zürichü", true),
  ])
  func `matches the whole text`(pattern: String, text: String, expected: Bool) {
    #expect(Glob(pattern).matches(text) == expected)
  }
}
