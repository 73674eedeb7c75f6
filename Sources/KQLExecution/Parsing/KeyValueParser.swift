import KQLColumnar
import KQLTypes
import LinearRegex

/// Cuts the values of keys out of strings; used by one thread.
final class KeyValueParser {
  private let pattern: KeyValuePattern
  private let matcher: RegexMatcher?
  private let keyNumbers: [[UInt8]: Int]
  /// The value of each key in the text that is being read.
  private var found: [[UInt8]?] = []
  private var missingCount = 0

  init(_ pattern: KeyValuePattern) {
    self.pattern = pattern
    if case .regex(let regex) = pattern.form { matcher = regex.makeMatcher() } else { matcher = nil }
    keyNumbers = Dictionary(zip(pattern.keys, pattern.keys.indices), uniquingKeysWith: { first, _ in first })
  }

  /// - Returns: A column a key: null, or empty, where the text does not have it.
  func parse(_ texts: Column) -> [Column] {
    let strings = texts.strings
    var builders = pattern.types.map { ColumnBuilder($0, capacity: strings.count) }
    for row in 0..<strings.count {
      found = pattern.keys.map { _ in nil }
      missingCount = pattern.keys.count
      let text = strings[row]
      switch pattern.form {
      case .delimited(let pair, let keyValue, let isGreedy):
        readDelimited(KeyValueCursor(text, pattern), pair: pair, keyValue: keyValue, isGreedy: isGreedy)
      case .words: readWords(KeyValueCursor(text, pattern))
      case .regex: readMatches(text)
      }
      for (index, value) in found.enumerated() {
        let text = value.map { String(decoding: $0, as: UTF8.self) } ?? ""
        builders[index].append(ScalarValue.string(text).converted(to: pattern.types[index]))
      }
    }
    return builders.map { $0.finish() }
  }

  /// Keeps the first value of a key.
  private func keep(_ value: [UInt8], of key: [UInt8]) {
    guard let number = keyNumbers[key], found[number] == nil else { return }
    found[number] = value
    missingCount -= 1
  }
}

// MARK: - Forms

extension KeyValueParser {
  /// `key<kv>value<pair>key<kv>value`.
  ///
  /// White space around keys and values does not count, not even where it is the delimiter of pairs. What stands
  /// between pairs and is none is passed over.
  private func readDelimited(_ start: KeyValueCursor, pair: [UInt8], keyValue: [UInt8], isGreedy: Bool) {
    var cursor = start
    while missingCount > 0 {
      cursor.skipSpaces()
      let key: [UInt8]
      if let quoted = cursor.takeQuotedKey(keyValue) {
        key = quoted
      } else {
        guard let end = cursor.find(keyValue) else { return }
        key = cursor.key(upTo: end, after: pair)
        cursor.move(to: end + keyValue.count)
      }
      cursor.skipSpaces()
      if let value = cursor.takeQuoted() {
        keep(value, of: key)
        guard let end = cursor.find(pair) else { return }
        cursor.move(to: end + pair.count)
        continue
      }
      let start = cursor.position
      let end = isGreedy ? cursor.endBeforeNextKey(pair: pair, keyValue: keyValue) : cursor.find(pair)
      keep(cursor.trimmed(start, end ?? cursor.count), of: key)
      guard let end else { return }
      cursor.move(to: end + pair.count)
    }
  }

  /// A listed key as a word of its own; its value is the next word, or a text in quotes.
  private func readWords(_ start: KeyValueCursor) {
    var cursor = start
    while missingCount > 0, cursor.skipToWord() {
      guard let key = pattern.keys.lazy.filter({ cursor.isAtWord($0) }).max(by: { $0.count < $1.count }) else {
        cursor.skipWord()
        continue
      }
      cursor.move(to: cursor.position + key.count)
      while !cursor.isAtEnd {
        if let value = cursor.takeQuoted() {
          keep(value, of: key)
          break
        }
        if cursor.isAtWordCharacter {
          let start = cursor.position
          cursor.skipWord()
          keep(cursor.bytes(start, cursor.position), of: key)
          break
        }
        cursor.move(to: cursor.position + 1)
      }
    }
  }

  private func readMatches(_ text: UnsafeBufferPointer<UInt8>) {
    let cursor = KeyValueCursor(text, pattern)
    matcher?.forEachMatch(in: text) { slots in
      if slots[2] >= 0, slots[4] >= 0 {
        keep(cursor.trimmed(slots[4], slots[5]), of: cursor.trimmed(slots[2], slots[3]))
      }
      return missingCount > 0
    }
  }
}
