/// Reads one JSON record: checks every byte of it and keeps the fields that are wanted, as they stand.
///
/// What stands between values is compared with what stood there in earlier records (``RecordPaths``), and read only
/// where that differs. Of fields that come to the same slot the last one counts.
struct JSONRecordParser {
  typealias Bytes = UnsafePointer<UInt8>

  /// What `parse` came upon.
  enum Finding: Equatable {
    case record
    /// An array of records, whose first element comes next.
    case records
    /// A record of which all that is needed was read.
    case recordInPart
    /// A record whose time makes it useless.
    case useless(ticks: Int64)
  }

  var scanner: JSONScanner
  private let fieldMemory: FieldMemory
  let index: FieldIndex
  private let pathMemory = PathMemory()
  let paths: RecordPaths
  let learnsPaths: Bool
  var training = RunTraining()
  private let collectsExtras: Bool
  private let arena: TextArena
  /// Extra fields of the last record, if they are collected.
  let extras = ExtraFields()
  /// What is needed of a record, if the rest may go unchecked.
  let needs: RecordNeeds?
  var timestamps = TimestampReader()
  /// Where reading goes on from.
  var state = State()
  private var recordsUntilWatch = 16

  /// What is known behind a value, or at the start of an object.
  struct State {
    var context = FieldContext.record
    /// Whether an object was just opened, so that a field or its end may follow.
    var isOpening = true
    /// The field that comes next; -1 when it has no number.
    var field = -1
    var target = FieldTarget.skipped
    var name = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  }

  /// - Parameters:
  ///   - slotCount: Slots of a row that are wanted; rows have one more, for what is not.
  ///   - needs: What is needed of a record, if the rest may go unchecked. Asks for paths.
  ///   - learnsPaths: Whether records are expected to resemble one another.
  init(
    _ map: any FieldMap, slotCount: Int, spansLines: Bool, collectsExtras: Bool, needs: RecordNeeds? = nil,
    arena: TextArena,
    learnsPaths: Bool = true
  ) {
    self.needs = needs
    scanner = JSONScanner(spansLines: spansLines)
    fieldMemory = FieldMemory(map, slotCount: slotCount, collectsExtras: collectsExtras)
    index = FieldIndex(fieldMemory)
    paths = RecordPaths(pathMemory)
    self.learnsPaths = learnsPaths
    self.collectsExtras = collectsExtras
    self.arena = arena
  }

  var fault: RecordFault { scanner.fault }
  var faultPosition: Bytes? { scanner.faultPosition }
}

// MARK: - Records

extension JSONRecordParser {
  /// Reads the record that begins here.
  ///
  /// - Parameters:
  ///   - depth: Levels of nesting around the record.
  ///   - row: Receives the fields; all its slots are absent at first.
  ///   - finding: What was found: a record, or an envelope around an array of records.
  /// - Returns: The byte behind the record or, for an envelope, behind the `[`; `nil` for a fault.
  mutating func parse(
    _ start: Bytes, depth: Int, into row: UnsafeMutablePointer<RawValue>, finding: inout Finding
  ) -> Bytes? {
    finding = .record
    if collectsExtras { extras.removeAll() }
    guard start.pointee == UInt8(ascii: "{") else { return failNotObject(start) }
    guard learnsPaths else {
      return parseFields(start, context: .record, depth: depth + 1, into: row, finding: &finding)
    }
    if depth == 0, let needs {
      if needs.slotCount == 0 {
        finding = .recordInPart
        return start
      }
      return parse(start, depth: 1, isWatched: false, needs: needs, into: row, finding: &finding)
    }
    recordsUntilWatch &-= 1
    if recordsUntilWatch < 0 { return parseWatched(start, depth: depth + 1, into: row, finding: &finding) }
    return parse(start, depth: depth + 1, isWatched: false, needs: nil, into: row, finding: &finding)
  }

  @inline(never)
  private mutating func parseWatched(
    _ start: Bytes, depth: Int, into row: UnsafeMutablePointer<RawValue>,
    finding: inout Finding
  ) -> Bytes? {
    training.beginRecord()
    let end = parse(start, depth: depth, isWatched: true, needs: nil, into: row, finding: &finding)
    if let end, finding == .record { training.endRecord(end, paths, unwantedSlot: fieldMemory.unwantedSlot) }
    if !training.isWatching { recordsUntilWatch = training.pauseRecordCount }
    return end
  }
}

