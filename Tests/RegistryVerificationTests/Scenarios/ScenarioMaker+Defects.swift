import Calypso
import RegistryVerification

/// What is wrong with the logs of a world.
extension ScenarioMaker {
  mutating func addDefects() {
    switch random.number(1...14) {
    case 1: addGap()
    case 2:
      removeEvents { $0.table == .login }
      scenario.worldCodes.insert(.tableMissing)
    case 3:
      scenario.garbage = "{\"TimeGenerated\": nonsense}\n"
      scenario.worldCodes.insert(.malformedRecords)
    case 4:
      scenario.hasEmptyFile = true
      scenario.worldCodes.insert(.inputEmpty)
    case 5: endTooEarlyToKnow()
    case 6:
      scenario.policy.registries.append("absent.azurecr.io")
      scenario.worldCodes.formUnion([.registryNotSeen, .windowEmpty])
    default: break
    }
    if random.oneIn(3) { copySomeEvents() }
  }

  private mutating func removeEvents(where isGone: (LogEvent) -> Bool) {
    for index in scenario.actors.indices { scenario.actors[index].deeds.removeAll { isGone($0.event) } }
  }

  private mutating func copySomeEvents() {
    let events = scenario.actors.flatMap(\.deeds).map(\.event)
    scenario.copies = (0..<3).map { _ in random.pick(events) }
  }

  /// A time without events in the middle of the window, a little longer than what is allowed.
  private mutating func addGap() {
    guard let limit = scenario.policy.coverage.maximumGap else { return }
    let (from, to) = (scenario.windowFrom, scenario.windowTo)
    let middle = from + Double(to.ticks - from.ticks) / 1_200_000_000
    let half = Double(limit.ticks) / 1_200_000_000 + 1
    guard middle - half > from + 61, middle + half < to - 61 else { return }
    removeEvents { event in event.time.map { $0 > middle - half && $0 < middle + half } ?? false }
    scenario.worldCodes.insert(.coverageGap)
  }

  /// Ends the window where late records may still arrive.
  private mutating func endTooEarlyToKnow() {
    guard case .between(let from, let to) = scenario.policy.window else { return }
    let later = to + 0.001
    removeEvents { event in event.time.map { $0 >= to && $0 < later && $0 != Scenario.end } ?? false }
    scenario.policy.window = .between(from: from, to: later)
    scenario.windowTo = later
    scenario.worldCodes.insert(.windowNotFinal)
  }
}
