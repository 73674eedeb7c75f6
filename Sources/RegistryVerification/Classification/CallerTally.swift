import Calypso

/// Collects the events of one caller.
struct CallerTally {
  let key: CallerKey
  /// The identity as the logs have it: of several spellings the first by bytes.
  private(set) var identity: String
  private(set) var outcomes: [String: Outcome] = [:]
  private(set) var firstSeen: Timestamp
  private(set) var lastSeen: Timestamp
  private(set) var repositories: Set<String> = []
  private(set) var hasMoreRepositories = false
  private(set) var registryIndexes: Set<Int> = []
  private(set) var tables: Set<RegistryEvents> = []
  /// The texts that the query has for the address.
  private(set) var addressTexts: Set<String> = []

  struct Outcome {
    var succeeded = 0
    var refused = 0
    var unknown = 0
    var statuses: [String: Int] = [:]
  }

  init(_ key: CallerKey, _ group: EventGroup) {
    self.key = key
    identity = group.identity
    firstSeen = group.firstSeen
    lastSeen = group.lastSeen
    add(group)
  }
}

extension CallerTally {
  mutating func add(_ group: EventGroup) {
    if group.identity.utf8.lexicographicallyPrecedes(identity.utf8) { identity = group.identity }
    firstSeen = min(firstSeen, group.firstSeen)
    lastSeen = max(lastSeen, group.lastSeen)
    repositories.formUnion(group.repositories)
    hasMoreRepositories = hasMoreRepositories || repositories.count > EventQueries.repositoryLimit
    if let index = group.registryIndex { registryIndexes.insert(index) }
    tables.insert(group.table)
    addressTexts.insert(group.address)
    var outcome = outcomes[group.operation] ?? Outcome()
    switch group.outcome {
    case .succeeded: outcome.succeeded += group.count
    case .refused: outcome.refused += group.count
    case .unknown:
      outcome.refused += group.count
      outcome.unknown += group.count
    }
    outcome.statuses[group.status, default: 0] += group.count
    outcomes[group.operation] = outcome
  }

  /// All callers of the claimed registries, in order of their keys.
  static func tallies(of groups: [EventGroup]) -> [CallerTally] {
    var tallies: [CallerKey: CallerTally] = [:]
    for group in groups where group.registryIndex != nil {
      let key = CallerKey(address: group.address, identity: group.identity, userAgent: group.userAgent)
      if tallies[key] == nil {
        tallies[key] = CallerTally(key, group)
      } else {
        tallies[key]?.add(group)
      }
    }
    return tallies.values.sorted { $0.key < $1.key }
  }
}

extension CallerTally {
  /// Operations, sorted.
  var operations: [String] { outcomes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// Some repositories, sorted.
  var shownRepositories: [String] {
    Array(
      repositories.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(EventQueries.repositoryLimit))
  }

  var succeeded: Int { outcomes.values.reduce(0) { $0 + $1.succeeded } }

  var sortedOutcomes: [OperationOutcome] {
    operations.map { operation in
      let outcome = outcomes[operation] ?? Outcome()
      let statuses = outcome.statuses.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return OperationOutcome(
        operation: operation, succeeded: outcome.succeeded, refused: outcome.refused, unknown: outcome.unknown,
        statuses: statuses.map { StatusCount(status: $0.key, count: $0.value) })
    }
  }
}
