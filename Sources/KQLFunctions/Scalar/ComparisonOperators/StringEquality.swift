import KQLColumnar
import KQLTypes

/// Equality of strings, which are never null.
///
/// Next to a constant, a dictionary-coded column is decided once an entry.
struct StringEquality: Sendable {
  private let isNegated: Bool
  private let ignoresCase: Bool
  private let memo = StringEqualityMemo()

  init(_ comparison: Comparison, ignoringCase: Bool) {
    isNegated = comparison == .notEqual
    ignoresCase = ignoringCase
  }
}

extension StringEquality {
  func compare(_ left: Datum, _ right: Datum, _ rowCount: Int) -> Datum {
    switch (left, right) {
    case (.constant(let l), .constant(let r)):
      return .constant(.bool(StringMatcher(.equals, r.text, ignoringCase: ignoresCase).matches(l.text) != isNegated))
    case (.column(let column), .constant(let value)), (.constant(let value), .column(let column)):
      let verdicts = memo.verdicts(of: column.strings, equalTo: value.text, ignoringCase: ignoresCase)
      return .column(.bool(isNegated ? DenseLoop.map(verdicts) { !$0 } : verdicts))
    case (.column(let l), .column(let r)):
      return .column(.bool(compare(l.strings, r.strings)))
    }
  }

  private func compare(_ left: StringColumn, _ right: StringColumn) -> [Bool] {
    let isNegated = isNegated
    if !ignoresCase, left.heap === right.heap, left.heap.isDistinct, let l = left.codes, let r = right.codes {
      return DenseLoop.zip(l, r) { ($0 == $1) != isNegated }
    }
    return (0..<left.count).map { row in
      let isEqual =
        ignoresCase ? Self.equalIgnoringCase(left[row], right[row]) : ByteHash.equal(left[row], right[row])
      return isEqual != isNegated
    }
  }

  private static func equalIgnoringCase(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if UTF8Scalars.isASCII(left), UTF8Scalars.isASCII(right) {
      return left.count == right.count
        && left.indices.allSatisfy { LetterCase.fold(left[$0]) == LetterCase.fold(right[$0]) }
    }
    var folds: ([UInt8], [UInt8]) = ([], [])
    LetterCase.appendFold(left, to: &folds.0)
    LetterCase.appendFold(right, to: &folds.1)
    return folds.0 == folds.1
  }
}
