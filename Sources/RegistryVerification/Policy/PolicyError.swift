/// Why a policy cannot be verified.
public struct PolicyError: Error, Hashable, Sendable {
  /// One sentence each, lower case and without a full stop, naming the key that it is about; never empty.
  public var problems: [String]

  public init(_ problems: [String]) {
    self.problems = problems
  }
}

extension PolicyError: CustomStringConvertible {
  public var description: String { problems.joined(separator: "\n") }
}

// MARK: - Checking

extension Policy {
  /// What keeps the policy from being verified; empty when nothing does.
  public var problems: [String] {
    var found: [String] = []
    if registries.isEmpty { found.append("'registry' names no login server") }
    if registries.contains(where: \.isEmpty) { found.append("'registry' holds an empty login server") }
    switch window {
    case .last(let length) where length.ticks <= 0: found.append("'window' must be longer than nothing")
    case .between(let from, let to) where from >= to: found.append("'from' must be earlier than 'to'")
    default: break
    }
    if let gap = coverage.maximumGap, gap.ticks <= 0 { found.append("'maximumGap' must be longer than nothing") }
    if coverage.lateArrival.ticks < 0 { found.append("'lateArrival' must not be negative") }
    var names: Set<String> = []
    for caller in callers {
      if caller.name.isEmpty { found.append("a caller has an empty 'name'") }
      if !names.insert(caller.name).inserted { found.append("two callers have the name '\(caller.name)'") }
      if caller.operations.isEmpty {
        found.append("caller '\(caller.name)' has no 'operations', so nothing is expected of it")
      }
    }
    return found
  }
}
