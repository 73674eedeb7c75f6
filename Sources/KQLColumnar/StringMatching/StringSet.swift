/// A set of strings that is asked by UTF-8 bytes, exactly or ignoring case.
package struct StringSet: Sendable {
  private var members: StringDictionary
  private let ignoresCase: Bool
  /// Bounds on the members' sizes; a text outside of them needs no look-up when case counts.
  private var sizes = Int.max...Int.max

  package init(_ strings: some Sequence<String>, ignoringCase: Bool) {
    members = StringDictionary()
    ignoresCase = ignoringCase
    for string in strings { insert(string) }
  }

  private mutating func insert(_ string: String) {
    var string = string
    let size = string.withUTF8 { bytes in
      if ignoresCase {
        var folded: [UInt8] = []
        LetterCase.appendFold(bytes, to: &folded)
        _ = folded.withUnsafeBufferPointer { members.code(of: $0) }
      } else {
        _ = members.code(of: bytes)
      }
      return bytes.count
    }
    sizes = members.count == 1 ? size...size : min(size, sizes.lowerBound)...max(size, sizes.upperBound)
  }
}

extension StringSet {
  package var count: Int { members.count }

  package func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard ignoresCase else { return sizes.contains(text.count) && members.existingCode(of: text) != nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { folded in
      for offset in 0..<text.count {
        let byte = text[offset]
        if byte >= 0x80 { return containsFolded(text) }
        folded.initializeElement(at: offset, to: LetterCase.fold(byte))
      }
      return members.existingCode(of: UnsafeBufferPointer(folded)) != nil
    }
  }

  package func contains(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { contains($0) }
  }

  private func containsFolded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var folded: [UInt8] = []
    LetterCase.appendFold(text, to: &folded)
    return folded.withUnsafeBufferPointer { members.existingCode(of: $0) != nil }
  }

  /// Decides each row of a column, each entry of its dictionary once.
  ///
  /// - Parameter memo: Keeps the verdicts from call to call; used with this set alone.
  package func contains(_ column: StringColumn, memo: VerdictMemo) -> [Bool] {
    memo.verdicts(column) { contains($0) }
  }
}
