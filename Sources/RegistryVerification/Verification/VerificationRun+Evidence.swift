import Calypso

// MARK: - Timelines

extension VerificationRun {
  /// The records of unexpected callers, and how many callers are left out.
  func readTimelines(_ judged: [JudgedCaller], _ window: VerificationWindow) throws -> ([CallerTimeline], leftOut: Int)
  {
    let unexpected = judged.filter { $0.finding.callerClass == .unexpected }
    let shown = unexpected.prefix(options.timelineLimit)
    guard !shown.isEmpty else { return ([], unexpected.count) }
    let collector = TimelineCollector(
      shown.map(\.tally.key), registries: registries, recordLimit: options.timelineRecordLimit)
    let text = queries.records(in: window, addresses: Self.addressTexts(shown))
    try session.prepare(text).run(delivering: collector, monitor: monitor)
    return (shown.map { collector.timeline(of: $0.finding, $0.tally.key) }, unexpected.count - shown.count)
  }

  private static func addressTexts(_ callers: some Sequence<JudgedCaller>) -> [String] {
    callers.reduce(into: Set<String>()) { $0.formUnion($1.tally.addressTexts) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

// MARK: - Coverage

/// Which tables the inputs hold records of.
struct TablePresence {
  let account: InputAccount
  let session: Session
  let groups: [EventGroup]
  let times: EventTimes

  /// Whether there is a record of a table, in the window or not.
  func holds(_ table: RegistryEvents) -> Bool {
    if times.bins.keys.contains(where: { $0.table == table }) || groups.contains(where: { $0.table == table }) {
      return true
    }
    if account.tables.contains(where: { $0.name == table.rawValue && $0.rowCount > 0 }) { return true }
    // Files that were not opened may hold records of any table, though none of the window.
    return session.tableNames.contains(table.rawValue) && account.files.contains { $0.reading == .pruned }
  }
}

extension VerificationRun {
  func coverage(
    _ groups: [EventGroup], _ times: EventTimes, _ analysis: CoverageAnalysis, _ presence: TablePresence,
    _ account: InputAccount
  ) -> [CoverageFinding] {
    policy.registries.indices.flatMap { index in
      RegistryEvents.allCases.map { table in
        let bins = times.bins(of: table) { registries.index(of: $0) == index }
        let groups = groups.filter { $0.table == table && $0.registryIndex == index }
        var finding = analysis.finding(
          registry: policy.registries[index], table: table, isPresent: presence.holds(table),
          records: analysis.cut(bins, to: groups))
        finding.missingBlobs = missingBlobs(table, policy.registries[index], analysis.window, account)
        return finding
      }
    }
  }

  /// The times in the window for which a table has no blob between others, as `from/to`.
  private func missingBlobs(
    _ table: RegistryEvents, _ registry: String, _ window: VerificationWindow, _ account: InputAccount
  ) -> [String] {
    let name = RegistryNames.registryName(ofLoginServer: registry)
    return account.blobSeries.filter { series in
      let path = series.path.lowercased()
      guard path.contains(table.rawValue.lowercased()) else { return false }
      // Blobs of a workspace are of all registries; those of a resource name theirs.
      return !path.contains("/registries/") || path.contains("/registries/\(name)/")
        || path.hasSuffix("/registries/\(name)")
    }.flatMap(\.missing.ranges).filter { $0.start < window.to && $0.end > window.from }
      .map { "\($0.start)/\($0.end)" }
  }

  /// Records of the registry tables that have no time.
  func timelessCount(_ account: InputAccount, _ times: EventTimes, isOfAll: Bool) throws -> Int {
    try queries.tables.reduce(0) { sum, table in
      if isOfAll { return sum + (times.timelessCounts[table] ?? 0) }
      if let known = account.tables.first(where: { $0.name == table.rawValue }) { return sum + known.timelessCount }
      guard case .long(let count)? = try session.query(EventQueries.timeless(table)).rows.first?.first else {
        return sum
      }
      return sum + Int(count)
    }
  }
}

// MARK: - Queries

extension VerificationRun {
  func equivalentQueries(
    _ window: VerificationWindow, _ binLength: TimeInterval, _ judged: [JudgedCaller], _ timelines: [CallerTimeline]
  ) -> [EquivalentQuery] {
    guard !queries.tables.isEmpty else { return [] }
    var found = [
      EquivalentQuery(
        name: "callers", title: "What every caller did in the window, and how that ended",
        text: queries.callers(in: window)),
      EquivalentQuery(
        name: "coverage", title: "When the tables have records in the window",
        text: queries.times(in: window, binLength: binLength)),
    ]
    if options.now == .latest {
      found.append(
        EquivalentQuery(name: "now", title: "The newest time of the tables", text: queries.newest))
    }
    if queries.tables.contains(.login) {
      found.append(
        EquivalentQuery(
          name: "failed-logins", title: "Logins that did not succeed, by caller and status",
          text: EventQueries.failedLogins(in: window)))
    }
    if !timelines.isEmpty {
      let shown = judged.filter { $0.finding.callerClass == .unexpected }.prefix(timelines.count)
      found.append(
        EquivalentQuery(
          name: "timelines", title: "All records of the addresses of unexpected callers",
          text: queries.records(in: window, addresses: Self.addressTexts(shown)) + "\n| sort by TimeGenerated asc"))
    }
    return found
  }
}

// MARK: - Parts of the report

extension Verdict {
  init(_ reasons: [Reason]) {
    let severities = Set(reasons.map(\.severity))
    self = severities.contains(.fail) ? .fail : severities.contains(.inconclusive) ? .inconclusive : .pass
  }
}

extension [Reason] {
  /// The stronger first, then in order of the codes; otherwise as they are.
  var inOrder: [Reason] {
    Reason.Severity.allCases.flatMap { severity in
      ReasonCode.allCases.flatMap { code in filter { $0.severity == severity && $0.code == code } }
    }
  }
}

extension FailedLogins {
  /// Of the claimed registries.
  init(_ groups: [EventGroup]) {
    struct Key: Hashable {
      var caller: CallerKey
      var status: String
    }
    var found: [Key: Row] = [:]
    for group in groups where group.table == .login && group.registryIndex != nil && group.outcome != .succeeded {
      let caller = CallerKey(address: group.address, identity: group.identity, userAgent: group.userAgent)
      let key = Key(caller: caller, status: group.status)
      guard var row = found[key] else {
        found[key] = Row(
          address: caller.address, identity: group.identity, userAgent: group.userAgent, status: group.status,
          count: group.count, firstSeen: group.firstSeen, lastSeen: group.lastSeen)
        continue
      }
      if group.identity.utf8.lexicographicallyPrecedes(row.identity.utf8) { row.identity = group.identity }
      row.count += group.count
      row.firstSeen = min(row.firstSeen, group.firstSeen)
      row.lastSeen = max(row.lastSeen, group.lastSeen)
      found[key] = row
    }
    rows = found.sorted { left, right in
      if left.value.count != right.value.count { return left.value.count > right.value.count }
      if left.key.caller != right.key.caller { return left.key.caller < right.key.caller }
      return left.key.status.utf8.lexicographicallyPrecedes(right.key.status.utf8)
    }.map(\.value)
    count = rows.reduce(0) { $0 + $1.count }
  }
}

extension PolicyEvidence {
  init(_ policy: Policy, _ source: PolicySource?) {
    let bytes = source?.bytes ?? Array(policy.canonicalText.utf8)
    self.init(
      policy: policy, path: source?.path, text: DocumentNode.text(of: bytes) ?? String(decoding: bytes, as: UTF8.self),
      sha256: ContentDigest.sha256(bytes))
  }
}
