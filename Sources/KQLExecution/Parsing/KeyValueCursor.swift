import KQLTypes

/// A place in a text of keys and values.
struct KeyValueCursor {
  private let text: UnsafeBufferPointer<UInt8>
  private let quotes: [(open: [UInt8], close: [UInt8])]
  private let escapes: [[UInt8]]
  private(set) var position = 0
  /// Quotes, by number, that nothing closes from here on.
  private var unclosed: Set<Int> = []

  init(_ text: UnsafeBufferPointer<UInt8>, _ pattern: KeyValuePattern) {
    self.text = text
    quotes = pattern.quotes
    escapes = pattern.escapes
  }
}

// MARK: - Looking

extension KeyValueCursor {
  var count: Int { text.count }
  var isAtEnd: Bool { position >= text.count }

  private func has(_ wanted: [UInt8], at start: Int) -> Bool {
    guard wanted.count <= text.count - start else { return false }
    for index in wanted.indices where text[start + index] != wanted[index] { return false }
    return true
  }

  /// Where a text begins that is not empty, at or after here.
  func find(_ wanted: [UInt8]) -> Int? {
    var start = position
    while start + wanted.count <= text.count {
      if text[start] == wanted[0], has(wanted, at: start) { return start }
      start += 1
    }
    return nil
  }

  func bytes(_ start: Int, _ end: Int) -> [UInt8] { start < end ? Array(text[start..<end]) : [] }

  /// A part of the text without white space at its ends.
  func trimmed(_ start: Int, _ end: Int) -> [UInt8] {
    var (start, end) = (start, end)
    while start < end, Self.isSpace(text[start]) { start += 1 }
    while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
    return bytes(start, end)
  }

  /// The key that stands between here and its delimiter: what comes after the last delimiter of pairs.
  func key(upTo end: Int, after pair: [UInt8]) -> [UInt8] {
    let name = trimmed(position, end)
    var start = name.count - pair.count
    while start >= 0 {
      if name[start...].starts(with: pair) { break }
      start -= 1
    }
    let key = start < 0 ? name[...] : name[(start + pair.count)...].drop(while: Self.isSpace)
    for quote in quotes where key.count > quote.open.count + quote.close.count {
      if key.starts(with: quote.open), key.suffix(quote.close.count).elementsEqual(quote.close) {
        return Array(key.dropFirst(quote.open.count).dropLast(quote.close.count))
      }
    }
    return Array(key)
  }

  /// Where the delimiter stands that the next pair comes after: a value that spreads ends there.
  func endBeforeNextKey(pair: [UInt8], keyValue: [UInt8]) -> Int? {
    // The last delimiter of pairs, and the last one behind which something stands that is no white space: that is
    // where a key can begin.
    var last: Int?
    var lastBeforeKey: Int?
    var next = position
    while next < text.count {
      if has(keyValue, at: next) {
        if let lastBeforeKey { return lastBeforeKey }
        next += keyValue.count
      } else if has(pair, at: next) {
        last = next
        next += pair.count
      } else {
        if !Self.isSpace(text[next]) { lastBeforeKey = last ?? lastBeforeKey }
        next += 1
      }
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

// MARK: - Moving

extension KeyValueCursor {
  mutating func move(to position: Int) { self.position = min(position, text.count) }

  mutating func skipSpaces() {
    while !isAtEnd, Self.isSpace(text[position]) { position += 1 }
  }

  mutating func skip(_ wanted: [UInt8]) -> Bool {
    guard has(wanted, at: position) else { return false }
    position += wanted.count
    return true
  }

  /// Takes a text in quotes without them; stays in place where none begins or the closing quote is missing.
  mutating func takeQuoted() -> [UInt8]? {
    guard let number = quotes.firstIndex(where: { has($0.open, at: position) }), !unclosed.contains(number) else {
      return nil
    }
    let quote = quotes[number]
    var value: [UInt8] = []
    var next = position + quote.open.count
    while next < text.count {
      if let escape = escapes.first(where: { has($0, at: next) }), next + escape.count < text.count {
        // What is escaped stands for itself, be it several bytes long.
        next += escape.count
        repeat {
          value.append(text[next])
          next += 1
        } while next < text.count && text[next] & 0xc0 == 0x80
      } else if has(quote.close, at: next) {
        position = next + quote.close.count
        return value
      } else {
        value.append(text[next])
        next += 1
      }
    }
    unclosed.insert(number)
    return nil
  }

  /// Takes a quoted key and the delimiter behind it; stays in place where there is none.
  mutating func takeQuotedKey(_ keyValue: [UInt8]) -> [UInt8]? {
    let start = position
    if let key = takeQuoted() {
      skipSpaces()
      if skip(keyValue) { return key }
    }
    position = start
    return nil
  }
}

// MARK: - Words

extension KeyValueCursor {
  /// Letters beyond ASCII count as such.
  private static func isWordCharacter(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
  }

  var isAtWordCharacter: Bool { !isAtEnd && Self.isWordCharacter(text[position]) }

  /// Moves to the next word; false at the end.
  mutating func skipToWord() -> Bool {
    while !isAtEnd, !Self.isWordCharacter(text[position]) { position += 1 }
    return !isAtEnd
  }

  mutating func skipWord() {
    while isAtWordCharacter { position += 1 }
  }

  /// Whether a key begins here that no letter or digit follows.
  func isAtWord(_ key: [UInt8]) -> Bool {
    let end = position + key.count
    return !key.isEmpty && has(key, at: position) && (end == text.count || !Self.isWordCharacter(text[end]))
  }
}
