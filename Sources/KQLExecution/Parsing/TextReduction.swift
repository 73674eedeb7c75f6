import KQLColumnar
import KQLTypes

/// Groups texts that share their frequent words, and makes a pattern of each group.
///
/// A word is frequent at its place in the text when more than a given share of all rows have it there; numbers never
/// are. Texts with the same frequent words make a group when they are as many rows again; the others are left over.
/// This is the method of R. Vaarandi, "A Data Clustering Algorithm for Mining Patterns From Event Logs", 2003, on
/// which Kusto says that its own is based.
struct TextReduction {
  struct Group {
    let pattern: String
    var rowCount: Int64
    /// The first of the texts.
    let representative: String
  }

  /// In the order of their first texts; what is left over comes last.
  private(set) var groups: [Group] = []
  /// The group of each text.
  private(set) var groupNumbers: [Int32] = []

  /// Name of the pattern of what is left over.
  private static let others = "others"

  /// - Parameters:
  ///   - texts: Distinct texts.
  ///   - counts: Rows that have each text.
  ///   - threshold: Share of rows, between 0 and 1.
  ///   - separators: Letters and digits that stand between words, too.
  init(_ texts: StringColumn, counts: [Int64], threshold: Double, separators: Set<UInt8>) {
    let support = threshold * Double(counts.reduce(0, +))
    let lines = (0..<texts.count).map { Line(texts[$0], separators) }
    var occurrences: [PlacedWord: Int64] = [:]
    for (line, count) in zip(lines, counts) {
      for word in line.placedWords { occurrences[word, default: 0] += count }
    }
    let candidates = lines.map { line in line.placedWords.filter { Double(occurrences[$0] ?? 0) > support } }
    var sizes: [[PlacedWord]: Int64] = [:]
    for (candidate, count) in zip(candidates, counts) { sizes[candidate, default: 0] += count }

    var numbers: [[PlacedWord]: Int32] = [:]
    var leftOver: [Int] = []
    groupNumbers = [Int32](repeating: 0, count: texts.count)
    for (index, candidate) in candidates.enumerated() {
      guard !candidate.isEmpty, Double(sizes[candidate] ?? 0) > support else {
        leftOver.append(index)
        continue
      }
      if let number = numbers[candidate] {
        groups[Int(number)].rowCount += counts[index]
        groupNumbers[index] = number
      } else {
        let number = Int32(truncatingIfNeeded: groups.count)
        numbers[candidate] = number
        groupNumbers[index] = number
        groups.append(
          Group(
            pattern: lines[index].pattern(frequent: Set(candidate.map(\.place)), separators), rowCount: counts[index],
            representative: texts.string(index)))
      }
    }
    guard !leftOver.isEmpty else { return }
    let rest = Int32(truncatingIfNeeded: groups.count)
    for index in leftOver { groupNumbers[index] = rest }
    groups.append(
      Group(pattern: Self.others, rowCount: leftOver.reduce(0) { $0 + counts[$1] }, representative: ""))
  }
}

/// A word and its place in the text.
private struct PlacedWord: Hashable {
  let place: Int
  let word: [UInt8]
}

/// A text cut into words.
private struct Line {
  private let words: [[UInt8]]
  /// What stands before each word, and behind the last.
  private let gaps: [[UInt8]]

  init(_ text: UnsafeBufferPointer<UInt8>, _ separators: Set<UInt8>) {
    var words: [[UInt8]] = []
    var gaps: [[UInt8]] = []
    var index = 0
    func take(_ isWanted: (UInt8) -> Bool) -> [UInt8] {
      let start = index
      while index < text.count, isWanted(text[index]) { index += 1 }
      return start < index ? Array(text[start..<index]) : []
    }
    repeat {
      gaps.append(take { !Self.isInWord($0, separators) })
      let word = take { Self.isInWord($0, separators) }
      if !word.isEmpty { words.append(word) }
    } while index < text.count
    if gaps.count == words.count { gaps.append([]) }
    self.words = words
    self.gaps = gaps
  }

  /// Bytes beyond ASCII separate words, as all that are no letters or digits do.
  private static func isInWord(_ byte: UInt8, _ separators: Set<UInt8>) -> Bool {
    (byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26) && !separators.contains(byte)
  }

  /// The words that may be frequent.
  var placedWords: [PlacedWord] {
    words.enumerated().compactMap { place, word in
      word.allSatisfy { $0 &- 0x30 < 10 } ? nil : PlacedWord(place: place, word: word)
    }
  }

  /// The text with `*` for words that are not frequent; a single one for all behind the last frequent word.
  func pattern(frequent places: Set<Int>, _ separators: Set<UInt8>) -> String {
    var pattern: [UInt8] = []
    let last = places.max() ?? -1
    for (place, word) in words.enumerated() {
      let isWild = !places.contains(place)
      // Letters that were asked to separate belong to what varies.
      let gap = gaps[place].filter { !isWild || !separators.contains($0) }
      pattern += gap + (isWild ? [UInt8(ascii: "*")] : word)
      if place > last { return String(decoding: pattern, as: UTF8.self) }
    }
    return String(decoding: pattern + (gaps.last ?? []), as: UTF8.self)
  }
}
