import KQLTypes

/// Reads what stands within `dynamic(…)`: JSON, with strings in either quotes and with literals of Kusto's own types
/// (`datetime(…)`, `1d`, `guid(…)`).
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic>
struct DynamicLiteralParser {
  struct Failure: Error {
    var reason: String
  }

  private let text: [UInt8]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 100

  init(_ text: String) {
    self.text = Array(text.utf8)
  }

  mutating func parse() throws(Failure) -> DynamicValue {
    skipSpace()
    if position == text.count { return .null }
    let value = try parseValue()
    skipSpace()
    guard position == text.count else { throw Failure(reason: "something follows the value") }
    return value
  }
}

// MARK: - Values

extension DynamicLiteralParser {
  private mutating func parseValue() throws(Failure) -> DynamicValue {
    skipSpace()
    guard let byte = peek else { throw Failure(reason: "a value is missing") }
    switch byte {
    case UInt8(ascii: "{"): return try parseBag()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try parseString())
    default: return try parseWord()
    }
  }

  private mutating func parseArray() throws(Failure) -> DynamicValue {
    try enter()
    var elements: [DynamicValue] = []
    if !accept("]") {
      repeat { elements.append(try parseValue()) } while accept(",")
      try expect("]")
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func parseBag() throws(Failure) -> DynamicValue {
    try enter()
    var bag = DynamicBag()
    if !accept("}") {
      repeat {
        skipSpace()
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
          throw Failure(reason: "the name of a property must be a string")
        }
        let key = try parseString()
        try expect(":")
        bag[key] = try parseValue()
      } while accept(",")
      try expect("}")
    }
    depth -= 1
    return .bag(bag)
  }

  private mutating func enter() throws(Failure) {
    position += 1
    depth += 1
    if depth > Self.maximumDepth { throw Failure(reason: "it nests too deep") }
  }

  /// A number, `true`, `null`, a timespan, or `type(…)`.
  private mutating func parseWord() throws(Failure) -> DynamicValue {
    let start = position
    while let byte = peek, !Self.endsWord(byte) { position += 1 }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    guard !word.isEmpty else { throw Failure(reason: "a value is missing") }
    if peek == UInt8(ascii: "(") { return try parseTyped(word) }
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let value = IntegerText.parse(word) { return .long(value) }
    if word.first?.isLetter != true, let value = RealText.parse(word) { return .real(value) }
    if let ticks = LiteralText.timespan(word) { return .timespan(ticks) }
    throw Failure(reason: "'\(word.prefix(40))' is not a value")
  }

  private mutating func parseTyped(_ typeName: String) throws(Failure) -> DynamicValue {
    guard let type = ScalarType(name: typeName) else { throw Failure(reason: "unknown type '\(typeName.prefix(40))'") }
    position += 1
    let start = position
    var nesting = 0
    while let byte = peek, nesting > 0 || byte != UInt8(ascii: ")") {
      if byte == UInt8(ascii: "(") { nesting += 1 }
      if byte == UInt8(ascii: ")") { nesting -= 1 }
      position += 1
    }
    var content = text[start..<position]
    try expect(")")
    while let first = content.first, Self.isSpace(first) { content.removeFirst() }
    while let last = content.last, Self.isSpace(last) { content.removeLast() }
    let inner = String(decoding: content, as: UTF8.self)
    if type == .dynamic {
      var parser = DynamicLiteralParser(inner)
      parser.depth = depth + 1
      guard parser.depth <= Self.maximumDepth else { throw Failure(reason: "it nests too deep") }
      return try parser.parse()
    }
    guard let value = LiteralText.value(of: type, inner) else {
      throw Failure(reason: "'\(inner.prefix(40))' is not a \(type.name)")
    }
    return DynamicValue(value)
  }
}

// MARK: - Strings

extension DynamicLiteralParser {
  private mutating func parseString() throws(Failure) -> String {
    guard let quote = peek else { throw Failure(reason: "a string is missing") }
    position += 1
    var bytes: [UInt8] = []
    while let byte = peek {
      position += 1
      if byte == quote { return String(decoding: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = peek else { break }
      position += 1
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0a)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0d)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0c)
      case UInt8(ascii: "u"): try parseUnicodeEscape(into: &bytes)
      default: bytes.append(escape)
      }
    }
    throw Failure(reason: "a string is not closed")
  }

  private mutating func parseUnicodeEscape(into bytes: inout [UInt8]) throws(Failure) {
    var unit = try parseHexadecimal()
    if 0xd800..<0xdc00 ~= unit, peek == UInt8(ascii: "\\"), position + 1 < text.count,
      text[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = try parseHexadecimal()
      guard 0xdc00..<0xe000 ~= low else { throw Failure(reason: "an escaped character is not valid") }
      unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
    }
    let scalar = Unicode.Scalar(unit) ?? "\u{fffd}"
    bytes.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func parseHexadecimal() throws(Failure) -> UInt32 {
    guard position + 4 <= text.count,
      let value = UInt32(String(decoding: text[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw Failure(reason: "an escaped character is not valid") }
    position += 4
    return value
  }
}

// MARK: - Bytes

extension DynamicLiteralParser {
  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  private static func endsWord(_ byte: UInt8) -> Bool {
    isSpace(byte) || [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "(")].contains(byte)
  }

  private mutating func skipSpace() {
    while let byte = peek, Self.isSpace(byte) { position += 1 }
  }

  private mutating func accept(_ symbol: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: Unicode.Scalar) throws(Failure) {
    if !accept(symbol) { throw Failure(reason: "'\(symbol)' is missing") }
  }
}
