import Glibc
import KQLTypes

/// One file of the inputs, to be read on its own.
package struct IngestPart: Sendable {
  private let source: IngestSource
  private let input: DetectedInput
  private let stamp: Stamp?

  /// What tells that a file was written to.
  private struct Stamp: Equatable {
    var byteCount: Int
    var seconds: Int
    var nanoseconds: Int

    init?(_ file: InputFile) {
      var status = stat()
      guard case .path(let path) = file.origin, stat(path, &status) == 0 else { return nil }
      byteCount = status.st_size
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  fileprivate init(_ input: DetectedInput, of source: IngestSource) {
    self.input = input
    self.source = source
    stamp = Stamp(input.file)
  }
}

extension IngestSource {
  /// The files, in the order in which they are read.
  package var parts: [IngestPart] { inputs.map { IngestPart($0, of: self) } }
}

// MARK: - What it is

extension IngestPart {
  package var path: String { input.file.displayName }

  /// The digest SHA-256 of the file's bytes as they are stored, in hexadecimal.
  package func digest() throws(ExecutionError) -> String { try input.digest() }

  /// Throws when the file was written to since it was opened.
  package func checkUnchanged() throws(ExecutionError) {
    guard stamp == Stamp(input.file) else { throw .badInput("\(path): the file was changed while it was read") }
  }
}

// MARK: - Rows

extension IngestPart {
  /// The tables that the file may hold rows of; those of which rows were seen when it was opened come first.
  package var tables: [IngestedTable] {
    let all = source.tables.compactMap { $0.restricted(toInput: input.index) }
    return all.filter(\.isObserved) + all.filter { !$0.isObserved }
  }

  /// What scans so far found; complete after the first one that was not ended early.
  package var account: IngestAccount.Input { source.account(of: input, false) }
}

extension IngestedTable {
  /// The table as far as one input holds it; `nil` when the input has nothing to do with it.
  fileprivate func restricted(toInput index: Int) -> IngestedTable? {
    let own = sources.filter { $0.input.index == index }
    if own.isEmpty { return nil }
    return IngestedTable(
      name: name, schema: schema, isObserved: isObserved, kind: kind, sources: own, options: options, ledger: ledger)
  }

  /// Whether the table's columns were found from records, rather than fixed by Azure.
  package var isInferred: Bool {
    if case .plain = kind { true } else { false }
  }
}