// MARK: - Looking back

extension JSONRecordParser {
  /// Called now and then, to give up what has not held.
  func review(recordCount: Int) { paths.review(recordCount: recordCount) }
}

// MARK: - Without paths

extension JSONRecordParser {
  /// The state's field when the outermost object has ended.
  static let atEnd = -2

  /// Reads an object's fields, and those of the objects within it that count as its own, name by name.
  private mutating func parseFields(
    _ start: Bytes, context: FieldContext, depth: Int, into row: UnsafeMutablePointer<RawValue>,
    finding: inout Finding
  ) -> Bytes? {
    state.context = context
    state.isOpening = true
    guard let next = advance(start, outermost: context) else { return nil }
    if state.field == Self.atEnd { return next }
    return finish(next, outermost: context, depth: depth, into: row, finding: &finding)
  }

  /// Reads the value that begins here, of the field that the state tells, and all fields behind it.
  @inline(never)
  mutating func finish(
    _ start: Bytes, outermost: FieldContext = .record, depth: Int, into row: UnsafeMutablePointer<RawValue>,
    finding: inout Finding
  ) -> Bytes? {
    var position = start
    var value = RawValue.absent
    while true {
      if position.pointee == UInt8(ascii: "["), state.target == .records, state.context == .record {
        finding = .records
        return position + 1
      }
      let valueDepth = state.context == outermost ? depth : depth &+ 1
      guard let end = scanner.scanValue(position, depth: valueDepth, into: &value) else { return nil }
      take(value, state.target, of: state.name, in: state.context, depth: valueDepth, into: row)
      guard let next = advance(end, outermost: outermost) else { return nil }
      if state.field == Self.atEnd { return next }
      position = next
    }
  }

  /// Goes from behind a value, or from an opening bracket, to the next value, and notes its field in the state.
  ///
  /// - Returns: The value's first byte, or what follows the outermost object.
  @inline(__always)
  mutating func advance(_ start: Bytes, outermost: FieldContext) -> Bytes? {
    var position = state.isOpening ? start + 1 : start
    while true {
      position = scanner.skipSpace(position)
      if position.pointee == UInt8(ascii: "}") {
        position += 1
        if state.context == outermost {
          state.field = Self.atEnd
          return position
        }
        state.context = outermost
        state.isOpening = false
        continue
      }
      if !state.isOpening {
        guard position.pointee == UInt8(ascii: ",") else { return scanner.failUnexpected(at: position) }
        position = scanner.skipSpace(position + 1)
      }
      state.isOpening = false
      guard position.pointee == 0x22 else { return scanner.failUnexpected(at: position) }
      let nameStart = position + 1
      var isEscaped = false
      guard let nameEnd = scanner.scanString(nameStart, &isEscaped),
        let valueStart = scanner.scanColon(nameEnd + 1)
      else { return nil }
      position = valueStart
      if !isEscaped, let field = index.find(nameStart, nameEnd, in: state.context) {
        state.field = field
        state.target = index.fields[field].target
        state.name = index.fields[field].name
      } else {
        state.field = -1
        state.name = UnsafeBufferPointer(start: nameStart, count: nameEnd - nameStart)
        state.target = index.target(of: state.name, in: state.context)
      }
      guard position.pointee == UInt8(ascii: "{"), state.target == .nested, state.context == .record else {
        return position
      }
      state.context = .nested
      state.isOpening = true
      position += 1
    }
  }
}

// MARK: - Values

extension JSONRecordParser {
  @inline(__always)
  mutating func take(
    _ value: RawValue, ofField field: Int, depth: Int, into row: UnsafeMutablePointer<RawValue>
  ) {
    let slot = index.fields[field].slot
    if slot >= 0 {
      row[Int(slot)] = value
    } else {
      let known = index.fields[field]
      take(value, known.target, of: known.name, in: known.context, depth: depth, into: row)
    }
  }

