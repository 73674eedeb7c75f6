import Calypso
import RegistryVerification

/// A world of which the verdict, and the class of every caller, are known by how it was made.
///
/// Nothing here asks the library: each deed was given its meaning before it was written down as an event.
struct Scenario {
  struct Caller: Hashable, CustomStringConvertible {
    var address: String
    var identity: String
    var userAgent: String

    var description: String { "\(address) | \(identity) | \(userAgent)" }
  }

  /// Somebody, and the rule that describes them.
  struct Actor {
    var caller: Caller
    var rule: String?
    var deeds: [Deed] = []
  }

  /// Something that an actor did, and what it means.
  struct Deed {
    enum Outcome {
      case succeeded
      case refused
      case unknown
    }

    var event: LogEvent
    var outcome: Outcome
    /// What a success of it makes of the actor, and the reason that it gives.
    var meaning: CallerClass
    var code: ReasonCode?
  }

  struct Expectation: Hashable {
    var callerClass: CallerClass
    var caller: String?
    var succeeded: Int
    var refused: Int
  }

  let seed: UInt64
  var policy: Policy
  var windowFrom: Timestamp
  var windowTo: Timestamp
  var actors: [Actor] = []
  var allowsFirewall = false
  /// Reasons that stand for the whole world.
  var worldCodes: Set<ReasonCode> = []
  /// Copies of events, as exports have them when they were retried.
  var copies: [LogEvent] = []
  /// Text behind the events of a table's file.
  var garbage: String?
  var hasEmptyFile = false
}

// MARK: - What must come out

extension Scenario {
  private func counts(_ deed: Deed) -> Bool {
    guard let time = deed.event.time else { return false }
    return time >= windowFrom && time < windowTo && deed.event.registry == policy.registries[0]
  }

  var expectations: [Caller: Expectation] {
    var found: [Caller: Expectation] = [:]
    for actor in actors {
      let deeds = actor.deeds.filter(counts)
      guard !deeds.isEmpty else { continue }
      let successes = deeds.filter { $0.outcome == .succeeded }
      let worst = [CallerClass.unexpected, .firewall, .expected].first { worst in
        successes.contains { $0.meaning == worst }
      }
      found[actor.caller] = Expectation(
        callerClass: worst ?? .refused, caller: actor.rule, succeeded: successes.count,
        refused: deeds.count - successes.count)
    }
    return found
  }

  /// The codes of all reasons but notes.
  var codes: Set<ReasonCode> {
    var found = worldCodes
    for actor in actors {
      let deeds = actor.deeds.filter(counts)
      let successes = deeds.filter { $0.outcome == .succeeded }
      found.formUnion(successes.compactMap(\.code))
      if actor.rule == nil, successes.isEmpty, deeds.contains(where: { $0.outcome == .unknown }) {
        found.insert(.statusMissing)
      }
    }
    for rule in policy.callers where rule.mustAppear {
      let isSeen = actors.contains { actor in
        actor.rule == rule.name
          && actor.deeds.contains { counts($0) && $0.outcome == .succeeded && $0.meaning == .expected }
      }
      if !isSeen { found.insert(.callerNotSeen) }
    }
    if allowsFirewall { found.remove(.firewallCaller) }
    return found
  }

  var verdict: Verdict {
    let failing: Set<ReasonCode> = [.unexpectedCaller, .operationNotAllowed, .localAuthentication, .firewallCaller]
    if !codes.isDisjoint(with: failing) { return .fail }
    return codes.isEmpty ? .pass : .inconclusive
  }
}

// MARK: - Writing

extension Scenario {
  /// Times have milliseconds only, which is what every format keeps.
  static let end = Timestamp("2026-11-23T05:59:00.059Z")!

  var options: VerificationOptions {
    VerificationOptions(allowsFirewallCallers: allowsFirewall, computesDigests: false)
  }

  func folder(_ format: ExportFormat) -> ExportFolder {
    let events = actors.flatMap(\.deeds).map(\.event) + copies
    var files = format.files(events.sorted { ($0.time!, $0.correlation) < ($1.time!, $1.correlation) })
    if let garbage { files[0].text += garbage }
    if hasEmptyFile { files.append(ExportFile(name: "ContainerRegistryLoginEvents.empty.json", text: "")) }
    return ExportFolder(files)
  }
}
