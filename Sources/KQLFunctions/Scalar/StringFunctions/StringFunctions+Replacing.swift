import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let replacing: [ScalarFunction] = [replaceString, replaceStrings, translate]

  /// Replaces each occurrence; an empty lookup replaces nothing.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/replace-string-function>
  private static let replaceString = ScalarFunction.ofText("replace_string") { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let lookup = TextArgument(arguments[1])
      let rewrite = TextArgument(arguments[2])
      let prepared = lookup.isConstant ? ByteSearcher(lookup[0], ignoringCase: false) : nil
      return try Lift.strings(rowCount) { (row, output) throws(ExecutionError) in
        let searcher = prepared ?? ByteSearcher(lookup[row], ignoringCase: false)
        try replace(searcher, in: text[row], by: rewrite[row], to: &output)
      }
    }
  }

  /// Replaces lookup after lookup. What a lookup has found is not searched for those that follow, and stays as it is
  /// where its replacement is missing or no string. Lookups that are no strings find nothing.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/replace-strings-function>
  private static let replaceStrings = ScalarFunction.ofText("replace_strings", text: [0]) { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let lookups = ValueArgument<DynamicValue>(arguments[1])
      let rewrites = ValueArgument<DynamicValue>(arguments[2])
      return try Lift.strings(rowCount) { (row, output) throws(ExecutionError) in
        let searchers = strings(lookups[row]).map { ByteSearcher($0 ?? [], ignoringCase: false) }
        let rewrites = strings(rewrites[row])
        for piece in pieces(of: text[row], replaced: searchers) {
          switch piece {
          case .text(let range): output.append(contentsOf: text[row][range])
          case .replacement(let index, let found):
            if index < rewrites.count, let rewrite = rewrites[index] {
              output.append(contentsOf: rewrite)
            } else {
              output.append(contentsOf: text[row][found])
            }
          }
          if output.count > maximumByteCount { throw tooLong }
        }
      }
    }
  }

  /// The elements of an array: `nil` for each that is no string.
  private static func strings(_ value: DynamicValue?) -> [[UInt8]?] {
    (value?.array ?? []).map { element in
      guard case .string(let text) = element else { return nil }
      return Array(text.utf8)
    }
  }

  private enum ReplacedPiece {
    case text(Range<Int>)
    /// What the lookup at that position in the list has found.
    case replacement(Int, found: Range<Int>)
  }

  private static func pieces(
    of text: UnsafeBufferPointer<UInt8>, replaced lookups: [ByteSearcher]
  ) -> [ReplacedPiece] {
    var pieces: [ReplacedPiece] = [.text(0..<text.count)]
    for (index, lookup) in lookups.enumerated() where lookup.byteCount > 0 {
      var next: [ReplacedPiece] = []
      for piece in pieces {
        guard case .text(let range) = piece else {
          next.append(piece)
          continue
        }
        let part = UnsafeBufferPointer(rebasing: text[range])
        var start = 0
        while let found = lookup.firstOffset(in: part, from: start) {
          if found > start { next.append(.text(range.lowerBound + start..<range.lowerBound + found)) }
          let end = found + lookup.byteCount
          next.append(.replacement(index, found: range.lowerBound + found..<range.lowerBound + end))
          start = end
        }
        if start < part.count { next.append(.text(range.lowerBound + start..<range.upperBound)) }
      }
      pieces = next
    }
    return pieces
  }

  private static func replace(
    _ lookup: ByteSearcher, in text: UnsafeBufferPointer<UInt8>, by rewrite: UnsafeBufferPointer<UInt8>,
    to output: inout [UInt8]
  ) throws(ExecutionError) {
    var start = 0
    while lookup.byteCount > 0, let found = lookup.firstOffset(in: text, from: start) {
      output.append(contentsOf: text[start..<found])
      output.append(contentsOf: rewrite)
      start = found + lookup.byteCount
      if output.count > maximumByteCount { throw tooLong }
    }
    output.append(contentsOf: text[start...])
  }

  /// Replaces code points one by one: the last replacement stands for those that are missing, and an empty list of
  /// replacements removes.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/translate-function>
  private static let translate = ScalarFunction.ofText("translate") { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let search = TextArgument(arguments[0])
      let replacement = TextArgument(arguments[1])
      let text = TextArgument(arguments[2])
      func mapping(_ row: Int) -> [UInt32: UInt32?] {
        let replacements = scalars(replacement[row])
        var mapping: [UInt32: UInt32?] = [:]
        for (index, scalar) in scalars(search[row]).enumerated() where mapping[scalar] == nil {
          mapping[scalar] = .some(index < replacements.count ? replacements[index] : replacements.last)
        }
        return mapping
      }
      let prepared = search.isConstant && replacement.isConstant && rowCount > 0 ? mapping(0) : nil
      return try Lift.strings(rowCount) { (row, output) in
        let mapping = prepared ?? mapping(row)
        for scalar in scalars(text[row]) {
          guard let replacement = mapping[scalar] else {
            UTF8Scalars.append(scalar, to: &output)
            continue
          }
          if let replacement { UTF8Scalars.append(replacement, to: &output) }
        }
      }
    }
  }

  static func scalars(_ text: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(text.count)
    var offset = 0
    while offset < text.count {
      let (scalar, byteCount) = UTF8Scalars.decode(text, at: offset)
      result.append(scalar)
      offset += byteCount
    }
    return result
  }
}
