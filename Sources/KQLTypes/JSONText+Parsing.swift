extension JSONText {
  /// Reads one JSON value that fills the whole text, white space around it aside.
  ///
  /// Strict: RFC 8259 and nothing more. Whole numbers that fit become `long`, others `real`; of properties with
  /// equal names the last one wins.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) throws(ParseError) -> DynamicValue {
    var parser = JSONParser(utf8)
    return try parser.parseDocument()
  }

  package static func parse(_ string: String) throws(ParseError) -> DynamicValue {
    var copy = string
    let result: Result<DynamicValue, ParseError> = copy.withUTF8 { utf8 in
      do throws(ParseError) {
        return .success(try parse(utf8))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// A JSON parser with its own stack, so that nesting cannot overflow the thread's.
private struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var open: [Container] = []

  private struct Container {
    var isBag: Bool
    var keys: [String] = []
    var values: [DynamicValue] = []

    func finished() -> DynamicValue {
      isBag ? .bag(DynamicBag(keys: keys, values: values)) : .array(values)
    }
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }
}

extension JSONParser {
  mutating func parseDocument() throws(JSONText.ParseError) -> DynamicValue {
    while true {
      // A value is expected here.
      skipSpaces()
      var value: DynamicValue
      switch try peek() {
      case UInt8(ascii: "["):
        try push(isBag: false)
        skipSpaces()
        guard try peek() == UInt8(ascii: "]") else { continue }
        position += 1
        value = open.removeLast().finished()
      case UInt8(ascii: "{"):
        try push(isBag: true)
        skipSpaces()
        guard try peek() == UInt8(ascii: "}") else {
          try parseKey()
          continue
        }
        position += 1
        value = open.removeLast().finished()
      default:
        value = try parseScalar()
      }
      // Gives the value to its container, and closes as many as end here.
      while true {
        skipSpaces()
        guard !open.isEmpty else {
          guard position == bytes.count else { throw failure(.unexpectedByte) }
          return value
        }
        let isBag = open[open.count - 1].isBag
        open[open.count - 1].values.append(value)
        let byte = try peek()
        if byte == UInt8(ascii: ",") {
          position += 1
          if isBag {
            skipSpaces()
            try parseKey()
          }
          break
        }
        guard byte == (isBag ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw failure(.unexpectedByte) }
        position += 1
        value = open.removeLast().finished()
      }
    }
  }

  private mutating func push(isBag: Bool) throws(JSONText.ParseError) {
    guard open.count < JSONText.maximumDepth else { throw failure(.tooDeep) }
    position += 1
    open.append(Container(isBag: isBag))
  }

  private mutating func parseKey() throws(JSONText.ParseError) {
    guard try peek() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
    let key = try parseString()
    skipSpaces()
    guard try peek() == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
    position += 1
    open[open.count - 1].keys.append(key)
  }

  private mutating func parseScalar() throws(JSONText.ParseError) -> DynamicValue {
    switch try peek() {
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"):
      try expect("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try expect("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try expect("null")
      return .null
    default: return try parseNumber()
    }
  }

  private mutating func expect(_ word: StaticString) throws(JSONText.ParseError) {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count else {
      throw JSONText.ParseError(reason: .unexpectedEnd, offset: bytes.count)
    }
    let matches = word.withUTF8Buffer { wanted in (0..<count).allSatisfy { bytes[position + $0] == wanted[$0] } }
    guard matches else { throw failure(.unexpectedByte) }
    position += count
  }

  // MARK: - Numbers

  private mutating func parseNumber() throws(JSONText.ParseError) -> DynamicValue {
    let start = position
    if byte(position) == UInt8(ascii: "-") { position += 1 }
    let first = byte(position)
    guard ByteCursor.isDigit(first) else {
      throw failure(position < bytes.count ? (start == position ? .unexpectedByte : .invalidNumber) : .unexpectedEnd)
    }
    skipDigits()
    if first == UInt8(ascii: "0"), position - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
      throw failure(.invalidNumber)
    }
    var isWhole = true
    if byte(position) == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard ByteCursor.isDigit(byte(position)) else { throw failure(.invalidNumber) }
      skipDigits()
    }
    if byte(position) | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      if byte(position) == UInt8(ascii: "+") || byte(position) == UInt8(ascii: "-") { position += 1 }
      guard ByteCursor.isDigit(byte(position)) else { throw failure(.invalidNumber) }
      skipDigits()
    }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
    if isWhole, let value = IntegerText.parse(text) { return .long(value) }
    guard let value = RealText.parse(text) else { throw failure(.invalidNumber) }
    return .real(value)
  }

  private mutating func skipDigits() {
    while ByteCursor.isDigit(byte(position)) { position += 1 }
  }

  // MARK: - Strings

  private mutating func parseString() throws(JSONText.ParseError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return try text(bytes[start..<(position - 1)], from: start)
      }
      if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
      if byte < 0x20 { throw failure(.invalidString) }
      position += 1
    }
    throw failure(.unexpectedEnd)
  }

  /// Goes on with a string at its first backslash.
  private mutating func parseEscapedString(from start: Int) throws(JSONText.ParseError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try self.text(text, from: start)
      case UInt8(ascii: "\\"): try parseEscape(into: &text)
      case ..<0x20:
        position -= 1
        throw failure(.invalidString)
      default: text.append(byte)
      }
    }
    throw failure(.unexpectedEnd)
  }

  /// The text of a string's bytes, or the place of those that are no UTF-8.
  ///
  /// - Parameter start: Where the string's content begins, escapes included.
  private func text(_ content: some Collection<UInt8>, from start: Int) throws(JSONText.ParseError) -> String {
    if let text = String(validating: content, as: UTF8.self) { return text }
    var parser = UTF8.ForwardParser()
    var iterator = bytes[start..<position].makeIterator()
    var offset = start
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    throw JSONText.ParseError(reason: .invalidUTF8, offset: offset)
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONText.ParseError) {
    let escape = try peek()
    position += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = UInt32(try parseCodeUnit())
      if (0xd800..<0xdc00).contains(code), byte(position) == UInt8(ascii: "\\"),
        byte(position + 1) == UInt8(ascii: "u")
      {
        let rewind = position
        position += 2
        let low = UInt32(try parseCodeUnit())
        if (0xdc00..<0xe000).contains(low) {
          code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        } else {
          position = rewind
        }
      }
      // Half a surrogate pair has no UTF-8 form.
      let scalar = Unicode.Scalar(code) ?? "\u{fffd}"
      text.append(contentsOf: String(Character(scalar)).utf8)
    default:
      position -= 1
      throw failure(.invalidString)
    }
  }

  private mutating func parseCodeUnit() throws(JSONText.ParseError) -> UInt16 {
    guard bytes.count - position >= 4 else { throw JSONText.ParseError(reason: .unexpectedEnd, offset: bytes.count) }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = IntegerText.hexadecimalDigit(bytes[position]) else { throw failure(.invalidString) }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  // MARK: - Bytes

  private mutating func skipSpaces() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private func peek() throws(JSONText.ParseError) -> UInt8 {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    return bytes[position]
  }

  private func failure(_ reason: JSONText.ParseError.Reason) -> JSONText.ParseError {
    JSONText.ParseError(reason: reason, offset: position)
  }
}
