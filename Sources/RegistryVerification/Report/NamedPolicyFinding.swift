/// What the logs say about a policy of Azure, which is about settings and not about events.
public struct NamedPolicyFinding: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable {
    /// An event shows that the setting is not as the policy asks.
    case refuted
    /// No event speaks against it; events cannot prove a setting.
    case notRefuted = "not-refuted"
    /// The logs cannot say, because they are incomplete.
    case unknown
  }

  /// The policy's identifier in Azure.
  public var id: String
  public var displayName: String
  public var outcome: Outcome
  /// Why, as a sentence without a full stop.
  public var text: String
}
