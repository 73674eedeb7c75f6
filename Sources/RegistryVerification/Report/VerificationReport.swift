import Calypso

/// The outcome of a verification with its evidence.
///
/// The same inputs, policy and `now` give an equal report: lists are sorted, and nothing in it comes from the clock or
/// from how many threads ran.
public struct VerificationReport: Hashable, Sendable {
  /// Version of the shape of reports; raised when something changes its meaning or goes away.
  public static let schemaVersion = 1

  public var toolVersion: String
  /// What the claim's window and its ripeness go by.
  public var now: Timestamp
  /// Whether ``now`` is the newest time of the inputs rather than a given one.
  public var nowIsLatest: Bool
  /// Whether callers that a firewall rule lets in were noted only, though they are not in the claim.
  public var allowsFirewallCallers = false
  public var window: VerificationWindow
  public var verdict: Verdict
  /// All reasons, of the stronger verdict first; a stronger one never hides a weaker one.
  public var reasons: [Reason]
  /// One row per address, identity and user agent that the window holds of the claimed registries: the worst class
  /// first, then by address, identity and user agent.
  public var callers: [CallerFinding]
  /// What unexpected callers did, in order of ``callers``.
  public var timelines: [CallerTimeline]
  /// Unexpected callers whose timelines are left out, because there are too many.
  public var timelinesLeftOut = 0
  public var failedLogins: FailedLogins
  /// One for each claimed registry and table, in order of the policy.
  public var coverage: [CoverageFinding]
  public var inputs: InputEvidence
  /// Registries in the window that the claim is not about, by login server.
  public var otherRegistries: [OtherRegistry]
  /// Identities that scanned under Defender's user agent, when the policy names none; sorted.
  public var learnedIdentities: [LearnedIdentity]
  /// What the logs say about policies of Azure.
  public var namedPolicies: [NamedPolicyFinding]
  /// What to run to get the figures again.
  public var queries: [EquivalentQuery]
  public var policy: PolicyEvidence
}

/// The time that was verified: from ≤ t < to.
public struct VerificationWindow: Hashable, Sendable {
  public var from: Timestamp
  public var to: Timestamp

  public init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }
}

public enum Verdict: String, Hashable, Sendable {
  /// The logs cover the window, and nothing in them contradicts the claim.
  case pass = "PASS"
  /// Something contradicts the claim.
  case fail = "FAIL"
  /// Nothing contradicts the claim, and the logs do not prove it.
  case inconclusive = "INCONCLUSIVE"
}

/// A query that gives figures of the report again.
public struct EquivalentQuery: Hashable, Sendable {
  /// Which figures: `callers`, `timeline`, `failed-logins`, `coverage`, …
  public var name: String
  /// What it answers, as a sentence.
  public var title: String
  /// The query in KQL; it names its times, so that it does not depend on `now()`.
  public var text: String

  public init(name: String, title: String, text: String) {
    self.name = name
    self.title = title
    self.text = text
  }
}

/// The policy that was verified.
public struct PolicyEvidence: Hashable, Sendable {
  public var policy: Policy
  /// Where the policy was read; `nil` for one made in code.
  public var path: String?
  /// The policy as it was written; canonical JSON for one made in code.
  public var text: String
  /// SHA-256 of the policy's bytes, lower-case hexadecimal.
  public var sha256: String
  /// The descriptions of Azure that completed the policy, as they were given.
  public var descriptions: [Description] = []

  /// A file that describes Azure.
  public struct Description: Hashable, Sendable {
    public var path: String
    /// Of the file's bytes, lower-case hexadecimal.
    public var sha256: String
  }
}

/// A login server in the logs that the claim is not about.
public struct OtherRegistry: Hashable, Sendable {
  /// As the logs have it; empty for records that name none.
  public var loginServer: String
  public var recordCount: Int
  public var firstSeen: Timestamp
  public var lastSeen: Timestamp
}

/// An identity that was learned by Microsoft's two steps: pulls with Defender's user agent, and who made them.
public struct LearnedIdentity: Hashable, Sendable {
  /// Name of the policy's caller.
  public var caller: String
  public var identity: String
  /// Pulls that succeeded.
  public var pullCount: Int
}
