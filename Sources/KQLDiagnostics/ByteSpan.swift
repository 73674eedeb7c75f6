/// A half-open range of UTF-8 offsets in a source text.
@frozen
package struct ByteSpan: Hashable, Sendable {
  package var lower: Int
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    assert(lower <= upper)
    self.lower = lower
    self.upper = upper
  }
}

extension ByteSpan {
  package var count: Int { upper - lower }
  package var isEmpty: Bool { lower == upper }

  /// The smallest span that covers both.
  package func union(_ other: ByteSpan) -> ByteSpan {
    ByteSpan(min(lower, other.lower), max(upper, other.upper))
  }

  /// The empty span before the first byte.
  package static let start = ByteSpan(0, 0)
}
