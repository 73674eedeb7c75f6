import Calypso

/// Writes the queries of a verification.
///
/// What is shown to the reader is what runs, but for the parts that a run leaves out of its answer.
struct EventQueries {
  /// The tables that there are, in order of ``RegistryEvents``.
  let tables: [RegistryEvents]

  /// How many repositories of a caller are told by name.
  static let repositoryLimit = 50
}

// MARK: - Parts

extension EventQueries {
  /// All events of both tables; `SourceTable` names theirs.
  private var source: String {
    "union withsource=SourceTable \(tables.map(\.rawValue).joined(separator: ", "))"
  }

  private func isInside(_ window: VerificationWindow) -> String {
    "| where TimeGenerated >= \(KQLText.datetime(window.from)) and TimeGenerated < \(KQLText.datetime(window.to))"
  }

  /// Records that name no login server belong to a resource.
  private static let registry = "Registry = iff(isempty(LoginServer), _ResourceId, LoginServer)"

  /// Ports and brackets change from one request to the next; the address does not.
  private static let address =
    #"Address = replace_regex(CallerIpAddress, @'^([0-9.]+):[0-9]+$|^\[([^\]]+)\](:[0-9]+)?$', @'\1\2')"#

  private func lines(_ lines: [String?]) -> String { lines.compactMap { $0 }.joined(separator: "\n") }
}

// MARK: - Queries

extension EventQueries {
  /// When events happened, by table, registry and bin.
  ///
  /// - Parameter window: `nil` for all times, whose newest is not known yet.
  func times(in window: VerificationWindow?, binLength: TimeInterval) -> String {
    lines([
      source, window.map(isInside), "| extend \(Self.registry)",
      "| summarize Count = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated)",
      "    by SourceTable, Registry, Bin = bin(TimeGenerated, \(KQLText.timespan(binLength)))",
    ])
  }

  /// The newest time of the tables.
  var newest: String { lines([source, "| summarize max(TimeGenerated)"]) }

  /// What every caller did and how that ended.
  ///
  /// - Parameter inner: Splits the groups at these times, so that the window's first and last bin can be counted.
  func callers(in window: VerificationWindow, splitAt inner: VerificationWindow? = nil) -> String {
    let part = inner.map {
      "case(TimeGenerated < \(KQLText.datetime($0.from)), 0, TimeGenerated < \(KQLText.datetime($0.to)), 1, 2)"
    }
    return lines([
      source, isInside(window), "| extend \(Self.registry),", "    \(Self.address)",
      tables.contains(.repository) ? nil : "| extend Repository = ''",
      "| summarize Count = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated),",
      "    Repositories = make_set(Repository, \(Self.repositoryLimit + 2))",
      "    by SourceTable, Registry, Address, Identity, UserAgent, OperationName, ResultDescription"
        + (part.map { ", Part = \($0)" } ?? ""),
    ])
  }

  /// The records of some callers, whole.
  ///
  /// - Parameter addresses: As ``address`` leaves them.
  func records(in window: VerificationWindow, addresses: [String]) -> String {
    lines([
      source, isInside(window), "| extend \(Self.registry),", "    \(Self.address)",
      "| where Address in (\(KQLText.list(addresses)))",
    ])
  }

  /// Logins that did not succeed, by caller and status.
  static func failedLogins(in window: VerificationWindow) -> String {
    """
    \(RegistryEvents.login.rawValue)
    | where TimeGenerated >= \(KQLText.datetime(window.from)) and TimeGenerated < \(KQLText.datetime(window.to))
    | where not(ResultDescription matches regex @'\(StatusText.successPattern)')
    | summarize Count = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated)
        by CallerIpAddress, Identity, UserAgent, ResultDescription
    | sort by Count desc
    """
  }

  /// Records without a time.
  static func timeless(_ table: RegistryEvents) -> String {
    "\(table.rawValue) | where isnull(TimeGenerated) | count"
  }
}
