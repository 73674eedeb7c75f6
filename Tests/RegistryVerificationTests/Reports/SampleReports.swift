import Calypso

@testable import RegistryVerification

/// Reports that the tests of the formats are about.
enum SampleReports {
  static func time(_ text: String) -> Timestamp { Timestamp(text)! }

  static let window = VerificationWindow(from: time("2026-11-22T05:39:59.5Z"), to: time("2026-11-23T05:39:59.5Z"))

  static let policy = Policy(
    registries: ["contosoacr.azurecr.io"], window: .last(TimeInterval(ticks: 24 * 36_000_000_000)),
    callers: [
      CallerRule(
        name: "AKS", addresses: [AddressRange("203.0.113.10")!, AddressRange("2001:db8:1::/48")!],
        identities: ["22222222-2222-2222-2222-222222222222"], userAgents: [Glob("containerd/*")], mustAppear: true),
      CallerRule(name: "Defender", userAgents: [Glob("MDCContainersSecurity/*")]),
    ],
    firewall: FirewallRules(ipRules: [AddressRange("203.0.113.77")!], trustedServices: true),
    localAuthentication: .forbidden,
    coverage: CoverageRequirement(maximumGap: TimeInterval(ticks: 6 * 36_000_000_000)))

  /// A claim that holds: one expected caller, everything covered, no reason.
  static var pass: VerificationReport {
    report(
      .pass, reasons: [],
      callers: [
        caller(.expected, "203.0.113.10", "22222222-2222-2222-2222-222222222222", "containerd/1.7.22", named: "AKS")
      ])
  }

  /// A claim that fails and is not covered, in logs written by somebody who attacks the reader of the report.
  static func fail(saying hostile: String = "docker/24.0.7") -> VerificationReport {
    var report = report(
      .fail,
      reasons: [
        Reason(
          .unexpectedCaller, .fail, "192.0.2.66 (\(hostile)) succeeded 2 times and is not in the claim",
          details: [Reason.Detail("address", "192.0.2.66"), Reason.Detail("userAgent", hostile)]),
        Reason(.coverageGap, .inconclusive, "no records for 6h 5m"),
        Reason(.duplicateRecords, .note, "1 record was there twice"),
      ],
      callers: [
        caller(.unexpected, "192.0.2.66", hostile, hostile),
        caller(.firewall, "203.0.113.77", "dev.anna@contoso.example", hostile),
        caller(.expected, "203.0.113.10", "22222222-2222-2222-2222-222222222222", "containerd/1.7.22", named: "AKS"),
        caller(.refused, hostile, "", ""),
      ])
    report.timelines = [
      CallerTimeline(
        address: "192.0.2.66", identity: hostile, userAgent: hostile,
        records: [
          EvidenceRecord(
            table: "ContainerRegistryRepositoryEvents", time: time("2026-11-22T08:12:02.1234567Z"),
            fields: [
              EvidenceRecord.Field("OperationName", "Pull"), EvidenceRecord.Field("ResultDescription", "200"),
              EvidenceRecord.Field("Repository", "payments/\(hostile)"), EvidenceRecord.Field("Tag", "1.4.2"),
              EvidenceRecord.Field("UserAgent", hostile),
            ])
        ], leftOutCount: 1)
    ]
    report.failedLogins = FailedLogins(
      rows: [
        FailedLogins.Row(
          address: "192.0.2.99", identity: hostile, userAgent: hostile, status: "401", count: 4,
          firstSeen: time("2026-11-22T06:00:00Z"), lastSeen: time("2026-11-22T07:00:00Z"))
      ], count: 5)
    report.coverage[0].gaps = [
      CoverageFinding.Gap(from: time("2026-11-22T09:58:00Z"), to: time("2026-11-22T16:03:00Z"))
    ]
    report.coverage[1].missingBlobs = ["y=2026/m=11/d=22/h=11/\(hostile)"]
    report.inputs.inputs[0].malformedCount = 2
    report.inputs.inputs[0].malformed = [InputEvidence.MalformedRecord(line: 17, column: 3, reason: hostile)]
    report.inputs.skipped = [InputEvidence.Skipped(path: hostile, reason: "no log")]
    report.otherRegistries = [
      OtherRegistry(
        loginServer: hostile, recordCount: 3, firstSeen: window.from, lastSeen: time("2026-11-22T09:00:00Z"))
    ]
    report.learnedIdentities = [LearnedIdentity(caller: "Defender", identity: hostile, pullCount: 8)]
    report.namedPolicies = [
      NamedPolicyFinding(
        id: "d0793b48-0edc-4296-a390-4c75d1bdfd71",
        displayName: "Container registries should not allow unrestricted network access", outcome: .refuted,
        text: "\(hostile) succeeded from outside of all rules")
    ]
    report.policy.text += "# \(hostile)\n"
    report.policy.descriptions = [
      PolicyEvidence.Description(path: hostile, sha256: ContentDigest.sha256("acr".utf8))
    ]
    return report
  }

