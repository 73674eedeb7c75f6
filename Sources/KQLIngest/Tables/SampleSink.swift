import KQLTypes

/// Looks at whole records: hands each one's fields, by name, to a function.
final class SampleSink: RecordSink {
  /// A field of a record; names are those that the input uses.
  struct SampledField {
    var name: String
    var value: RawValue
    var context: FieldContext
  }

  /// Called with the fields of each record.
  var visit: ([SampledField]) -> Void
  private let slot: UnsafeMutablePointer<RawValue>

  init(_ visit: @escaping ([SampledField]) -> Void = { _ in }) {
    self.visit = visit
    slot = .allocate(capacity: 1)
    slot.initialize(to: .absent)
  }

  deinit { slot.deallocate() }

  /// Records seen; more than any limit when enough was seen.
  private(set) var rowCount = 0

  /// Asks for no further records.
  func stop() { rowCount = .max }

  var current: UnsafeMutablePointer<RawValue> { slot }
  func clearCurrent() {}
  func flush() {}

  func passOver(time ticks: Int64) {}

  func offer(at offset: Int64, extras: ExtraFields) -> RecordFault? {
    rowCount &+= 1
    visit(
      extras.fields.map { field in
        let name = field.isEscaped ? JSONUnescaping.string(field.name) : String(decoding: field.name, as: UTF8.self)
        return SampledField(name: name, value: field.value, context: field.context)
      })
    return nil
  }
}

/// Sends all fields to where a ``SampleSink`` sees them.
struct SampleMap: FieldMap {
  /// Whether the fields of `properties` count as the record's.
  var opensProperties: Bool

  func target(of name: String, in context: FieldContext) -> FieldTarget {
    if context == .record {
      if name == "records" { return .records }
      if opensProperties, name.lowercased() == "properties" { return .nested }
    }
    return .extra
  }
}

extension DetectedInput {
  /// Shows the records at the start of the input to a sink.
  ///
  /// - Parameters:
  ///   - byteLimit: Bytes after which to stop.
  ///   - recordLimit: Records after which to stop.
  ///   - isStrict: Whether malformed records are errors; they are passed over otherwise, and a record that is longer
  ///     than a sample should be ends the sample.
  /// - Returns: Whether all records of the input were shown, but for malformed ones.
  func sample(
    into sink: SampleSink, map: SampleMap, byteLimit: Int64, recordLimit: Int, isStrict: Bool, limits: FramingLimits
  ) throws(ExecutionError) -> Bool {
    if format == .empty { return true }
    let tally = InputTally(self, skipsBadRecords: !isStrict, isSample: !isStrict)
    let arena = TextArena()
    var readers = RecordReaders<SampleSink>(
      RecordReaders<SampleSink>.Setting(
        map: map, slotCount: 0, collectsExtras: true, needs: nil, arena: arena, learnsPaths: false))
    let reader = readers.reader(for: format)
    var limits = limits
    limits.chunkByteCount = min(limits.chunkByteCount, 32 << 10)
    if !isStrict { limits.recordByteCount = min(limits.recordByteCount, 4 << 20) }
    let feed = try openFeed(limits)
    let buffer = BlockBuffer(capacity: limits.chunkByteCount)
    var readByteCount: Int64 = 0
    do throws(ExecutionError) {
      while let block = try feed.next(into: buffer, tally: tally) {
        reader.begin(block)
        let isUsedUp = try reader.read(into: sink, rowLimit: recordLimit, tally: tally)
        arena.removeAll()
        readByteCount += Int64(block.end - block.start)
        if !isUsedUp || readByteCount >= byteLimit { return false }
      }
    } catch {
      if isStrict { throw error }
      // The scan meets the same error, and reports it.
      return false
    }
    return true
  }
}
