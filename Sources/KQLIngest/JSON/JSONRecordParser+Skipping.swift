import KQLTypes

// MARK: - Skipping

extension JSONRecordParser {
  /// Whether lines may be passed over for their times alone.
  var skipsUselessLines: Bool { learnsPaths && needs?.gate != nil }

  /// The time of a line that makes it useless, where the line begins with its time as earlier ones did, written as Azure
  /// does, and a place behind it.
  ///
  /// Says what `parse` would say, at a third of its cost; `nil` leaves the line to that.
  @inline(__always)
  mutating func timeOfUselessLine(_ line: Bytes) -> (ticks: Int64, end: Bytes)? {
    guard let gate = needs?.gate, paths.places[RecordPaths.start].activeCount > 0 else { return nil }
    let step = paths.steps(of: RecordPaths.start)
    guard step.pointee.landing.isString, Int(step.pointee.landing.slot) == gate.slot, step.pointee.matches(line) else {
      return nil
    }
    let text = line + step.pointee.count
    guard text[TimestampReader.azureByteCount] == 0x22,
      let ticks = timestamps.azureForm(UnsafeRawPointer(text)), ticks < gate.lower || ticks > gate.upper
    else { return nil }
    return (ticks, text + TimestampReader.azureByteCount + 1)
  }
}
