/// What records were seen to have between one value and the next: quotes, commas, names, brackets, spaces; and runs
/// of values that were always the same.
///
/// Most exports write the same fields in the same order on every line, so what follows the value of a field is
/// nearly always what followed it before. Comparing with that is a few loads, where reading it is dozens of steps.
///
/// A piece of text is learned when the parser has read and checked it in the very same place: behind the value of a
/// certain field in a certain context. Whether it is correct JSON depends on nothing else, so text that is equal to
/// it is correct too; and the values between the pieces are checked one by one. A record that is read along paths is
/// therefore checked as fully as any other.
///
/// Points into a ``PathMemory``, which must outlive it: so that using it takes no reference counts.
struct RecordPaths {
  typealias Bytes = UnsafePointer<UInt8>

  /// A piece of text up to a value, and what it leads to.
  struct Step {
    /// The first 16 bytes and the last 16, which are the same where there are no more, and which of them count.
    var head = SIMD16<UInt8>(repeating: 0)
    var tail = SIMD16<UInt8>(repeating: 0)
    var mask = SIMD16<UInt8>(repeating: 0)
    /// Bytes of the text.
    var count = 0
    /// From the text's start to its last 16 bytes.
    var tailOffset = 0
    var landing = Landing()
    /// How often the step was taken although another stands before it.
    var hits: UInt8 = 0
  }

  /// The value that a piece of text leads to.
  struct Landing {
    /// The value's field, or ``end``.
    var field: Int16 = RecordPaths.end
    /// Where the value goes, as ``FieldIndex/Field/slot``.
    var slot: Int16 = 0
    /// Whether the value is a string, whose opening quote is part of the text.
    var isString = false
  }

  /// What is known of one place: behind the value of a field, or at a record's start.
  struct Place {
    /// Steps to try, tried in order; 0 while the place pauses.
    var activeCount = 0
    /// Steps that are known, of at most ``stepsPerPlace``.
    var knownCount = 0
    /// How often no step led on, lately.
    var missCount = 0
    /// Visits for which the steps are not tried, since they led nowhere for a while; and how many the next pause takes.
    var pause = 0
    var pauseLength = 256
    /// The run of values that begins here; its length is 0 when there is none.
    var run = RecordRun()
    /// How long the field's own text is, mostly.
    var length = TextLength()
  }

  /// Leads to the end of the record.
  static let end: Int16 = -1
  /// Fields that have a place; further ones are found by their names each time.
  static let capacity = 128
  static let stepsPerPlace = 4
  static let longestText = 32
  /// The number of the place at the start of records; the other places have the numbers of their fields.
  static let start = capacity

  let places: UnsafeMutablePointer<Place>
  /// What is expected at each place.
  let segments: UnsafeMutablePointer<RecordSegment>
  /// ``stepsPerPlace`` for each place.
  private let steps: UnsafeMutablePointer<Step>

  init(_ memory: PathMemory) {
    places = memory.places
    segments = memory.segments
    steps = memory.steps
  }

  @inline(__always)
  func steps(of place: Int) -> UnsafeMutablePointer<Step> { steps + place &* Self.stepsPerPlace }
}

/// Owns what ``RecordPaths`` points to.
final class PathMemory {
  fileprivate let places: UnsafeMutablePointer<RecordPaths.Place>
  fileprivate let segments: UnsafeMutablePointer<RecordSegment>
  fileprivate let steps: UnsafeMutablePointer<RecordPaths.Step>

  init() {
    let count = RecordPaths.capacity + 1
    places = .allocate(capacity: count)
    places.initialize(repeating: RecordPaths.Place(), count: count)
    steps = .allocate(capacity: count * RecordPaths.stepsPerPlace)
    steps.initialize(repeating: RecordPaths.Step(), count: count * RecordPaths.stepsPerPlace)
    segments = .allocate(capacity: count)
    for place in 0..<count { (segments + place).initialize(to: RecordSegment(places + place, segments)) }
  }

  deinit {
    for place in 0...RecordPaths.capacity { places[place].run.deallocate() }
    segments.deallocate()
    places.deallocate()
    steps.deallocate()
  }
}

