import Calypso

/// What is claimed about a registry: who reaches it, and what must have been seen for the claim to hold.
///
/// Policy files are decoded by the command line; a program that embeds the library makes policies in code:
///
///     let policy = Policy(
///       registries: ["contoso.azurecr.io"], window: .last(TimeInterval("24h")!),
///       callers: [CallerRule(name: "AKS", addresses: [AddressRange("203.0.113.10")!], mustAppear: true)])
public struct Policy: Hashable, Sendable {
  /// Login servers that the claim is about, compared without case. Others in the logs are reported and left out.
  public var registries: [String]
  public var window: PolicyWindow
  /// Who is expected.
  public var callers: [CallerRule]
  /// What the registry's firewall lets in; `nil` when the claim does not say.
  public var firewall: FirewallRules?
  public var localAuthentication: LocalAuthentication
  public var coverage: CoverageRequirement

  public init(
    registries: [String], window: PolicyWindow, callers: [CallerRule], firewall: FirewallRules? = nil,
    localAuthentication: LocalAuthentication = .unchecked, coverage: CoverageRequirement = CoverageRequirement()
  ) {
    self.registries = registries
    self.window = window
    self.callers = callers
    self.firewall = firewall
    self.localAuthentication = localAuthentication
    self.coverage = coverage
  }
}

/// The time that a claim is about.
public enum PolicyWindow: Hashable, Sendable {
  /// The length of time that ends when records are final: at now − ``CoverageRequirement/lateArrival``.
  case last(TimeInterval)
  /// from ≤ t < to.
  case between(from: Timestamp, to: Timestamp)
}

/// What the claim says about the admin user and tokens of the registry.
public enum LocalAuthentication: String, Hashable, Sendable, CaseIterable {
  case unchecked
  /// A success of the admin user or of a token contradicts the claim.
  case forbidden
}

/// What the registry's firewall lets in beside the expected callers.
public struct FirewallRules: Hashable, Sendable {
  public var ipRules: [AddressRange]
  /// Whether trusted Microsoft services pass the firewall; `nil` when the claim does not say.
  public var trustedServices: Bool?

  public init(ipRules: [AddressRange] = [], trustedServices: Bool? = nil) {
    self.ipRules = ipRules
    self.trustedServices = trustedServices
  }
}

/// How complete the logs must be before their silence means something.
public struct CoverageRequirement: Hashable, Sendable {
  /// The longest time without events that a table may have; `nil` for no limit, though no table may be empty.
  public var maximumGap: TimeInterval?
  /// How late records may arrive: nothing is final that is younger.
  public var lateArrival: TimeInterval

  public static let defaultLateArrival = TimeInterval(ticks: 20 * 60 * 10_000_000)

  public init(maximumGap: TimeInterval? = nil, lateArrival: TimeInterval = CoverageRequirement.defaultLateArrival) {
    self.maximumGap = maximumGap
    self.lateArrival = lateArrival
  }
}
