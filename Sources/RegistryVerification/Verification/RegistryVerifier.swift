import Calypso

/// Verifies a policy against exported logs of container registries.
///
///     let report = try RegistryVerifier(policy).verify(["exports/"])
///     print(report.verdict, report.reasons.map(\.text))
///
/// Events are read twice, first their times alone and then what callers did, and aggregated while they are read: memory
/// goes with the number of callers and hours, not with that of events.
public struct RegistryVerifier: Sendable {
  public var policy: Policy
  public var options: VerificationOptions

  public init(_ policy: Policy, options: VerificationOptions = VerificationOptions()) {
    self.policy = policy
    self.options = options
  }

  /// How inputs are read for a verification: malformed records are counted, repetitions are left out, and the verdict
  /// knows of both.
  public static var inputOptions: InputOptions {
    InputOptions(skipsBadRecords: true, deduplicates: true, tracksCoverage: true)
  }
}

// MARK: - Verifying

extension RegistryVerifier {
  /// Verifies files.
  ///
  /// - Parameter inputs: Files, folders, globs, `-` for standard input; each may follow `NAME=`.
  /// - Throws: ``PolicyError``, or `QueryError` for an input that cannot be opened or recognised.
  public func verify(
    _ inputs: [String], configuration: EngineConfiguration = EngineConfiguration(), monitor: QueryMonitor? = nil
  ) throws -> VerificationReport {
    let session = Session(configuration)
    try session.addInputs(inputs, options: Self.inputOptions)
    return try verify(session, monitor: monitor)
  }

  /// Verifies the tables of a session, whose inputs were best added with ``inputOptions``.
  ///
  /// - Throws: ``PolicyError``, or `QueryError` for what went wrong while tables were read.
  public func verify(_ session: Session, monitor: QueryMonitor? = nil) throws -> VerificationReport {
    let problems = policy.problems
    guard problems.isEmpty else { throw PolicyError(problems) }
    var run = VerificationRun(policy: policy, options: options, session: session, monitor: monitor)
    var report = try run.makeReport()
    report.policy.descriptions = options.descriptionSources.map {
      PolicyEvidence.Description(path: $0.path, sha256: ContentDigest.sha256($0.bytes))
    }
    return report
  }
}
