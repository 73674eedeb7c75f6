import Calypso
import Glibc

/// Writes a report in any format.
///
///     let writer = ReportWriter(report)
///     try writer.write(to: [ReportDestination(argument: "report.html"), ReportDestination(argument: "report.json")])
///     print(writer.text(.text))
///
/// The same report gives the same bytes in every format.
public struct ReportWriter: Sendable {
  private let edition: ReportEdition

  public init(_ report: VerificationReport) { edition = ReportEdition(report) }
}

extension ReportWriter {
  /// SHA-256 of the report in JSON, lower-case hexadecimal. HTML, Markdown and text quote it.
  public var digest: String { edition.digest }

  /// The report in a format.
  ///
  /// - Parameters:
  ///   - width: Columns that ``ReportFormat/text`` keeps to, 60 at least.
  ///   - usesColor: Whether ``ReportFormat/text`` is styled for a terminal.
  public func text(_ format: ReportFormat, width: Int = 80, usesColor: Bool = false) -> String {
    format.renderer.render(edition, options: ReportOptions(width: max(width, 60), usesColor: usesColor))
  }

  /// Writes the report to each of the files.
  ///
  /// A file is there whole or not at all, and is for its owner alone to read (mode 0600) unless it replaces one with
  /// other permissions; `-` is standard output. A destination that is one of the report's own
  /// inputs, or its policy, is refused.
  ///
  /// - Throws: `QueryError` of kind `outputFailed` that names every file that could not be written; the others are
  ///   written all the same.
  public func write(to destinations: [ReportDestination]) throws(QueryError) {
    var failures: [String] = []
    for destination in destinations {
      if destination.path == "-" {
        try FileOutput(descriptor: STDOUT_FILENO).write(text(destination.format))
        continue
      }
      if let source = source(at: destination.path) {
        failures.append("'\(destination.path)' was not written: it is \(source)")
        continue
      }
      do throws(AtomicFileError) {
        try AtomicFile.write(Array(text(destination.format).utf8), to: destination.path)
      } catch {
        failures.append("'\(error.path)' could not be written: \(error.reason)")
      }
    }
    if !failures.isEmpty { throw QueryError(.outputFailed(isBrokenPipe: false), failures.joined(separator: "; ")) }
  }

  /// What the report was made of that a path leads to; `nil` for any other file.
  private func source(at path: String) -> String? {
    guard let wanted = FileIdentity(path) else { return nil }
    if let policy = edition.report.policy.path, FileIdentity(policy) == wanted { return "the policy" }
    return edition.report.inputs.inputs.contains { FileIdentity($0.path) == wanted } ? "an input" : nil
  }
}

/// Which regular file a path leads to, whatever its name.
private struct FileIdentity: Equatable {
  let device: dev_t
  let number: ino_t

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    (device, number) = (status.st_dev, status.st_ino)
  }
}
