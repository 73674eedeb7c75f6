/// A run of fields whose values are always the same, with all that stands between them: compared in one go.
struct RecordRun {
  typealias Bytes = UnsafePointer<UInt8>

  /// A value of the run that the row wants.
  struct Store {
    var slot: Int
    var kind: RawValue.Kind
    var offset: Int
    var byteCount: Int
  }

  /// Bytes of the text; 0 for no run.
  private(set) var count = 0
  private var text: UnsafeMutablePointer<UInt8>?
  private var stores: UnsafeMutablePointer<Store>?
  private(set) var storeCount = 0
  private(set) var landing = RecordPaths.Landing()
  var missCount = 0

  /// Shorter runs are not worth it, longer ones might lead out of the buffer.
  static let lengths = 16...900

  init() {}

  init(_ source: UnsafeBufferPointer<UInt8>, stores wanted: [Store], landing: RecordPaths.Landing) {
    guard let base = source.baseAddress, Self.lengths.contains(source.count) else { return }
    count = source.count
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    text.initialize(from: base, count: count)
    self.text = text
    let stores = UnsafeMutablePointer<Store>.allocate(capacity: max(wanted.count, 1))
    for (index, store) in wanted.enumerated() { (stores + index).initialize(to: store) }
    self.stores = stores
    storeCount = wanted.count
    self.landing = landing
  }

  /// Gives the memory back, and is no run any more.
  mutating func deallocate() {
    text?.deallocate()
    stores?.deallocate()
    self = RecordRun()
  }
}

extension RecordRun {
  /// Whether the run stands here.
  ///
  /// - Precondition: There is a run.
  @inline(__always)
  func matches(_ position: Bytes) -> Bool {
    ByteScan.begins(position, with: UnsafePointer(text.unsafelyUnwrapped), count: count)
  }

  /// Puts the wanted values of the run that stands here into a row.
  @inline(__always)
  func store(_ position: Bytes, into row: UnsafeMutablePointer<RawValue>) {
    var index = 0
    while index < storeCount {
      let store = stores.unsafelyUnwrapped[index]
      let start = position + store.offset
      row[store.slot] = RawValue(store.kind, start, start + store.byteCount)
      index &+= 1
    }
  }
}

/// Finds out which values, and which texts' lengths, are always the same, by watching a few records.
struct RunTraining {
  /// A field of a record as it was read.
  struct Visit {
    /// The place that led to the value.
    var place: Int
    var landing: RecordPaths.Landing
    /// The value as it stands, a string without its quotes.
    var value: RawValue
    /// Behind the value before; where the landing is; and behind this value.
    var from: UnsafePointer<UInt8>
    var start: UnsafePointer<UInt8>
    var to: UnsafePointer<UInt8>
  }

  private enum Verdict {
    case unknown
    case constant([UInt8])
    case varies
  }

  private var verdicts: [Int: Verdict] = [:]
  /// Lengths of the fields' texts; -1 where they vary.
  private var lengths: [Int: Int] = [:]
  private var watched = 0
  private(set) var visits: [Visit] = []
  /// Records to let pass before watching again.
  private(set) var pauseRecordCount = 4096
  /// Whether more records are to be watched.
  private(set) var isWatching = false

  private static let recordCount = 48
}

extension RunTraining {
  mutating func beginRecord() {
    isWatching = true
    visits.removeAll(keepingCapacity: true)
  }

  mutating func add(_ visit: Visit) { visits.append(visit) }

  /// Notes the values of the record that was watched; builds the runs after the last one.
  ///
  /// - Parameter end: Behind the record.
  mutating func endRecord(
    _ end: UnsafePointer<UInt8>, _ paths: RecordPaths, unwantedSlot: Int32
  ) {
    for visit in visits {
      let field = Int(visit.landing.field)
      let bytes = visit.value.bytes
      switch verdicts[field] ?? .unknown {
      case .unknown: verdicts[field] = bytes.count <= 512 ? .constant(Array(bytes)) : .varies
      case .constant(let known): if !known.elementsEqual(bytes) { verdicts[field] = .varies }
      case .varies: break
      }
      let length = visit.landing.isString && visit.value.kind == .text ? bytes.count : -1
      if lengths.updateValue(length, forKey: field) ?? length != length { lengths[field] = -1 }
    }
    watched += 1
    guard watched == Self.recordCount else { return }
    build(end, paths.places, unwantedSlot: unwantedSlot)
    for (field, length) in lengths { paths.places[field].length = length < 0 ? TextLength() : TextLength(length) }
    paths.expectAll()
    isWatching = false
    // Data that do not change are not watched again and again.
    pauseRecordCount = min(pauseRecordCount &* 2, 1 << 20)
    verdicts = [:]
    lengths = [:]
    watched = 0
  }

  /// Stops watching for now, since records have more fields than can be watched.
  mutating func abandon() {
    isWatching = false
    verdicts = [:]
    lengths = [:]
    watched = 0
  }

  private func build(
    _ end: UnsafePointer<UInt8>, _ places: UnsafeMutablePointer<RecordPaths.Place>, unwantedSlot: Int32
  ) {
    for first in visits.indices {
      var stores: [RecordRun.Store] = []
      var index = first
      let start = visits[first].from
      while index < visits.count, isConstant(visits[index]),
        visits[index].to - start < RecordRun.lengths.upperBound - 64
      {
        let visit = visits[index]
        if visit.landing.slot != unwantedSlot, let value = visit.value.bytes.baseAddress {
          stores.append(
            RecordRun.Store(
              slot: Int(visit.landing.slot), kind: visit.value.kind, offset: value - start,
              byteCount: visit.value.bytes.count))
        }
        index += 1
      }
      let place = visits[first].place
      places[place].run.deallocate()
      guard index > first else { continue }
      var landing = RecordPaths.Landing()
      var textEnd = end
      if index < visits.count {
        landing = visits[index].landing
        textEnd = visits[index].start
      }
      places[place].run = RecordRun(
        UnsafeBufferPointer(start: start, count: textEnd - start), stores: stores, landing: landing)
    }
  }

  private func isConstant(_ visit: Visit) -> Bool {
    // What to do with the others must be looked at each time.
    guard visit.landing.slot != FieldIndex.special, case .constant = verdicts[Int(visit.landing.field)] else {
      return false
    }
    return true
  }
}
