import Calypso

/// One verification: what was read, and what it comes to.
struct VerificationRun {
  let policy: Policy
  let options: VerificationOptions
  let session: Session
  let monitor: QueryMonitor?
  let registries: RegistryNames
  let queries: EventQueries

  init(policy: Policy, options: VerificationOptions, session: Session, monitor: QueryMonitor?) {
    self.policy = policy
    self.options = options
    self.session = session
    self.monitor = monitor
    registries = RegistryNames(policy.registries)
    let names = Set(session.tableNames)
    queries = EventQueries(tables: RegistryEvents.allCases.filter { names.contains($0.rawValue) })
  }
}

// MARK: - Reading

extension VerificationRun {
  /// When events happened, and what is now.
  private struct Times {
    var times: EventTimes
    var now: Timestamp
    /// Whether times of all records are known, and not of the window's alone.
    var isOfAll: Bool
  }

  private func answer(_ text: String) throws -> QueryAnswer {
    try session.prepare(text).collect(monitor: monitor)
  }

  private func readTimes(_ binLength: TimeInterval) throws -> Times {
    let now: Timestamp
    switch options.now {
    case .fixed(let time): now = time
    case .wall: now = .wallClock
    case .latest:
      let times =
        queries.tables.isEmpty ? EventTimes() : EventTimes(try answer(queries.times(in: nil, binLength: binLength)))
      return Times(times: times, now: try latest(times), isOfAll: true)
    }
    guard !queries.tables.isEmpty else { return Times(times: EventTimes(), now: now, isOfAll: false) }
    let window = VerificationWindow(policy, now: now)
    let times = EventTimes(try answer(queries.times(in: window, binLength: binLength)))
    return Times(times: times, now: now, isOfAll: false)
  }

  /// The newest time of all tables; where there is none the clock is not asked, so that reports of the same inputs are
  /// the same.
  private func latest(_ times: EventTimes) throws -> Timestamp {
    var latest = times.latest
    for name in session.tableNames where RegistryEvents(rawValue: name) == nil {
      guard let last = try session.timeRange(ofTable: name)?.upperBound else { continue }
      latest = max(latest ?? last, last)
    }
    return latest ?? Timestamp(secondsSince1970: 0)
  }

  private func readGroups(_ window: VerificationWindow, _ analysis: CoverageAnalysis) throws -> [EventGroup] {
    guard !queries.tables.isEmpty, window.from < window.to else { return [] }
    let answer = try answer(queries.callers(in: window, splitAt: analysis.innerWindow))
    return EventGroup.groups(answer, registries: registries)
  }
}

extension VerificationRun {
  /// Reads tables that are not of a registry to their end: what looks like another table may be what is left of an
  /// export of events, and then it is cut off or malformed.
  private func readOtherTables() throws {
    for name in session.tableNames where RegistryEvents(rawValue: name) == nil {
      _ = try answer("[\(KQLText.quoted(name))] | count")
    }
  }
}

// MARK: - The report

extension VerificationRun {
  mutating func makeReport() throws -> VerificationReport {
    let binLength = CoverageAnalysis.binLength(for: policy.coverage)
    let times = try readTimes(binLength)
    let window = VerificationWindow(policy, now: times.now)
    let analysis = CoverageAnalysis(window: window, requirement: policy.coverage, binLength: binLength)
    let groups = try readGroups(window, analysis)

    let missingColumns = self.missingColumns(groups)
    let judge = CallerJudge(matcher: ClaimMatcher(policy), missingColumns: missingColumns)
    let judged = self.judged(groups, judge)
    let (timelines, timelinesLeftOut) = try readTimelines(judged, window)
    try readOtherTables()
    let account = session.account(computesDigests: options.computesDigests)

    let presence = TablePresence(account: account, session: session, groups: groups, times: times.times)
    let coverage = self.coverage(groups, times.times, analysis, presence, account)
    let learned = self.learnedIdentities(judged)
    let others = self.otherRegistries(groups)
    let reasons =
      CallerReasons(
        policy: policy, judged: judged, allowsFirewallCallers: options.allowsFirewallCallers, learned: learned
      ).reasons
      + WindowReasons(
        policy: policy, window: window, now: times.now, coverage: coverage,
        missingTables: RegistryEvents.allCases.filter { !presence.holds($0) },
        namelessCount: others.first { $0.loginServer.isEmpty }?.recordCount ?? 0, otherRegistries: others,
        missingColumns: missingColumns
      ).reasons
      + InputReasons(
        account: account, timelessCount: try timelessCount(account, times.times, isOfAll: times.isOfAll)
      ).reasons
      + options.policyRemarks.map { Reason(.azureDescription, .note, $0.hasSuffix(".") ? String($0.dropLast()) : $0) }
    return VerificationReport(
      toolVersion: Calypso.version, now: times.now, nowIsLatest: options.now == .latest,
      allowsFirewallCallers: options.allowsFirewallCallers, window: window, verdict: Verdict(reasons),
      reasons: reasons.inOrder, callers: judged.map(\.finding), timelines: timelines,
      timelinesLeftOut: timelinesLeftOut, failedLogins: FailedLogins(groups), coverage: coverage,
      inputs: InputEvidence(account, stores: session.storeInformation), otherRegistries: others,
      learnedIdentities: learned,
      namedPolicies: NamedPolicies(policy: policy, judged: judged, hasRecords: !judged.isEmpty).findings,
      queries: equivalentQueries(window, binLength, judged, timelines),
      policy: PolicyEvidence(policy, options.policySource))
  }

