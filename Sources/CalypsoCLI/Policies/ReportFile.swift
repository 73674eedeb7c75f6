import Calypso
import Glibc
import RegistryVerification

/// A report that `verify --check` was given.
enum ReportFile {
  static func read(_ path: String) throws -> SavedReport {
    let bytes = try Array(TextFile.read(path).utf8)
    do throws(SavedReportError) { return try SavedReport(bytes) } catch {
      throw QueryError(.badInput, "'\(path)' cannot be checked: \(error.message)")
    }
  }

  /// Says how the check came out; ends with 10 when the report is not what the inputs give.
  static func show(_ check: ReportCheck, of path: String) throws {
    var text =
      check.holds
      ? "SAME  '\(path)' is what these inputs give\n" : "DIFFERENT  '\(path)' is not what these inputs give\n"
    for line in check.differences { text += "  \(line)\n" }
    for line in check.notes { text += "  note: \(line)\n" }
    try FileOutput(descriptor: STDOUT_FILENO).write(SafeText.escaped(text, keepingLineBreaks: true))
    if !check.holds { throw CommandFailure(exitCode: .verificationFailed) }
  }
}
