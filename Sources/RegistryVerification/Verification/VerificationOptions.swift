import Calypso

/// How a policy is verified.
public struct VerificationOptions: Sendable {
  /// What is now; by default the newest `TimeGenerated` of the inputs.
  public var now: QueryTime
  /// Whether callers that a firewall rule of the policy lets in are noted only, though they are not in the claim.
  public var allowsFirewallCallers: Bool
  /// Whether the files that are read are digested with SHA-256, which reads them once more.
  public var computesDigests: Bool
  /// The file that the policy was read from; `nil` for one made in code.
  public var policySource: PolicySource?
  /// The descriptions of Azure that completed the policy; reports name them with their digests.
  public var descriptionSources: [PolicySource] = []
  /// What descriptions of Azure say of the policy, as sentences; they become notes.
  public var policyRemarks: [String]
  /// Unexpected callers whose records are shown.
  public var timelineLimit: Int
  /// Records of each that are shown.
  public var timelineRecordLimit: Int

  public init(
    now: QueryTime = .latest, allowsFirewallCallers: Bool = false, computesDigests: Bool = true,
    policySource: PolicySource? = nil, policyRemarks: [String] = [], timelineLimit: Int = 100,
    timelineRecordLimit: Int = 100
  ) {
    self.now = now
    self.allowsFirewallCallers = allowsFirewallCallers
    self.computesDigests = computesDigests
    self.policySource = policySource
    self.policyRemarks = policyRemarks
    self.timelineLimit = max(0, timelineLimit)
    self.timelineRecordLimit = max(1, timelineRecordLimit)
  }
}

/// A file that holds a policy, or something that completes one.
public struct PolicySource: Hashable, Sendable {
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
