import KQLTypes

extension DetectedInput {
  /// The input as its first bytes show it; looks at them once, when a scan needs them first.
  ///
  /// - Throws: What keeps it from being read. Where bad records are skipped, the problem is noted instead, and the
  ///   input has no records.
  func opened(_ options: IngestOptions, _ ledger: IngestLedger) throws(ExecutionError) -> DetectedInput {
    if let known = ledger.detected(self) { return known }
    var input: DetectedInput
    do throws(ExecutionError) {
      switch try InputOpener.open(file, index: index, options) {
      case .success(let opened): input = opened.input
      case .failure(let refusal): throw .badInput("\(file.displayName): \(refusal.reason)")
      }
    } catch {
      guard options.skipsBadRecords, error.kind == .badInput else { throw error }
      input = unreadable(error, ledger)
    }
    input.blob = blob
    ledger.noteDetected(input)
    return input
  }

  /// Notes why the input cannot be read.
  ///
  /// - Returns: The input as one without records.
  func unreadable(_ error: ExecutionError, _ ledger: IngestLedger) -> DetectedInput {
    var counts = InputTally.Counts()
    counts.problems.append(error.message)
    ledger.add(counts, of: self, isComplete: false)
    var input = self
    (input.format, input.layers, input.isDetected, input.isReadable) = (.empty, [], true, false)
    return input
  }
}