  /// Columns that the policy asks about and that no record of a table has a value in.
  private func missingColumns(_ groups: [EventGroup]) -> [RegistryEvents: MissingColumns] {
    var result: [RegistryEvents: MissingColumns] = [:]
    for table in RegistryEvents.allCases {
      let groups = groups.filter { $0.table == table }
      guard !groups.isEmpty else { continue }
      let missing = MissingColumns(
        address: policy.callers.contains { !$0.addresses.isEmpty } && groups.allSatisfy(\.address.isEmpty),
        identity: policy.callers.contains { !$0.identities.isEmpty } && groups.allSatisfy(\.identity.isEmpty),
        userAgent: policy.callers.contains { !$0.userAgents.isEmpty } && groups.allSatisfy(\.userAgent.isEmpty))
      if missing != MissingColumns() { result[table] = missing }
    }
    return result
  }

  /// The worst class first, then by keys.
  private func judged(_ groups: [EventGroup], _ judge: CallerJudge) -> [JudgedCaller] {
    let names = policy.registries.map(RegistryNames.registryName)
    let callers = CallerTally.tallies(of: groups).map { tally in
      let judgement = judge.judge(tally)
      let finding = CallerFinding(
        address: tally.key.address, identity: tally.identity, userAgent: tally.key.userAgent,
        callerClass: judgement.callerClass, caller: judgement.mainRule.map { policy.callers[$0].name },
        outcomes: tally.sortedOutcomes, firstSeen: tally.firstSeen, lastSeen: tally.lastSeen,
        repositories: tally.shownRepositories, hasMoreRepositories: tally.hasMoreRepositories,
        registries: tally.registryIndexes.sorted().map { policy.registries[$0] }, why: judge.why(tally, judgement))
      // Microsoft calls the identity of Defender an opaque one, which the policy vouches for.
      let isVouchedFor = judgement.rules.contains {
        policy.callers[$0].isDefender && judge.matcher.conditions($0, tally.key).identity == .met
      }
      let local = isVouchedFor ? nil : IdentityText.localKind(tally.identity, registryNames: names)
      return JudgedCaller(tally: tally, judgement: judgement, finding: finding, local: local)
    }
    let classes = CallerClass.allCases
    return classes.flatMap { callerClass in callers.filter { $0.finding.callerClass == callerClass } }
  }

  private func learnedIdentities(_ judged: [JudgedCaller]) -> [LearnedIdentity] {
    var counts: [String: [String: Int]] = [:]
    for (index, rule) in policy.callers.enumerated() where rule.isDefender && rule.identities.isEmpty {
      for caller in judged where caller.judgement.rules.contains(index) {
        let pulls = caller.finding.outcomes.filter { $0.operation.lowercased() == "pull" }.reduce(0) {
          $0 + $1.succeeded
        }
        if pulls > 0 { counts[rule.name, default: [:]][caller.finding.identity, default: 0] += pulls }
      }
    }
    return policy.callers.flatMap { rule in
      (counts[rule.name] ?? [:]).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { LearnedIdentity(caller: rule.name, identity: $0.key, pullCount: $0.value) }
    }
  }

  private func otherRegistries(_ groups: [EventGroup]) -> [OtherRegistry] {
    var found: [String: OtherRegistry] = [:]
    for group in groups where group.registryIndex == nil {
      guard var known = found[group.registry] else {
        found[group.registry] = OtherRegistry(
          loginServer: group.registry, recordCount: group.count, firstSeen: group.firstSeen, lastSeen: group.lastSeen)
        continue
      }
      known.recordCount += group.count
      known.firstSeen = min(known.firstSeen, group.firstSeen)
      known.lastSeen = max(known.lastSeen, group.lastSeen)
      found[group.registry] = known
    }
    return found.values.sorted { $0.loginServer.utf8.lexicographicallyPrecedes($1.loginServer.utf8) }
  }
}
