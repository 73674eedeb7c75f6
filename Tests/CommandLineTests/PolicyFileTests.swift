import Foundation
import RegistryVerification
import Testing

@testable import CalypsoCLI

@Suite struct PolicyFileTests {
  static let yaml = """
    # Who may reach the registry.
    registry: [contoso.azurecr.io]
    window: 24h
    callers:
      - name: AKS
        addresses: [203.0.113.10, 203.0.113.16/28, "2001:db8:1::/48"]
        identities: [22222222-2222-2222-2222-222222222222]   # optional
        userAgents: ["containerd/*"]
        operations:
          - Login
          - Pull
        mustAppear: true
      - name: Defender
        userAgents: [MDCContainersSecurity/*]
        identities:
    firewall: { ipRules: [203.0.113.10], trustedServices: true }
    localAuthentication: forbidden
    coverage: { maximumGap: 6h, lateArrival: 0:20:00 }

    """

  static let json = """
    {"registry": ["contoso.azurecr.io"], "window": "1.00:00:00", "callers": [
    \t{"name": "AKS", "addresses": ["203.0.113.10", "203.0.113.16\\/28", "2001:db8:1::/48"],
    \t "identities": ["22222222-2222-2222-2222-222222222222"], "userAgents": ["containerd/*"],
    \t "operations": ["Login", "Pull"], "mustAppear": true},
    \t{"name": "Defender", "userAgents": ["MDCContainersSecurity/*"]}],
    "firewall": {"ipRules": ["203.0.113.10"], "trustedServices": true}, "localAuthentication": "forbidden",
    "coverage": {"maximumGap": "6h", "lateArrival": "20m"}}
    """

  private func read(_ bytes: Data) throws -> PolicyFile {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try PolicyFile.read(folder.write("policy.yaml", bytes)) }
  }

  /// Positions and messages of the mistakes.
  private func problems(_ text: String) throws -> String {
    do {
      _ = try read(Data(text.utf8))
      return ""
    } catch let error as DocumentFileError {
      return error.error.description
    }
  }

  @Test func `reads YAML, and JSON as a part of it`() throws {
    let policy = try read(Data(Self.yaml.utf8)).policy
    #expect(policy.callers.map(\.name) == ["AKS", "Defender"])
    #expect(policy.callers[0].addresses.map(\.description) == ["203.0.113.10", "203.0.113.16/28", "2001:db8:1::/48"])
    #expect(policy.callers[1].userAgents == ["MDCContainersSecurity/*"])
    #expect(policy.coverage.lateArrival == CoverageRequirement.defaultLateArrival)
    #expect(try read(Data(Self.json.utf8)).policy == policy)
  }

  @Test func `keeps the bytes of the file for the report`() throws {
    #expect(try read(Data(Self.yaml.utf8)).source.bytes == Array(Self.yaml.utf8))
  }

  @Test func `reads what Windows writes: byte order marks, UTF-16 and carriage returns`() throws {
    let expected = try read(Data(Self.yaml.utf8)).policy
    let windows = "\u{feff}" + Self.yaml.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try read(Data(windows.utf8)).policy == expected)
    let units = windows.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    #expect(try read(Data(units)).policy == expected)
  }

  @Test(arguments: [
    ("callers:\n  - name: A\n    adresses: []\n", "3:5: unknown key 'adresses' in a caller; did you mean 'addresses'?"),
    ("window: 24h\nwindow: 25h\n", "1:1: the key 'window' appears more than once in a mapping"),
    ("callers: [*]\n", "1:12: this is not YAML: did not find expected alphabetic or numeric character"),
    ("callers: *all\n", "1:10: this is not YAML: found undefined alias"),
    ("callers: &all []\n", "1:10: anchors ('&name') are not read"),
    ("window: 24h\n\tcallers: []\n", "found a tab character that violates indentation; indent with spaces"),
    ("window: [24h\n", "2:1: this is not YAML: did not find expected ',' or ']'"),
    ("window: 24h\n---\nwindow: 24h\n", "2:1: this is not YAML: but found another document"),
    ("? [a]\n: b\n", "1:3: a key is a text, and this is a list or a mapping"),
    ("", "1:1: the file is empty"),
    ("# nothing\n", "1:1: the file is empty"),
    ("- a\n", "1:1: a policy is a mapping, not a list"),
    ("callers:\n- name: A\n  mustAppear: yes\n", "3:15: 'mustAppear' is true or false, not 'yes'"),
    ("window: 24\n", "1:9: 'window' is a length of time, and 24 has no unit"),
    ("a: \u{1}\n", "1:4: this is not YAML: control characters are not allowed"),
  ])
  func `says where a mistake is`(text: String, expected: String) throws {
    let found = try problems(text)
    #expect(found.contains(expected), "\(found)")
  }

  @Test func `refuses files that are made to do harm`() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try !problems(deep).isEmpty)
    let nested = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(try problems(nested).contains("deeper than 64"))
    var laughs = "a0: &a0 [x, x]\n"
    for level in 1..<40 { laughs += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(try problems(laughs).contains("anchors"))
    #expect(throws: (any Error).self) { try read(Data(repeating: 0x20, count: 2 << 20)) }
    #expect(throws: (any Error).self) { try read(Data([0xff, 0x00, 0xfe])) }
  }
}