// MARK: - Comparing

extension RecordPaths.Step {
  @inline(__always)
  func matches(_ position: UnsafePointer<UInt8>) -> Bool {
    let difference =
      ((ByteScan.load16(position) ^ head) | (ByteScan.load16(position + tailOffset) ^ tail)) & mask
    let halves = unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] == 0
  }
}

// MARK: - Learning

extension RecordPaths {
  /// Learns what leads from a place to the value of a field, or to the end.
  @inline(never)
  func learn(_ text: UnsafeBufferPointer<UInt8>, from place: Int, to landing: Landing) {
    // While a place pauses, what is learned would hardly be tried before it is given up again.
    guard let base = text.baseAddress, text.count > 0, text.count <= Self.longestText, places[place].pause == 0 else {
      return
    }
    var step = Step()
    step.count = text.count
    step.landing = landing
    step.tailOffset = max(0, text.count - 16)
    // Bytes behind a short text are read and masked.
    step.mask = Self.mask(text.count)
    step.head = ByteScan.load16(base)
    step.tail = ByteScan.load16(base + step.tailOffset)
    // A full place gives up the step that was tried last.
    let index = min(places[place].knownCount, Self.stepsPerPlace - 1)
    steps(of: place)[index] = step
    places[place].knownCount = index + 1
    places[place].activeCount = index + 1
    expect(at: place)
  }


  private static func mask(_ count: Int) -> SIMD16<UInt8> {
    let lanes = SIMD16<UInt8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let isWithin = lanes .< SIMD16(repeating: UInt8(min(count, 16)))
    return unsafeBitCast(isWithin, to: SIMD16<UInt8>.self)
  }

  /// Notes that no step led on.
  ///
  /// Where the order of fields changes from record to record, trying costs more than it brings.
  @inline(never)
  func noteMiss(_ place: Int) {
    if places[place].pause > 0 {
      places[place].pause -= 1
      if places[place].pause == 0 {
        places[place].activeCount = places[place].knownCount
        expect(at: place)
      }
      return
    }
    places[place].missCount += 1
    if places[place].missCount >= 32 {
      places[place].missCount = 0
      places[place].pause = places[place].pauseLength
      places[place].pauseLength = min(places[place].pauseLength &* 4, 1 << 20)
      places[place].activeCount = 0
      expect(at: place)
    }
  }

  /// Notes that a step led on that is not the first of its place.
  @inline(never)
  func noteHit(_ place: Int, _ index: Int) {
    let steps = steps(of: place)
    steps[index].hits += 1
    guard steps[index].hits >= 8 else { return }
    let step = steps[index]
    steps[index] = steps[index - 1]
    steps[index - 1] = step
    steps[index].hits = 0
    steps[index - 1].hits = 0
    expect(at: place)
  }

  /// Looks back on some records that were read: misses that are rare are forgiven, and runs and lengths that do not
  /// hold are given up.
  func review(recordCount: Int) {
    var isChanged = false
    for place in 0...Self.capacity where places[place].knownCount > 0 {
      if places[place].missCount < recordCount / 8 { places[place].missCount = 0 }
      if places[place].run.missCount > recordCount / 4 {
        places[place].run.deallocate()
        isChanged = true
      }
      places[place].run.missCount = 0
      if segments[place].length.missCount > recordCount / 8 {
        places[segments[place].field].length = TextLength()
        isChanged = true
      }
      segments[place].length.missCount = 0
    }
    if isChanged { expectAll() }
  }
}

// MARK: - Expecting

extension RecordPaths {
  /// Makes the segments of all places anew, after runs or lengths have changed.
  func expectAll() { for place in 0...Self.capacity { expect(at: place) } }

  private func expect(at place: Int) {
    if places[place].run.count > 0 {
      segments[place].expectRun()
      segments[place].lead(to: places[place].run.landing, places, segments)
    } else if places[place].activeCount > 0 {
      let step = steps(of: place).pointee
      segments[place].expect(step)
      segments[place].lead(to: step.landing, places, segments)
    } else {
      segments[place].expectNothing()
    }
  }
}
