import Calypso

/// What a caller turned out to be; its raw value is the name in reports.
public enum CallerClass: String, Hashable, Sendable, CaseIterable {
  /// Succeeded, and is not in the claim.
  case unexpected
  /// Succeeded, is not in the claim, and a firewall rule lets it in.
  case firewall
  /// Succeeded as the claim says.
  case expected
  /// Never succeeded.
  case refused
}

/// One caller: an address, identity and user agent, with all that it did in the window.
public struct CallerFinding: Hashable, Sendable {
  /// In canonical form; the log's text where that is no address.
  public var address: String
  /// As the logs have it; empty when they have none.
  public var identity: String
  public var userAgent: String
  /// The worst class of its events; ``CallerClass/refused`` when none of them succeeded.
  public var callerClass: CallerClass
  /// Name of the policy's caller whose conditions it meets; `nil` when there is none.
  public var caller: String?
  /// What it did and how that ended, by operation.
  public var outcomes: [OperationOutcome]
  public var firstSeen: Timestamp
  public var lastSeen: Timestamp
  /// Some repositories that it reached or tried to, sorted.
  public var repositories: [String]
  /// Whether it named more repositories than those.
  public var hasMoreRepositories: Bool
  /// Login servers among the claimed ones that it reached or tried to, sorted.
  public var registries: [String]
  /// Why it is of its class, as a sentence without a full stop.
  public var why: String

  /// Operations, sorted.
  public var operations: [String] { outcomes.map(\.operation) }
  /// Events with a status of 200 to 299.
  public var succeeded: Int { outcomes.reduce(0) { $0 + $1.succeeded } }
  /// All other events.
  public var refused: Int { outcomes.reduce(0) { $0 + $1.refused } }
}

/// How one operation of a caller ended.
public struct OperationOutcome: Hashable, Sendable {
  public var operation: String
  /// Events with a status of 200 to 299.
  public var succeeded: Int
  /// All other events, those without a status included.
  public var refused: Int
  /// Events of ``refused`` whose status is missing or is none, so that it is not known how they ended.
  public var unknown: Int
  /// Texts of the status with their counts, sorted.
  public var statuses: [StatusCount]
}

public struct StatusCount: Hashable, Sendable {
  /// As the logs have it.
  public var status: String
  public var count: Int
}

/// The events of an unexpected caller, oldest first.
public struct CallerTimeline: Hashable, Sendable {
  public var address: String
  public var identity: String
  public var userAgent: String
  /// The first records.
  public var records: [EvidenceRecord]
  /// Records of the caller that are left out.
  public var leftOutCount: Int
}

/// A record of the logs as it was read.
public struct EvidenceRecord: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var name: String
    /// The value as text, unaltered.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public var table: String
  public var time: Timestamp
  /// The columns that have a value, in order of the table.
  public var fields: [Field]
}

/// Logins that did not succeed, by caller and status.
public struct FailedLogins: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public var address: String
    public var identity: String
    public var userAgent: String
    /// As the logs have it.
    public var status: String
    public var count: Int
    public var firstSeen: Timestamp
    public var lastSeen: Timestamp
  }

  /// The most frequent first.
  public var rows: [Row]
  /// All failed logins.
  public var count: Int
}