  private static func report(
    _ verdict: Verdict, reasons: [Reason], callers: [CallerFinding]
  ) -> VerificationReport {
    VerificationReport(
      toolVersion: "1.2.3", now: time("2026-11-23T05:59:59.5Z"), nowIsLatest: true, window: window, verdict: verdict,
      reasons: reasons, callers: callers, timelines: [], failedLogins: FailedLogins(rows: [], count: 0),
      coverage: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"].map(coverage),
      inputs: InputEvidence(
        inputs: [
          InputEvidence.Input(
            path: "exports/PT1H.json", format: "diagnostic records", byteCount: 30_528,
            sha256: ContentDigest.sha256("one".utf8), recordCount: 33, keptCount: 31, malformedCount: 0,
            duplicateCount: 1,
            timelessCount: 0, firstTime: time("2026-11-22T05:10:00Z"), lastTime: time("2026-11-23T05:59:59.5Z"),
            isComplete: true, malformed: [], problems: [],
            tables: [InputEvidence.TableCount(table: "ContainerRegistryLoginEvents", count: 31)], outsideBlobCount: 2)
        ], skipped: [], prunedCount: 2),
      otherRegistries: [], learnedIdentities: [], namedPolicies: [],
      queries: [
        EquivalentQuery(
          name: "callers", title: "Who sent requests in the window",
          text: """
            union ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
            | where TimeGenerated >= datetime(2026-11-22T05:39:59.5Z)
            | where TimeGenerated < datetime(2026-11-23T05:39:59.5Z)
            | summarize Succeeded = countif(ResultDescription startswith "2") by CallerIpAddress, Identity, UserAgent
            """)
      ],
      policy: PolicyEvidence(
        policy: policy, path: "policy.yaml", text: "registry: [contosoacr.azurecr.io]\nwindow: 24h\n",
        sha256: ContentDigest.sha256("policy".utf8)))
  }

  private static func caller(
    _ callerClass: CallerClass, _ address: String, _ identity: String, _ userAgent: String, named name: String? = nil
  ) -> CallerFinding {
    let succeeded = callerClass == .refused ? 0 : 2
    return CallerFinding(
      address: address, identity: identity, userAgent: userAgent, callerClass: callerClass, caller: name,
      outcomes: [
        OperationOutcome(
          operation: "Login", succeeded: 0, refused: 1, unknown: 0, statuses: [StatusCount(status: "401", count: 1)]),
        OperationOutcome(
          operation: "Pull", succeeded: succeeded, refused: 0, unknown: 0,
          statuses: succeeded == 0 ? [] : [StatusCount(status: "200", count: succeeded)]),
      ],
      firstSeen: time("2026-11-22T05:41:12.25Z"), lastSeen: time("2026-11-23T05:12:44Z"),
      repositories: ["jobs", "payments/\(userAgent)"], hasMoreRepositories: true, registries: ["contosoacr.azurecr.io"],
      why: "\(userAgent.isEmpty ? "it" : userAgent) came from \(address)")
  }

  private static func coverage(of table: String) -> CoverageFinding {
    CoverageFinding(
      registry: "contosoacr.azurecr.io", table: table, isPresent: true, recordCount: 32,
      firstSeen: time("2026-11-22T05:41:12Z"), lastSeen: time("2026-11-23T05:12:44Z"), gaps: [],
      longestGap: CoverageFinding.Gap(from: time("2026-11-22T09:58:00Z"), to: time("2026-11-22T16:03:00Z")),
      binLength: TimeInterval(ticks: 36_000_000_000),
      bins: (0..<5).map {
        CoverageFinding.Bin(
          start: Timestamp(ticks: time("2026-11-22T05:00:00Z").ticks + Int64($0) * 36_000_000_000), count: $0 * 3 + 1)
      }, missingBlobs: [])
  }
}
