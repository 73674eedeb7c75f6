import Calypso
import RegistryVerification
import Testing

@Suite struct ScenarioTests {
  /// Lines that are no record may stand behind any of these formats.
  private static func formats(_ scenario: Scenario) -> [ExportFormat] {
    scenario.garbage == nil ? ExportFormat.allCases : [.dataExport, .diagnosticSettings, .eventHub]
  }

  /// What a report must say of a world, or what is wrong with it.
  private static func mistakes(_ report: VerificationReport, _ scenario: Scenario) -> [String] {
    var found: [String] = []
    let codes = Set(report.reasons.filter { $0.severity != .note }.map(\.code))
    if report.verdict != scenario.verdict { found.append("verdict \(report.verdict), not \(scenario.verdict)") }
    if codes != scenario.codes {
      found.append("codes \(codes.map(\.rawValue).sorted()), not \(scenario.codes.map(\.rawValue).sorted())")
    }
    var expected = scenario.expectations
    for caller in report.callers {
      let key = Scenario.Caller(address: caller.address, identity: caller.identity, userAgent: caller.userAgent)
      let actual = Scenario.Expectation(
        callerClass: caller.callerClass, caller: caller.caller, succeeded: caller.succeeded, refused: caller.refused)
      guard let wanted = expected.removeValue(forKey: key) else {
        found.append("\(key) is there")
        continue
      }
      if actual != wanted { found.append("\(key) is \(actual), not \(wanted)") }
    }
    return found + expected.keys.map { "\($0) is not there" }
  }

  /// Each world in one format, in turn.
  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7])
  func `is right about generated worlds`(part: UInt64) throws {
    for seed in part * 40..<part * 40 + 40 {
      let scenario = ScenarioMaker.make(seed: seed)
      let formats = Self.formats(scenario)
      let format = formats[Int(seed) % formats.count]
      let report = try scenario.folder(format).verify(scenario.policy, scenario.options)
      let mistakes = Self.mistakes(report, scenario)
      #expect(mistakes.isEmpty, "seed \(seed), \(format)")
    }
  }

  @Test func `comes to the same in every format`() throws {
    for seed: UInt64 in 1000..<1012 {
      let scenario = ScenarioMaker.make(seed: seed)
      for format in Self.formats(scenario) {
        let report = try scenario.folder(format).verify(scenario.policy, scenario.options)
        #expect(Self.mistakes(report, scenario).isEmpty, "seed \(seed), \(format)")
      }
    }
  }

  /// The worlds would prove little if they were all alike.
  @Test func `makes worlds of every kind`() {
    let scenarios = (0..<400).map { ScenarioMaker.make(seed: $0) }
    for verdict in [Verdict.pass, .fail, .inconclusive] {
      #expect(scenarios.count { $0.verdict == verdict } >= 60, "\(verdict)")
    }
    let codes = scenarios.reduce(into: Set<ReasonCode>()) { $0.formUnion($1.codes) }
    #expect(codes.count >= 14)
    let classes = Set(scenarios.flatMap(\.expectations.values).map(\.callerClass))
    #expect(classes == Set(CallerClass.allCases))
    #expect(scenarios.contains { !$0.copies.isEmpty && $0.verdict == .pass })
  }
}
