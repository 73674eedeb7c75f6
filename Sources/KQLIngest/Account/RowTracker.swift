import KQLTypes

/// Looks at each row for what only some runs want to know: the hours with events, and rows that lie outside the time
/// that their blob's path gives.
///
/// Rows are looked at before any filter, so that what is found does not depend on the query.
final class RowTracker {
  /// The slot of the time; -1 for none.
  let timeSlot: Int
  private let blobTimes: Range<Int64>?
  private(set) var rows = InputTally.TableRows()

  init(timeSlot: Int, blobTimes: Range<Int64>?) {
    self.timeSlot = timeSlot
    self.blobTimes = blobTimes
  }
}

extension RowTracker {
  func note(_ row: UnsafePointer<RawValue>) {
    guard timeSlot >= 0 else { return }
    guard row[timeSlot].kind == .converted else {
      rows.timelessCount += 1
      return
    }
    note(time: Int64(bitPattern: row[timeSlot].word))
  }

  func note(time ticks: Int64) {
    rows.first = min(rows.first, ticks)
    rows.last = max(rows.last, ticks)
    rows.hours.add(ticks)
    if let blobTimes, !blobTimes.contains(ticks) { rows.outsideCount += 1 }
  }

  /// Hands over what was found and begins anew.
  func take() -> InputTally.TableRows {
    defer { rows = InputTally.TableRows() }
    return rows
  }
}
