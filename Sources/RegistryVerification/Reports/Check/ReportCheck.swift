/// Whether a report is what its inputs give.
public struct ReportCheck: Hashable, Sendable {
  /// What differs, a sentence each; empty when the report belongs to the inputs.
  public var differences: [String]
  /// What a reader should know though it is no difference.
  public var notes: [String]

  /// Whether the report says nothing but what the inputs give.
  public var holds: Bool { differences.isEmpty }
}
