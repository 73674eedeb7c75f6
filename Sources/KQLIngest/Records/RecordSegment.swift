/// What is expected at a place of ``RecordPaths``: the place's run or else its first step, and the value behind it.
///
/// Everything that is needed to follow it stands together, so that a record that is as expected is read without a look
/// at anything else.
struct RecordSegment {
  typealias Bytes = UnsafePointer<UInt8>

  enum Text: UInt8 {
    /// Nothing is expected, or what is needs a closer look.
    case unknown
    case step
    case run
  }

  enum Value: UInt8 {
    /// The record ends.
    case end
    /// A string that goes to a slot.
    case string
    case other
  }

  /// The place's first step, if the text is one.
  private(set) var step = RecordPaths.Step()
  /// Bytes of the text.
  private(set) var count = 0
  /// The place's run, if the text is one.
  private(set) var run: UnsafeMutablePointer<RecordRun>
  /// What is expected behind the value.
  private(set) var next: UnsafeMutablePointer<RecordSegment>
  /// The value's length, if it is a string.
  var length = TextLength()
  /// Where the value goes, as ``FieldIndex/Field/slot``.
  private(set) var slot = 0
  private(set) var field = 0
  private(set) var text = Text.unknown
  private(set) var value = Value.other
}

// MARK: - Making

extension RecordSegment {
  /// Nothing is expected.
  init(_ place: UnsafeMutablePointer<RecordPaths.Place>, _ segments: UnsafeMutablePointer<RecordSegment>) {
    run = place.pointer(to: \.run).unsafelyUnwrapped
    next = segments
  }

  mutating func expect(_ step: RecordPaths.Step) {
    self.step = step
    count = step.count
    text = .step
  }

  mutating func expectRun() {
    count = run.pointee.count
    text = .run
  }

  mutating func expectNothing() { text = .unknown }

  /// - Parameter places: The places of all fields, for their lengths.
  mutating func lead(
    to landing: RecordPaths.Landing, _ places: UnsafeMutablePointer<RecordPaths.Place>,
    _ segments: UnsafeMutablePointer<RecordSegment>
  ) {
    guard landing.field != RecordPaths.end else {
      value = .end
      return
    }
    field = Int(landing.field)
    slot = Int(landing.slot)
    next = segments + field
    value = landing.isString ? .string : .other
    // What to do with other strings must be looked at each time.
    if landing.isString, slot < 0 { text = .unknown }
    length = places[field].length
  }
}
