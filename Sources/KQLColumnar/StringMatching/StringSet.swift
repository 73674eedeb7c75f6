/// A set of strings that is asked by UTF-8 bytes, exactly or ignoring case.
package struct StringSet: Sendable {
  private var members: StringDictionary
  private let ignoresCase: Bool
  /// Bounds on the sizes of the members, of their folds when case is ignored.
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
        return folded.count
      }
      _ = members.code(of: bytes)
      return bytes.count
    }
    sizes = members.count == 1 ? size...size : min(size, sizes.lowerBound)...max(size, sizes.upperBound)
  }
}

extension StringSet {
  package var count: Int { members.count }

  package func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard ignoresCase else { return sizes.contains(text.count) && members.existingCode(of: text) != nil }
    guard UTF8Scalars.isASCII(text) else { return containsFolded(text) }
    // The fold of ASCII text has its size.
    guard sizes.contains(text.count), let base = UnsafeRawPointer(text.baseAddress) else {
      return text.isEmpty && members.existingCode(of: text) != nil
    }
    guard text.count <= 120 else { return containsFolded(text) }
    return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { folded in
      var offset = 0
      while text.count &- offset >= 8 {
        let word = LetterCase.fold(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        folded.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
      }
      while offset < text.count {
        folded[offset] = LetterCase.fold(text[offset])
        offset &+= 1
      }
      return folded.withMemoryRebound(to: UInt8.self) {
        members.existingCode(of: UnsafeBufferPointer(rebasing: $0[..<text.count])) != nil
      }
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
