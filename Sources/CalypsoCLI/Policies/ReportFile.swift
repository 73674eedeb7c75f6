import Calypso
import Glibc
import RegistryVerification

/// Reports as files: those that `verify --check` is given, and where new ones go.
enum ReportFile {
  static func read(_ path: String) throws -> SavedReport {
    let bytes = try Array(TextFile.read(path).utf8)
    do throws(SavedReportError) { return try SavedReport(bytes) } catch {
      throw QueryError(.badInput, "'\(path)' cannot be checked: \(error.message)")
    }
  }

  /// The policy that the text in a report says.
  static func policy(of report: SavedReport, _ path: String) throws -> Policy {
    do throws(DocumentError) { return try Policy(PolicyFile.document(report.policyText)) } catch {
      throw QueryError(.badInput, "'\(path)' cannot be checked: the text of its policy is no policy: \(error)")
    }
  }

  /// Says how the check came out; ends with 10 when the report is not what the inputs give.
  static func show(_ check: ReportCheck, of path: String) throws {
    let verdict = check.holds ? "SAME  '\(path)' is what" : "DIFFERENT  '\(path)' is not what"
    let lines =
      ["\(verdict) these inputs give"] + check.differences.map { "  \($0)" } + check.notes.map { "  note: \($0)" }
    // Lines are escaped one by one: a value with a line break must not look like two findings.
    let text = lines.map { SafeText.escaped($0) + "\n" }.joined()
    try FileOutput(descriptor: STDOUT_FILENO).write(text)
    if !check.holds { throw CommandFailure(exitCode: .verificationFailed) }
  }

  /// Says which reports the next run would read as logs, as they lie in a folder that is an input.
  static func warn(about destinations: [ReportDestination], inside inputs: [String]) {
    let folders = inputs.compactMap { input in realPath(input).map { (input, $0 == "/" ? $0 : $0 + "/") } }
    for destination in destinations {
      let parent = destination.path.lastIndex(of: "/").map { String(destination.path[...$0]) } ?? "."
      guard let path = realPath(parent).map({ $0 + "/" }), let folder = folders.first(where: { path.hasPrefix($0.1) })
      else { continue }
      Console.standardError.say(
        "note: '\(destination.path)' lies in the input '\(folder.0)', so that the next run reads it as a log")
    }
  }

  /// The path without links; `nil` when nothing is there.
  private static func realPath(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
