import Calypso

/// A program that uses Calypso as a library: lists who reached the registry and was not expected to.
///
///     swift run EmbeddedAudit Samples/exports/storage-account
@main
struct EmbeddedAudit {
  static let expected: Set<String> = ["203.0.113.10", "198.51.100.21"]

  static func main() throws {
    let session = Session(EngineConfiguration(memoryLimitBytes: 256 << 20))
    try session.addInputs(Array(CommandLine.arguments.dropFirst()))

    let query = """
      declare query_parameters(period: timespan = 24h);
      union ContainerRegistryRepositoryEvents, ContainerRegistryLoginEvents
      | where TimeGenerated > ago(period)
      | summarize Succeeded = countif(ResultDescription startswith "2"), Refused = countif(ResultDescription !startswith "2"),
          FirstSeen = min(TimeGenerated) by CallerIpAddress
      | sort by FirstSeen asc
      """
    let prepared = try session.prepare(query, options: QueryOptions(now: .latest))
    let answer = try prepared.collect()
    for row in answer.rows {
      guard case .string(let address) = row[0], !expected.contains(address) else { continue }
      print("\(address): \(row[1]) requests succeeded, \(row[2]) were refused, first seen \(row[3])")
    }
    print("\(answer.rows.count) callers, \(answer.statistics.rowsScanned) events read, now = \(prepared.now)")
  }
}
