import Calypso
import Foundation
import RegistryVerification

/// A folder of exports that goes away with the test.
final class ExportFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "registry-verification-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  convenience init(_ files: [ExportFile]) {
    self.init()
    for file in files { write(file.text, to: file.name) }
  }

  convenience init(_ events: [LogEvent], _ format: ExportFormat = .dataExport) { self.init(format.files(events)) }

  func write(_ text: String, to name: String) {
    let file = "\(path)/\(name)"
    try! FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try! text.write(toFile: file, atomically: false, encoding: .utf8)
  }

  func append(_ text: String, to name: String) {
    let old = (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    write(old + text, to: name)
  }

  func verify(_ policy: Policy, _ options: VerificationOptions = VerificationOptions(), threads: Int = 2) throws
    -> VerificationReport
  {
    try RegistryVerifier(policy, options: options).verify(
      [path], configuration: EngineConfiguration(threadCount: threads))
  }
}

/// Verifies events written as data export.
func verify(
  _ events: [LogEvent], _ policy: Policy = .aksAndDefender, _ options: VerificationOptions = VerificationOptions()
) throws -> VerificationReport {
  try ExportFolder(events).verify(policy, options)
}

extension VerificationReport {
  /// The codes of the reasons of a severity, in their order.
  func codes(_ severity: Reason.Severity) -> [ReasonCode] {
    reasons.filter { $0.severity == severity }.map(\.code)
  }

  func callers(at address: String) -> [CallerFinding] { callers.filter { $0.address == address } }
}
