import Calypso
import RegistryVerification

/// A program that uses the verifier as a library: says whether only the cluster and Defender reach the registry.
///
///     swift run EmbeddedVerification Samples/exports/storage-account
@main
struct EmbeddedVerification {
  static func main() throws {
    let policy = Policy(
      registries: ["harborline.azurecr.io"], window: .last(TimeInterval("24h")!),
      callers: [
        CallerRule(
          name: "AKS", addresses: [AddressRange("203.0.113.10")!], userAgents: ["containerd/*"], mustAppear: true),
        CallerRule(
          name: "Defender", identities: ["6f0c51f0-0000-4000-8000-0000000000d2"],
          userAgents: ["MDCContainersSecurity/*"]),
      ])
    let report = try RegistryVerifier(policy).verify(Array(CommandLine.arguments.dropFirst()))

    print("\(report.verdict.rawValue) from \(report.window.from) to \(report.window.to)")
    for reason in report.reasons where reason.severity != .note { print("\(reason.code.rawValue): \(reason.text)") }
    for caller in report.callers { print("\(caller.callerClass.rawValue) \(caller.address): \(caller.why)") }
  }
}
