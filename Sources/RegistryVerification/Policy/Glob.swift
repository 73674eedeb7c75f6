/// A pattern that a whole text must match, case-sensitive: `*` stands for any text, also none; all else for itself.
public struct Glob: Hashable, Sendable {
  public var pattern: String

  public init(_ pattern: String) {
    self.pattern = pattern
  }
}

extension Glob: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

extension Glob: CustomStringConvertible {
  public var description: String { pattern }
}

extension Glob {
  /// - Complexity: O(*text* × *pattern*) at worst, linear for patterns with one `*`.
  public func matches(_ text: String) -> Bool {
    let pattern = Array(self.pattern.utf8)
    let text = Array(text.utf8)
    let star = UInt8(ascii: "*")
    var patternIndex = 0
    var textIndex = 0
    // Where to go on after a mismatch: behind the last star, with one byte more given to it.
    var resume: (pattern: Int, text: Int)?
    while textIndex < text.count {
      if patternIndex < pattern.count, pattern[patternIndex] == star {
        resume = (patternIndex + 1, textIndex)
        patternIndex += 1
      } else if patternIndex < pattern.count, pattern[patternIndex] == text[textIndex] {
        patternIndex += 1
        textIndex += 1
      } else if let place = resume {
        resume = (place.pattern, place.text + 1)
        patternIndex = place.pattern
        textIndex = place.text + 1
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == star }
  }
}
