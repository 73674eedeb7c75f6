import KQLTypes

/// Looks at each row for what only some runs want to know: the hours with events, rows that lie outside the time that
/// their blob's path gives, and duplicates.
///
/// Rows are looked at before any filter, so that what is found does not depend on the query.
final class RowTracker {
  /// The slot of the time; -1 for none.
  private let timeSlot: Int
  private let blobTimes: Range<Int64>?
  /// Offsets of records to leave out, ascending.
  private let duplicates: [Int64]
  private var rows = InputTally.TableRows()

  init(timeSlot: Int, blobTimes: Range<Int64>?, duplicates: [Int64]) {
    self.timeSlot = timeSlot
    self.blobTimes = blobTimes
    self.duplicates = duplicates
  }
}

extension RowTracker {
  /// Notes a row.
  ///
  /// - Returns: Whether it counts; duplicates do not.
  func take(_ row: UnsafePointer<RawValue>, at offset: Int64) -> Bool {
    if !duplicates.isEmpty, isDuplicate(offset) {
      rows.duplicateCount += 1
      return false
    }
    guard timeSlot >= 0 else { return true }
    if row[timeSlot].kind == .converted {
      note(time: Int64(bitPattern: row[timeSlot].word))
    } else {
      rows.timelessCount += 1
    }
    return true
  }

  func note(time ticks: Int64) {
    rows.first = min(rows.first, ticks)
    rows.last = max(rows.last, ticks)
    rows.hours.add(ticks)
    if let blobTimes, !blobTimes.contains(ticks) { rows.outsideCount += 1 }
  }

  private func isDuplicate(_ offset: Int64) -> Bool {
    var low = 0
    var high = duplicates.count
    while low < high {
      let middle = (low + high) / 2
      if duplicates[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low < duplicates.count && duplicates[low] == offset
  }

  /// Hands over what was found and begins anew.
  func take() -> InputTally.TableRows {
    defer { rows = InputTally.TableRows() }
    return rows
  }
}
