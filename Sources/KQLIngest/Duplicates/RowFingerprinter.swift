import KQLTypes

/// Takes fingerprints of the records of one source instead of keeping their rows.
final class RowFingerprinter {
  private let store: FingerprintStore
  /// The ordinal of the source's first byte.
  private let firstOrdinal: Int64
  private let form: RecordForm
  /// Those that were not handed over yet.
  private var fingerprints: [Fingerprint] = []

  init(_ store: FingerprintStore, firstOrdinal: Int64, _ layout: RowLayout) {
    self.store = store
    self.firstOrdinal = firstOrdinal
    form = RecordForm(layout)
  }
}

extension RowFingerprinter {
  func take(_ row: UnsafePointer<RawValue>, _ extras: ExtraFields, at offset: Int64) {
    let (high, low) = form.fingerprint(row, extras.fields)
    fingerprints.append(Fingerprint(high: high, low: low, ordinal: firstOrdinal + offset))
  }

  /// Hands over what was taken.
  ///
  /// - Returns: Bytes of memory that were not needed before.
  func finish() -> Int {
    defer { fingerprints.removeAll(keepingCapacity: true) }
    return store.add(fingerprints)
  }
}