  @inline(never)
  private mutating func take(
    _ value: RawValue, _ target: FieldTarget, of name: UnsafeBufferPointer<UInt8>, in context: FieldContext,
    depth: Int, into row: UnsafeMutablePointer<RawValue>
  ) {
    switch target {
    case .slot(let slot): row[slot] = value
    case .skipped: break
    case .extra, .records: keepExtra(value, of: name, in: context)
    case .nested:
      if value.isText, context == .record, parseText(value, depth: depth, into: row) { break }
      keepExtra(value, of: name, in: context)
    }
  }

  private mutating func keepExtra(
    _ value: RawValue, of name: UnsafeBufferPointer<UInt8>, in context: FieldContext
  ) {
    if collectsExtras {
      extras.append(ExtraField(name: name, isEscaped: true, value: value, context: context))
    }
  }

  /// Reads the fields of an object that is written as text within the record.
  ///
  /// - Returns: Whether the text is such an object.
  private mutating func parseText(
    _ value: RawValue, depth: Int, into row: UnsafeMutablePointer<RawValue>
  ) -> Bool {
    let source = value.bytes
    let text = arena.append(capacity: source.count) { target in
      switch value.kind {
      case .escapedText: return JSONUnescaping.write(source, to: target)
      case .doubledText: return RawText.undouble(source, to: target)
      default:
        if let start = source.baseAddress { target.update(from: start, count: source.count) }
        return source.count
      }
    }
    guard let base = text.baseAddress else { return false }
    let outer = (scanner, state)
    defer { (scanner, state) = outer }
    scanner.spansLines = true
    let start = scanner.skipSpace(base)
    var whole = RawValue.absent
    guard start.pointee == UInt8(ascii: "{"), let end = scanner.scanValue(start, depth: depth, into: &whole),
      scanner.skipSpace(end) == base + text.count
    else { return false }
    var finding = Finding.record
    return parseFields(start, context: .nested, depth: depth + 1, into: row, finding: &finding) != nil
  }

  /// Reads the fields of an object, or of one written as text, as fields of the record.
  ///
  /// - Parameter value: A value of the record that was checked already.
  /// - Returns: Whether the value is such an object.
  mutating func parseNested(_ value: RawValue, into row: UnsafeMutablePointer<RawValue>) -> Bool {
    if value.isText { return parseText(value, depth: 1, into: row) }
    guard value.kind == .object, let start = value.bytes.baseAddress else { return false }
    var finding = Finding.record
    return parseFields(start, context: .nested, depth: 2, into: row, finding: &finding) != nil
  }

  private mutating func failNotObject(_ start: Bytes) -> Bytes? {
    var value = RawValue.absent
    guard scanner.scanValue(start, depth: 0, into: &value) != nil else { return nil }
    return scanner.fail(.notAnObject, at: start)
  }
}

// MARK: - Envelopes

extension JSONRecordParser {
  /// Notes a fault that the records' reader found.
  mutating func fail(_ fault: RecordFault, at position: Bytes) {
    _ = scanner.fail(fault, at: position)
  }

  /// Goes to the next record of an envelope.
  ///
  /// - Parameters:
  ///   - start: Behind the `[` or behind a record.
  ///   - isFirst: Whether no record of the envelope was read yet.
  ///   - isAtEnd: Set when the envelope ended; the result is then the byte behind it.
  mutating func nextInEnvelope(_ start: Bytes, isFirst: Bool, isAtEnd: inout Bool) -> Bytes? {
    isAtEnd = false
    var position = scanner.skipSpace(start)
    if position.pointee == UInt8(ascii: "]") {
      isAtEnd = true
      return scanner.scanRemainingFields(position + 1)
    }
    if isFirst { return position }
    guard position.pointee == UInt8(ascii: ",") else { return scanner.failUnexpected(at: position) }
    position = scanner.skipSpace(position + 1)
    return position
  }

  /// Checks that nothing but space follows up to the end of a line.
  mutating func endOfLine(_ start: Bytes) -> Bytes? {
    var position = start
    while position.pointee == 0x20 || position.pointee == 0x09 || position.pointee == 0x0d { position += 1 }
    if position.pointee == 0x0a { return position + 1 }
    return scanner.fail(.trailingText, at: position)
  }
}
