/// Something that decides the verdict, or that a reader should know.
public struct Reason: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// Contradicts the claim.
    case fail
    /// Keeps the claim from being proven.
    case inconclusive
    /// Does not change the verdict.
    case note
  }

  /// A name and what it stands for, for programs; text comes from logs and may hold anything.
  public struct Detail: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public var code: ReasonCode
  public var severity: Severity
  /// One sentence without a full stop.
  public var text: String
  public var details: [Detail]

  public init(_ code: ReasonCode, _ severity: Severity, _ text: String, details: [Detail] = []) {
    self.code = code
    self.severity = severity
    self.text = text
    self.details = details
  }
}
