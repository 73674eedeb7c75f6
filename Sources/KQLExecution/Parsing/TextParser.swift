import KQLColumnar
import KQLTypes
import LinearRegex

/// Cuts columns out of strings by a pattern; used by one thread.
final class TextParser {
  private let pattern: ParsePattern
  private let matcher: RegexMatcher

  init(_ pattern: ParsePattern) {
    self.pattern = pattern
    matcher = pattern.regex.makeMatcher()
  }

  /// Types of what ``parse(_:)`` gives: whether the text matched, then the columns.
  static func resultTypes(_ pattern: ParsePattern) -> [ScalarType] { [.bool] + pattern.types }

  /// - Returns: Whether each text matched, then the columns: null, or empty, where it did not.
  func parse(_ texts: Column) -> [Column] {
    let strings = texts.strings
    var matched: [Bool] = []
    matched.reserveCapacity(strings.count)
    var builders = pattern.types.map { ColumnBuilder($0, capacity: strings.count) }
    for row in 0..<strings.count {
      guard let values = values(in: strings[row]) else {
        matched.append(false)
        for index in builders.indices { builders[index].appendNull() }
        continue
      }
      matched.append(true)
      for (index, value) in values.enumerated() { builders[index].append(value) }
    }
    return [.bool(matched)] + builders.map { $0.finish() }
  }

  private func values(in text: UnsafeBufferPointer<UInt8>) -> [ScalarValue]? {
    guard let slots = matcher.firstMatch(in: text) else { return nil }
    var values: [ScalarValue] = []
    for (type, group) in zip(pattern.types, pattern.groups) {
      let (start, end) = (slots[2 * group], slots[2 * group + 1])
      let piece = start < 0 ? "" : String(decoding: text[start..<end], as: UTF8.self)
      let value = ScalarValue.string(piece).converted(to: type)
      if value.isNull, pattern.isStrict { return nil }
      values.append(value)
    }
    return values
  }
}
