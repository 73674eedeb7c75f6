import KQLTypes

/// Leaves out inputs that are known to hold no record of a table.
extension IngestedTable {
  /// Whether a scan has read an input to its end, checked it in full, found nothing wrong with it, and come upon no
  /// record of this table. The account then says what another scan would make it say.
  ///
  /// Asked of the registry tables alone: both sort records in the same way, whereas what another table takes for its own
  /// depends on its columns.
  func isKnownToMiss(_ source: TableSource) -> Bool {
    guard case .registry = kind, source.fallbackTable != nil, !options.deduplicates,
      RegistryTable.all.allSatisfy({ options.schemas[$0.name] == nil }),
      let entry = ledger[source.input], entry.isComplete
    else { return false }
    var counts = entry.counts
    guard RegistryTable.all.contains(where: { counts.scannedTables.contains($0.name) }),
      counts.rowCounts[name, default: 0] == 0, counts.isFlawless
    else { return false }
    counts.scannedTables = [name]
    counts.rows = [name: InputTally.TableRows()]
    ledger.add(counts, of: source.input, isComplete: true)
    return true
  }
}

extension InputTally.Counts {
  /// Whether every record was looked at and nothing was found to be wrong.
  fileprivate var isFlawless: Bool {
    passedOverCount == 0 && malformedCount == 0 && !hasUncheckedBytes && !isCutOff && partialReasons.isEmpty
      && problems.isEmpty
  }
}
