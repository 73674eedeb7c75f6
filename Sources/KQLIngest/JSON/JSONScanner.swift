/// Finds the ends of JSON values in a buffer and checks every byte of them.
///
/// The text must be followed by a byte that no value can contain, such as the line end behind every line or the zero
/// behind the buffer's content: so nothing here compares with an end while it looks at bytes.
struct JSONScanner {
  typealias Bytes = UnsafePointer<UInt8>

  /// Levels of nesting that a record may have, its own included.
  static let maximumDepth = 512

  /// Whether a line end is white space, rather than the end of the record.
  var spansLines: Bool

  /// The last fault, and where it was found.
  private(set) var fault: RecordFault = .unexpectedEnd
  private(set) var faultPosition: Bytes?

  init(spansLines: Bool) {
    self.spansLines = spansLines
  }
}

// MARK: - Faults

extension JSONScanner {
  @inline(never)
  mutating func fail(_ fault: RecordFault, at position: Bytes) -> Bytes? {
    self.fault = fault
    faultPosition = position
    return nil
  }

  /// Notes that a byte does not belong where it stands.
  @inline(never)
  mutating func failUnexpected(at position: Bytes) -> Bytes? {
    let byte = position.pointee
    return fail(byte == 0x0a && !spansLines || byte == 0 ? endFault(byte) : .unexpected(byte), at: position)
  }

  private func endFault(_ byte: UInt8) -> RecordFault {
    byte == 0 ? .unexpected(0) : .unexpectedEnd
  }
}

// MARK: - White space

extension JSONScanner {
  @inline(__always)
  func skipSpace(_ position: Bytes) -> Bytes {
    if position.pointee > 0x20 { return position }
    return skipSpaceRun(position)
  }

  @inline(never)
  private func skipSpaceRun(_ start: Bytes) -> Bytes {
    var position = start
    while true {
      switch position.pointee {
      case 0x20, 0x09, 0x0d: position += 1
      case 0x0a where spansLines: position += 1
      default: return position
      }
    }
  }
}

// MARK: - Values

extension JSONScanner {
  /// Passes over a value that begins here, and says what and where it is.
  @inline(__always)
  mutating func scanValue(_ position: Bytes, depth: Int, into value: inout RawValue) -> Bytes? {
    if position.pointee == 0x22 {
      var isEscaped = false
      guard let end = scanString(position + 1, &isEscaped) else { return nil }
      value = RawValue(isEscaped ? .escapedText : .text, position + 1, end)
      return end + 1
    }
    return scanOther(position, depth: depth, into: &value)
  }

  @inline(never)
  private mutating func scanOther(_ position: Bytes, depth: Int, into value: inout RawValue) -> Bytes? {
    let end: Bytes?
    let kind: RawValue.Kind
    switch position.pointee {
    case 0x2d, 0x30...0x39: (kind, end) = (.number, scanNumber(position))
    case UInt8(ascii: "t"): (kind, end) = (.true, scanWord(position, "true"))
    case UInt8(ascii: "f"): (kind, end) = (.false, scanWord(position, "false"))
    case UInt8(ascii: "n"): (kind, end) = (.null, scanWord(position, "null"))
    case UInt8(ascii: "{"): (kind, end) = (.object, scanNested(position, depth: depth))
    case UInt8(ascii: "["): (kind, end) = (.array, scanNested(position, depth: depth))
    default: return failUnexpected(at: position)
    }
    guard let end else { return nil }
    value = RawValue(kind, position, end)
    return end
  }

  /// Passes over the content of a string.
  ///
  /// - Parameter position: Behind the opening quote.
  /// - Returns: The closing quote.
  @inline(__always)
  mutating func scanString(_ position: Bytes, _ isEscaped: inout Bool) -> Bytes? {
    let end = ByteScan.endOfPlainText(position)
    if end.pointee == 0x22 { return end }
    return scanStringRest(end, &isEscaped)
  }

  @inline(never)
  mutating func scanStringRest(_ start: Bytes, _ isEscaped: inout Bool) -> Bytes? {
    var position = start
    while true {
      let byte = position.pointee
      switch byte {
      case 0x22: return position
      case 0x5c:
        isEscaped = true
        switch position[1] {
        case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74: position += 2
        case 0x75:
          for index in 2..<6 where !Self.isHexadecimal(position[index]) {
            return fail(.invalidEscape, at: position)
          }
          position += 6
        default: return fail(.invalidEscape, at: position)
        }
      case 0x80...:
        guard let end = ByteScan.endOfScalar(position) else { return fail(.invalidUTF8, at: position) }
        position = end
      default:
        return fail(byte == 0x0a && !spansLines ? .unexpectedEnd : .controlCharacter(byte), at: position)
      }
      position = ByteScan.endOfPlainText(position)
    }
  }

