import KQLColumnar
import Synchronization

/// Keeps what a call has found equal to its constant, which is the same in every batch of a query.
final class StringEqualityMemo: Sendable {
  private struct Prepared: Sendable {
    var constant: String
    var matcher: StringMatcher
    var memo: VerdictMemo
  }

  private let prepared = Mutex<Prepared?>(nil)
}

extension StringEqualityMemo {
  func verdicts(of column: StringColumn, equalTo constant: String, ignoringCase: Bool) -> [Bool] {
    let known = prepared.withLock { prepared -> Prepared in
      if let found = prepared, found.constant.utf8.elementsEqual(constant.utf8) { return found }
      let new = Prepared(
        constant: constant, matcher: StringMatcher(.equals, constant, ignoringCase: ignoringCase), memo: VerdictMemo())
      prepared = new
      return new
    }
    return known.matcher.matches(column, memo: known.memo)
  }
}
