import Calypso
import RegistryVerification
import Testing

@Suite struct PolicyDecoderTests {
  private func policy(_ json: String) throws -> Policy { try Policy(DocumentNode(json: Array(json.utf8))) }

  /// What is wrong with a policy, one line each.
  private func problems(_ json: String) -> String {
    do throws(DocumentError) {
      _ = try Policy(DocumentNode(json: Array(json.utf8)))
      return ""
    } catch {
      return error.description
    }
  }

  /// What is wrong with a policy that is right but for one top-level entry.
  private func problem(with entry: String, window: String = #""window": "24h", "#) -> String {
    problems(#"{"registry": ["a.azurecr.io"], \#(window)"callers": [{"name": "A"}],"# + "\n\(entry)}")
  }

  /// What is wrong with a policy that is right but for one entry of its caller.
  private func callerProblem(_ entry: String) -> String {
    problems(#"{"registry": ["a.azurecr.io"], "window": "24h", "callers": [{"name": "A","# + "\n\(entry)}]}")
  }

  static let complete = """
    {
      "registry": ["contoso.azurecr.io", "other.azurecr.io"],
      "window": "24h",
      "callers": [
        {
          "name": "AKS",
          "addresses": ["203.0.113.10", "203.0.113.16/28", "2001:DB8:1::/48"],
          "identities": ["22222222-2222-2222-2222-222222222222"],
          "userAgents": ["containerd/*"],
          "operations": ["Login", "Pull"],
          "mustAppear": true,
          "unresolved": [{"resource": "/subscriptions/s/ip", "command": "az network public-ip show --ids /subscriptions/s/ip"}]
        },
        { "name": "Defender", "userAgents": ["MDCContainersSecurity/*"], "identities": [] }
      ],
      "firewall": { "ipRules": ["203.0.113.10", "203.0.113.77/32"], "trustedServices": true },
      "localAuthentication": "forbidden",
      "coverage": { "maximumGap": "6h", "lateArrival": "00:30:00" }
    }
    """

  @Test func `decodes every key`() throws {
    let policy = try policy(Self.complete)
    #expect(policy.registries == ["contoso.azurecr.io", "other.azurecr.io"])
    #expect(policy.window == .last(TimeInterval(ticks: 24 * 3600 * 10_000_000)))
    #expect(
      policy.callers == [
        CallerRule(
          name: "AKS",
          addresses: ["203.0.113.10", "203.0.113.16/28", "2001:db8:1::/48"].compactMap { AddressRange($0) },
          identities: ["22222222-2222-2222-2222-222222222222"], userAgents: ["containerd/*"],
          operations: ["Login", "Pull"], mustAppear: true,
          unresolvedAddresses: [
            UnresolvedAddress(
              resourceID: "/subscriptions/s/ip", command: "az network public-ip show --ids /subscriptions/s/ip")
          ]),
        CallerRule(name: "Defender", userAgents: ["MDCContainersSecurity/*"]),
      ])
    #expect(
      policy.firewall
        == FirewallRules(
          ipRules: ["203.0.113.10", "203.0.113.77"].compactMap { AddressRange($0) }, trustedServices: true))
    #expect(policy.localAuthentication == .forbidden)
    #expect(
      policy.coverage
        == CoverageRequirement(
          maximumGap: TimeInterval(ticks: 6 * 3600 * 10_000_000), lateArrival: TimeInterval(ticks: 1800 * 10_000_000)))
  }

  @Test func `fills in what is left out, and takes null for left out`() throws {
    let expected = Policy(
      registries: ["a.azurecr.io"], window: .last(TimeInterval(ticks: 864_000_000_000)),
      callers: [CallerRule(name: "A")])
    #expect(try policy(#"{"registry": "a.azurecr.io", "window": "1d", "callers": [{"name": "A"}]}"#) == expected)
    #expect(
      try policy(
        #"{"registry": ["a.azurecr.io"], "window": "1.00:00:00", "from": null, "firewall": null, "coverage": {},"#
          + #""callers": [{"name": "A", "addresses": null, "identities": [], "operations": null}]}"#) == expected)
    #expect(expected.coverage.lateArrival == TimeInterval(ticks: 20 * 60 * 10_000_000))
  }

  @Test func `reads from and to`() throws {
    let policy = try policy(
      #"{"registry": ["a.azurecr.io"], "from": "2026-11-22", "to": "2026-11-23T08:00:00+02:00", "callers": [{"name": "A"}]}"#
    )
    #expect(
      policy.window
        == .between(
          from: try #require(Timestamp("2026-11-22T00:00:00Z")), to: try #require(Timestamp("2026-11-23T06:00:00Z"))))
  }

  @Test(arguments: [
    complete, #"{"registry":"a.b","from":"2026-01-01","to":"2026-01-02","callers":[{"name":"\u0001\""}]}"#,
  ])
  func `writes a policy as JSON that decodes to an equal one`(json: String) throws {
    let policy = try policy(json)
    #expect(try self.policy(policy.canonicalText) == policy)
    #expect(try self.policy(policy.canonicalText).canonicalText == policy.canonicalText)
  }

  @Test func `shows every mistake at once, in order of the lines`() {
    let text = """
      {
        "registry": ["contoso"],
        "window": "1 fortnight",
        "callers": [
          { "name": "AKS", "adresses": ["203.0.113.10"], "mustAppear": "yes" },
          { "name": "AKS", "addresses": ["203.0.113.300"] }
        ]
      }
      """
    #expect(
      problems(text) == """
        2:16: 'contoso' is not a login server; did you mean 'contoso.azurecr.io'?
        3:13: '1 fortnight' is not a length of time; write it with a unit: 24h, 7d, 90m, or 1.12:00:00
        5:22: unknown key 'adresses' in a caller; did you mean 'addresses'?
        5:66: 'mustAppear' is true or false, not 'yes'
        6:15: two callers are named 'AKS'
        6:36: '203.0.113.300' is not an IP address or range; write 203.0.113.10, 203.0.113.16/28 or "2001:db8:1::/48"
        """)
  }

  @Test(arguments: [
    (#"{}"#, ["'registry' is missing", "'callers' is missing", "the time that the claim is about is missing"]),
    (#"[]"#, ["a policy is a mapping, not a list"]),
    (#""x""#, ["a policy is a mapping, not 'x'"]),
    (#"{"registry": [], "window": "1h", "callers": []}"#, ["'registry' is empty", "'callers' is empty"]),
    (
      #"{"registry": 5, "window": 24, "callers": {}}"#,
      [
        "'registry' is a list, not the number 5", "'window' is a length of time, and 24 has no unit",
        "'callers' is a list, not a mapping",
      ]
    ),
    (
      #"{"registry": ["https://a.azurecr.io/"], "window": "1h", "callers": [{}, 7]}"#,
      [
        "'https://a.azurecr.io/' is not a login server", "a caller has no 'name'",
        "a caller is a mapping, not the number 7",
      ]
    ),
  ])
  func `refuses what is no policy`(text: String, expected: [String]) {
    let found = problems(text)
    for part in expected { #expect(found.contains(part), "\(found)") }
    #expect(found.split(separator: "\n").count == expected.count, "\(found)")
  }

  @Test(arguments: [
    (#""Window": "1h""#, "2:1: unknown key 'Window' in a policy; did you mean 'window'?"),
    (
      #""colour": 1"#,
      "2:1: unknown key 'colour' in a policy; the keys are registry, window, from, to, callers, firewall, localAuthentication, coverage"
    ),
    (#""window": "2h""#, "2:1: the key 'window' appears twice in a policy"),
    (
      #""from": "2026-01-01""#,
      "1:42: 'window' stands beside 'from' or 'to', and they say different things; write window: 24h, or both from and to"
    ),
    (
      #""localAuthentication": "forbiden""#,
      "2:24: 'forbiden' is not a value of 'localAuthentication'; did you mean 'forbidden'?"
    ),
    (
      #""localAuthentication": "no""#,
      "2:24: 'no' is not a value of 'localAuthentication'; write unchecked or forbidden"
    ),
    (#""localAuthentication": false"#, "2:24: 'localAuthentication' is a text, not false"),
    (#""firewall": []"#, "2:13: 'firewall' is a mapping, not a list; its keys are ipRules, trustedServices"),
    (
      #""firewall": {"ipRules": ["x"]}"#,
      "2:26: 'x' is not an IP address or range; names and service tags are no evidence: anybody's machine may be behind one"
    ),
    (#""coverage": {"maximumGap": "0s"}"#, "2:28: 'maximumGap' must be longer than nothing"),
    (#""coverage": {"lateArrival": "-1h"}"#, "2:29: 'lateArrival' must not be negative"),
    (#""coverage": {"maximumGap": "9999999d"}"#, "2:28: 'maximumGap' is longer than a hundred years"),
  ])
  func `refuses settings that are wrong or contradict`(entry: String, expected: String) {
    #expect(problem(with: entry) == expected)
  }

  @Test(arguments: [
    (#""from": "2026-01-02", "to": "2026-01-02""#, "2:29: 'to' is not after 'from'"),
    (
      #""from": "2026-01-02""#,
      "2:9: 'from' and 'to' go together, and one is missing; write window: 24h, or both from and to"
    ),
    (
      #""from": "01/02/2026", "to": "2026-01-03""#,
      "2:9: '01/02/2026' is not a date with time; write 2026-11-23T06:00:00Z"
    ),
    (
      #""from": "2026-13-02", "to": "2026-01-03""#,
      "2:9: '2026-13-02' is not a date with time; write 2026-11-23T06:00:00Z"
    ),
  ])
  func `refuses times that mean nothing`(entry: String, expected: String) {
    #expect(problem(with: entry, window: "") == expected)
  }

  @Test(arguments: [
    (#""addresses": "203.0.113.10""#, "2:14: 'addresses' is a list, not '203.0.113.10'; write addresses: [ … ]"),
    (
      #""addresses": ["203.0.113.0/33"]"#,
      "2:15: '203.0.113.0/33' is not an IP address or range; write 203.0.113.10, 203.0.113.16/28 or \"2001:db8:1::/48\""
    ),
    (
      #""addresses": ["203.0.113.10:443"]"#,
      "2:15: '203.0.113.10:443' is not an IP address or range; write 203.0.113.10, 203.0.113.16/28 or \"2001:db8:1::/48\""
    ),
    (
      #""addresses": ["AzureCloud"]"#,
      "2:15: 'AzureCloud' is not an IP address or range; names and service tags are no evidence: anybody's machine may be behind one"
    ),
    (
      #""addresses": [5, ""]"#,
      "2:15: 'addresses' is a list of texts, and this is the number 5; put it in quotes\n2:18: 'addresses' holds an empty text"
    ),
    (#""operations": []"#, "2:15: 'operations' is empty, so that the caller may do nothing"),
    (#""operations": ["Pul"]"#, "2:16: 'Pul' is not an operation of a registry; did you mean 'Pull'?"),
    (#""name": "B""#, "2:1: the key 'name' appears twice in a caller"),
    (#""unresolved": [{"resource": "x"}]"#, "2:16: an unresolved address has a 'resource' and a 'command'"),
  ])
  func `refuses callers that are described wrongly`(entry: String, expected: String) {
    #expect(callerProblem(entry) == expected)
  }

  @Test func `takes any text as identity, and operations that it does not know`() throws {
    #expect(
      callerProblem(
        #""identities": ["amy@contoso.example", "ci-token", "b21cb118-5a59-4628-bab0-3c3f0e434cg6"], "#
          + #""operations": ["pull", "PurgeTag"]"#) == "")
  }

  @Test func `takes ranges by any address in them, and the range of all`() throws {
    let policy = try policy(
      #"{"registry": "a.azurecr.io", "window": "1d", "callers": [{"name": "A", "addresses": ["203.0.113.17/28"]}],"#
        + #""firewall": {"ipRules": ["0.0.0.0/0", "::/0"]}}"#)
    #expect(policy.callers[0].addresses.map(\.description) == ["203.0.113.16/28"])
    #expect(policy.firewall?.ipRules.map(\.description) == ["0.0.0.0/0", "::/0"])
  }
}