  @inline(__always)
  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }

  private mutating func scanNumber(_ start: Bytes) -> Bytes? {
    var position = start
    if position.pointee == 0x2d { position += 1 }
    if position.pointee == 0x30 {
      position += 1
    } else {
      guard let end = scanDigits(position) else { return nil }
      position = end
    }
    if position.pointee == 0x2e {
      guard let end = scanDigits(position + 1) else { return nil }
      position = end
    }
    if position.pointee | 0x20 == 0x65 {
      position += 1
      if position.pointee == 0x2b || position.pointee == 0x2d { position += 1 }
      guard let end = scanDigits(position) else { return nil }
      position = end
    }
    return position
  }

  private mutating func scanDigits(_ start: Bytes) -> Bytes? {
    var position = start
    while position.pointee &- 0x30 < 10 { position += 1 }
    if position == start { return fail(.invalidNumber, at: position) }
    return position
  }

  private mutating func scanWord(_ start: Bytes, _ word: StaticString) -> Bytes? {
    for index in 0..<word.utf8CodeUnitCount where start[index] != word.utf8Start[index] {
      return failUnexpected(at: start + index)
    }
    return start + word.utf8CodeUnitCount
  }

  /// Passes over an object or array without recursion.
  ///
  /// - Parameter depth: Levels that are open around it.
  private mutating func scanNested(_ start: Bytes, depth: Int) -> Bytes? {
    // A bit a level, set for an object.
    var levels = InlineArray<8, UInt64>(repeating: 0)
    var level = 0
    var position = start
    var scratch = RawValue.absent

    @inline(__always) func isObject(_ level: Int) -> Bool {
      levels[(level &- 1) >> 6] & (1 << UInt64((level &- 1) & 63)) != 0
    }

    opening: while true {
      // An object or array begins at `position`.
      let opensObject = position.pointee == UInt8(ascii: "{")
      if depth &+ level >= Self.maximumDepth { return fail(.nestedTooDeep, at: position) }
      let bit: UInt64 = 1 << UInt64(level & 63)
      if opensObject { levels[level >> 6] |= bit } else { levels[level >> 6] &= ~bit }
      level &+= 1
      position = skipSpace(position + 1)
      var isClosed = position.pointee == (opensObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))

      while true {
        if isClosed {
          position += 1
          level &-= 1
          if level == 0 { return position }
        } else {
          // A member begins at `position`.
          if isObject(level) {
            guard let value = scanKey(position) else { return nil }
            position = value
          }
          if position.pointee | 0x20 == 0x7b { continue opening }
          guard let end = scanScalar(position, into: &scratch) else { return nil }
          position = end
        }
        position = skipSpace(position)
        if position.pointee == UInt8(ascii: ",") {
          position = skipSpace(position + 1)
          isClosed = false
        } else if position.pointee == (isObject(level) ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          isClosed = true
        } else {
          return failUnexpected(at: position)
        }
      }
    }
  }

  private mutating func scanScalar(_ position: Bytes, into value: inout RawValue) -> Bytes? {
    switch position.pointee {
    case 0x22:
      var isEscaped = false
      guard let end = scanString(position + 1, &isEscaped) else { return nil }
      return end + 1
    case 0x2d, 0x30...0x39: return scanNumber(position)
    case UInt8(ascii: "t"): return scanWord(position, "true")
    case UInt8(ascii: "f"): return scanWord(position, "false")
    case UInt8(ascii: "n"): return scanWord(position, "null")
    default: return failUnexpected(at: position)
    }
  }

  /// Passes over a key, the colon and the space around it, up to the value.
  private mutating func scanKey(_ position: Bytes) -> Bytes? {
    guard position.pointee == 0x22 else { return failUnexpected(at: position) }
    var isEscaped = false
    guard let end = scanString(position + 1, &isEscaped) else { return nil }
    return scanColon(end + 1)
  }

  /// Passes over a colon and the space around it.
  @inline(__always)
  mutating func scanColon(_ start: Bytes) -> Bytes? {
    let position = skipSpace(start)
    guard position.pointee == UInt8(ascii: ":") else { return failUnexpected(at: position) }
    return skipSpace(position + 1)
  }

  /// Passes over the fields that follow a value of an object that is not nested, and the object's end.
  mutating func scanRemainingFields(_ start: Bytes) -> Bytes? {
    var position = skipSpace(start)
    var value = RawValue.absent
    while position.pointee == UInt8(ascii: ",") {
      guard let valueStart = scanKey(skipSpace(position + 1)),
        let valueEnd = scanValue(valueStart, depth: 1, into: &value)
      else { return nil }
      position = skipSpace(valueEnd)
    }
    guard position.pointee == UInt8(ascii: "}") else { return failUnexpected(at: position) }
    return position + 1
  }
}
