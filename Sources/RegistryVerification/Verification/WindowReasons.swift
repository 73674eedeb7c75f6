import Calypso

/// What the window and its coverage say about the verdict.
struct WindowReasons {
  let policy: Policy
  let window: VerificationWindow
  let now: Timestamp
  let coverage: [CoverageFinding]
  /// Registry tables without any record in the inputs.
  let missingTables: [RegistryEvents]
  /// Records in the window that name no registry.
  let namelessCount: Int
  let otherRegistries: [OtherRegistry]
  /// Columns that the claim asks for and a table has no value in.
  let missingColumns: [RegistryEvents: MissingColumns]

  /// Gaps that are named in a reason; all are in the coverage.
  private static let shownCount = 5

  var reasons: [Reason] {
    [notFinal].compactMap { $0 } + tables + registries + coverage.flatMap(reasons) + columns + names
  }
}

// MARK: - The window

extension WindowReasons {
  private var notFinal: Reason? {
    let final = Timestamp(ticks: VerificationWindow.subtract(policy.coverage.lateArrival, from: now))
    guard window.to > final else { return nil }
    return Reason(
      .windowNotFinal, .inconclusive,
      "the window ends at \(window.to), and records are final up to \(final) only, as they may arrive "
        + "\(policy.coverage.lateArrival) late",
      details: [Reason.Detail("to", window.to.description), Reason.Detail("final", final.description)])
  }

  private var tables: [Reason] {
    missingTables.map { table in
      Reason(
        .tableMissing, .inconclusive, "the inputs hold no record of \(table.rawValue)",
        details: [Reason.Detail("table", table.rawValue)])
    }
  }

  private var registries: [Reason] {
    policy.registries.filter { registry in
      coverage.allSatisfy { $0.registry != registry || $0.recordCount == 0 }
    }.map { registry in
      Reason(
        .registryNotSeen, .inconclusive, "the window holds no record of \(registry)",
        details: [Reason.Detail("registry", registry)])
    }
  }

  /// A registry or table without any record has a reason of its own, which this is added to when a limit is exceeded.
  private func reasons(_ finding: CoverageFinding) -> [Reason] {
    var details = [Reason.Detail("table", finding.table), Reason.Detail("registry", finding.registry)]
    guard finding.isPresent else { return [] }
    guard finding.recordCount > 0 else {
      return [
        Reason(
          .windowEmpty, .inconclusive, "the window holds no record of \(finding.registry) in \(finding.table)",
          details: details)
      ]
    }
    var found: [Reason] = []
    if let longest = finding.gaps.max(by: { $0.length < $1.length }), let limit = policy.coverage.maximumGap {
      details += finding.gaps.prefix(Self.shownCount).map { Reason.Detail("gap", "\($0.from)/\($0.to)") }
      details.append(Reason.Detail("count", String(finding.gaps.count)))
      let count = finding.gaps.count == 1 ? "a gap" : "\(finding.gaps.count) gaps"
      found.append(
        Reason(
          .coverageGap, .inconclusive,
          "\(finding.table) of \(finding.registry) has \(count) longer than \(limit), the longest from \(longest.from) to "
            + "\(longest.to)",
          details: details))
    }
    if !finding.missingBlobs.isEmpty {
      found.append(
        Reason(
          .missingBlobs, .note,
          "\(finding.table) of \(finding.registry) has no blob for \(finding.missingBlobs.joined(separator: ", "))",
          details: details))
    }
    return found
  }
}

// MARK: - Records

extension WindowReasons {
  private var columns: [Reason] {
    RegistryEvents.allCases.flatMap { table -> [Reason] in
      guard let missing = missingColumns[table] else { return [] }
      let names = [
        (missing.address, "CallerIpAddress"), (missing.identity, "Identity"), (missing.userAgent, "UserAgent"),
      ].filter(\.0).map(\.1)
      return names.map { name in
        Reason(
          .columnMissing, .inconclusive,
          "no record of \(table.rawValue) has a value in \(name), which the policy asks about: was it exported?",
          details: [Reason.Detail("table", table.rawValue), Reason.Detail("column", name)])
      }
    }
  }

  private var names: [Reason] {
    var found: [Reason] = []
    if namelessCount > 0 {
      found.append(
        Reason(
          .registryMissing, .inconclusive,
          "\(Count.text(namelessCount, "record")) in the window \(namelessCount == 1 ? "names" : "name") no registry and "
            + "\(namelessCount == 1 ? "was" : "were") left out: was LoginServer exported?",
          details: [Reason.Detail("count", String(namelessCount))]))
    }
    let others = otherRegistries.filter { !$0.loginServer.isEmpty }
    if !others.isEmpty {
      let names = others.prefix(Self.shownCount).map(\.loginServer).joined(separator: ", ")
      let rest = others.count > Self.shownCount ? " and \(others.count - Self.shownCount) more" : ""
      found.append(
        Reason(
          .otherRegistries, .note, "records of \(names)\(rest) are not in the claim and were left out",
          details: others.map { Reason.Detail("registry", $0.loginServer) }))
    }
    return found
  }
}

// MARK: - Times

extension VerificationWindow {
  /// The window of a policy.
  init(_ policy: Policy, now: Timestamp) {
    switch policy.window {
    case .between(let from, let to): self.init(from: from, to: to)
    case .last(let length):
      let to = Timestamp(ticks: Self.subtract(policy.coverage.lateArrival, from: now))
      self.init(from: Timestamp(ticks: Self.subtract(length, from: to)), to: to)
    }
  }

  /// Not before the first time that there is.
  static func subtract(_ length: TimeInterval, from time: Timestamp) -> Int64 {
    let (ticks, overflow) = time.ticks.subtractingReportingOverflow(length.ticks)
    return overflow ? 0 : max(0, ticks)
  }
}
