import KQLCatalog

/// Drops rows that wait to be built when a join would find nothing for them; used by one thread.
///
/// Rows are looked up many at once, since one by one it would cost as much as it saves.
final class KeyLookup {
  private let keys: any KeyMembership
  private var texts: ColumnTexts
  private var isFound: [Bool] = []

  init(_ keys: any KeyMembership, _ source: ColumnSource) {
    self.keys = keys
    texts = ColumnTexts(source)
  }

  /// - Returns: For each row whether its key may be held.
  func verdicts(on rows: RawRows) -> [Bool] {
    if isFound.count < rows.count { isFound = [Bool](repeating: false, count: rows.count) }
    let keys = self.keys
    isFound.withUnsafeMutableBufferPointer { isFound in
      guard let target = isFound.baseAddress else { return }
      texts.with(rows) { keys.find($0, isFound: target) }
    }
    return isFound
  }
}
