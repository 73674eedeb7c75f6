import KQLCatalog
import KQLTypes

/// Leaves out files whose path says that they cannot hold what a query asks for.
extension IngestedTable {
  /// The sources that may hold rows of the request, opened.
  ///
  /// A file is left out only where Azure fixes what its folder means (see ``BlobPath/possibleTimes``) and the request's
  /// conditions bound `TimeGenerated`; it is not opened at all.
  func openSources(for request: ScanRequest) throws(ExecutionError) -> [TableSource] {
    let bounds = options.prunesByPath ? timeColumn.flatMap { request.timeRange(ofColumn: $0) } : nil
    var opened: [TableSource] = []
    for source in sources {
      if let bounds, let times = source.input.blob?.possibleTimes,
        bounds.upper < times.lowerBound || bounds.lower >= times.upperBound
      {
        ledger.notePruned(source.input)
        continue
      }
      var source = source
      source.input = try source.input.opened(options, ledger)
      if isKnownToMiss(source) { continue }
      opened.append(source)
    }
    return opened
  }

  /// The times of the first and behind the last folder, when every file's path tells what times its events may have;
  /// `nil` otherwise.
  package var folderTimes: (start: Int64, lastStart: Int64, end: Int64)? {
    guard options.prunesByPath, timeColumn != nil, let first = sources.first?.input.blob else { return nil }
    var times = (start: first.start, lastStart: first.start, end: first.end)
    for source in sources {
      guard let blob = source.input.blob, blob.possibleTimes != nil else { return nil }
      times.start = min(times.start, blob.start)
      times.lastStart = max(times.lastStart, blob.start)
      times.end = max(times.end, blob.end)
    }
    return times
  }
}
