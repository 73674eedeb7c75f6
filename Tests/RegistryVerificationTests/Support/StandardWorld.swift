import Calypso
import RegistryVerification

/// Addresses and identities of the claim that most tests verify.
enum World {
  static let start = Timestamp("2026-11-22T00:00:00Z")!
  /// The newest event; the window of 24 hours ends 20 minutes before it.
  static let end = start + 26 * 60
  static let windowEnd = end - 20
  static let windowStart = windowEnd - 24 * 60

  static let aksAddress = "203.0.113.10"
  static let aksIdentity = "22222222-2222-4222-8222-222222222222"
  static let aksAgent = "containerd/1.7.22"
  static let defenderIdentity = "33333333-3333-4333-8333-333333333333"
  static let defenderAgent = "MDCContainersSecurity/1.0"
  static let outsiderIdentity = "66666666-6666-4666-8666-666666666666"

  /// What the claim expects, every half hour from before the window until after it.
  static var expected: [LogEvent] {
    stride(from: 0.0, through: 26 * 60, by: 30).flatMap { minutes -> [LogEvent] in
      let time = start + minutes
      let address = minutes.truncatingRemainder(dividingBy: 60) == 0 ? "198.51.100.21" : "198.51.100.140"
      return [
        .login(time), .pull(time), LogEvent.login(time).by(address, defenderIdentity, defenderAgent),
        LogEvent.pull(time).by(address, defenderIdentity, defenderAgent),
      ]
    }
  }

  /// In the middle of the window.
  static let noon = start + 12 * 60 + 1

  static func outsider(_ address: String = "192.0.2.66") -> LogEvent {
    LogEvent.pull(noon).by(address, outsiderIdentity, "curl/8.5.0")
  }
}

extension Policy {
  static var aksAndDefender: Policy {
    Policy(
      registries: ["contosoacr.azurecr.io"], window: .last(TimeInterval("24h")!),
      callers: [
        CallerRule(
          name: "AKS", addresses: [AddressRange("203.0.113.10")!, AddressRange("2001:db8:1::/48")!],
          identities: [World.aksIdentity], userAgents: ["containerd/*"], mustAppear: true),
        CallerRule(
          name: "Defender", identities: [World.defenderIdentity], userAgents: ["MDCContainersSecurity/*"],
          mustAppear: true),
      ],
      firewall: FirewallRules(
        ipRules: [AddressRange("203.0.113.10")!, AddressRange("203.0.113.64/27")!], trustedServices: true),
      localAuthentication: .forbidden,
      coverage: CoverageRequirement(maximumGap: TimeInterval("6h")!))
  }

  func with(_ change: (inout Policy) -> Void) -> Policy {
    var policy = self
    change(&policy)
    return policy
  }
}
