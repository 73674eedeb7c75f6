/// Reads one JSON record: checks every byte of it and keeps the fields that are wanted, as they stand.
///
/// Of fields that come to the same slot the last one counts.
struct JSONRecordParser {
  typealias Bytes = UnsafePointer<UInt8>

  /// What `parse` came upon.
  enum Finding {
    case record
    /// An array of records, whose first element comes next.
    case records
  }

  private(set) var scanner: JSONScanner
  private var index: FieldIndex
  private let collectsExtras: Bool
  private let arena: TextArena
  /// Extra fields of the last record, if they are collected.
  private(set) var extras: [ExtraField] = []

  init(_ map: any FieldMap, spansLines: Bool, collectsExtras: Bool, arena: TextArena) {
    scanner = JSONScanner(spansLines: spansLines)
    index = FieldIndex(map)
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
    if collectsExtras { extras.removeAll(keepingCapacity: true) }
    guard start.pointee == UInt8(ascii: "{") else { return failNotObject(start) }
    return parseFields(start, context: .record, depth: depth + 1, into: row, finding: &finding)
  }

  /// Reads the fields of an object that begins here, and of those within it that count as the record's own.
  private mutating func parseFields(
    _ start: Bytes, context startContext: FieldContext, depth: Int, into row: UnsafeMutablePointer<RawValue>,
    finding: inout Finding
  ) -> Bytes? {
    var context = startContext
    var position = scanner.skipSpace(start + 1)
    var isFirst = true

    while true {
      if isFirst, position.pointee == UInt8(ascii: "}") {
        // An empty object; handled below like any end.
      } else {
        isFirst = false
        guard position.pointee == 0x22 else { return scanner.failUnexpected(at: position) }
        let nameStart = position + 1
        var isNameEscaped = false
        guard let nameEnd = scanner.scanString(nameStart, &isNameEscaped) else { return nil }
        guard let valueStart = scanner.scanColon(nameEnd + 1) else { return nil }
        position = valueStart

        let target: FieldTarget
        if let node = index.node(of: nameStart, nameEnd, in: context) {
          target = index.nodes[node].target
        } else {
          target = index.target(of: UnsafeBufferPointer(start: nameStart, count: nameEnd - nameStart), in: context)
        }

        if position.pointee == UInt8(ascii: "{"), target == .nested, context == .record {
          context = .nested
          position = scanner.skipSpace(position + 1)
          isFirst = true
          continue
        }
        if position.pointee == UInt8(ascii: "["), target == .records, context == .record {
          finding = .records
          return position + 1
        }
        var value = RawValue.absent
        let valueDepth = context == startContext ? depth : depth + 1
        guard let valueEnd = scanner.scanValue(position, depth: valueDepth, into: &value) else { return nil }
        position = valueEnd
        let name = UnsafeBufferPointer(start: nameStart, count: nameEnd - nameStart)
        take(value, of: name, target, in: context, depth: valueDepth, into: row)
      }

      // Behind a value: the next field, or the end of one object or two.
      while true {
        position = scanner.skipSpace(position)
        if position.pointee == UInt8(ascii: "}") {
          position += 1
          if context == startContext { return position }
          context = startContext
          isFirst = false
          continue
        }
        guard position.pointee == UInt8(ascii: ",") else { return scanner.failUnexpected(at: position) }
        position = scanner.skipSpace(position + 1)
        isFirst = false
        break
      }
    }
  }

  @inline(__always)
  private mutating func take(
    _ value: RawValue, of name: UnsafeBufferPointer<UInt8>, _ target: FieldTarget, in context: FieldContext,
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
    if collectsExtras, value.kind != .null {
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
    let text = arena.append(capacity: source.count) { JSONUnescaping.write(source, to: $0) }
    guard let base = text.baseAddress else { return false }
    let outer = scanner
    defer { scanner = outer }
    scanner.spansLines = true
    let start = scanner.skipSpace(base)
    var whole = RawValue.absent
    guard start.pointee == UInt8(ascii: "{"), let end = scanner.scanValue(start, depth: depth, into: &whole),
      scanner.skipSpace(end) == base + text.count
    else { return false }
    var finding = Finding.record
    return parseFields(start, context: .nested, depth: depth + 1, into: row, finding: &finding) != nil
  }

  private mutating func failNotObject(_ start: Bytes) -> Bytes? {
    var value = RawValue.absent
    guard scanner.scanValue(start, depth: 0, into: &value) != nil else { return nil }
    return scanner.fail(.notAnObject, at: start)
  }
}

// MARK: - Envelopes

extension JSONRecordParser {
  /// Goes to the next record of an envelope.
  ///
  /// - Parameters:
  ///   - position: Behind the `[` or behind a record.
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
