import Calypso

/// Events of one caller that are alike, as the query of callers counts them.
struct EventGroup {
  var table: RegistryEvents
  /// Login server or resource, as the log has it; empty when it has neither.
  var registry: String
  /// Position in the policy; `nil` for other registries.
  var registryIndex: Int?
  /// As the query leaves it: without port and brackets.
  var address: String
  var identity: String
  var userAgent: String
  var operation: String
  var status: String
  /// Where in the window: 0 before the first whole bin, 2 behind the last one, 1 else.
  var part: Int
  var count: Int
  var firstSeen: Timestamp
  var lastSeen: Timestamp
  var repositories: [String]
}

extension EventGroup {
  var outcome: StatusText.Outcome { StatusText.outcome(status) }

  /// The rows of an answer to ``EventQueries/callers(in:splitAt:)``.
  static func groups(_ answer: QueryAnswer, registries: RegistryNames) -> [EventGroup] {
    let hasParts = answer.columns.contains { $0.name == "Part" }
    // Names and texts repeat from row to row.
    var known: [String: Int?] = [:]
    return answer.tables.flatMap(\.batches).flatMap { batch in
      (0..<batch.rowCount).compactMap { index -> EventGroup? in
        let row = batch.row(index)
        let keyCount = hasParts ? 8 : 7
        guard row.count == keyCount + 4, let table = RegistryEvents(rawValue: "\(row[0])"),
          case .long(let count) = row[keyCount], case .datetime(let first) = row[keyCount + 1],
          case .datetime(let last) = row[keyCount + 2]
        else { return nil }
        let registry = "\(row[1])"
        let registryIndex = known[registry] ?? registries.index(of: registry)
        known[registry] = .some(registryIndex)
        return EventGroup(
          table: table, registry: registry, registryIndex: registryIndex, address: "\(row[2])",
          identity: "\(row[3])", userAgent: "\(row[4])", operation: "\(row[5])", status: "\(row[6])",
          part: hasParts ? Int("\(row[7])") ?? 1 : 1, count: Int(count), firstSeen: first, lastSeen: last,
          repositories: repositories(row[keyCount + 3]))
      }
    }
  }

  private static func repositories(_ value: Value) -> [String] {
    guard case .dynamic(let json) = value, json != "[]", json != #"[""]"#,
      let elements = (try? DocumentNode(json: Array(json.utf8)))?.elements
    else { return [] }
    // Failed requests have the words <nil> where there is no name.
    return elements.compactMap(\.text).filter { !$0.isEmpty && $0 != "<nil>" }
  }
}
