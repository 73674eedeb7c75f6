import KQLColumnar

/// Computes a value for each string of a column, once for rows that share a dictionary entry.
enum BatchEntryMemo {
  static func map<Result>(_ strings: StringColumn, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> [Result] {
    guard let codes = strings.codes, let highest = codes.max() else {
      return (0..<strings.count).map { body(strings[$0]) }
    }
    // A batch may use few entries of a large dictionary; a table of all of them would then cost more than it saves.
    guard Int(highest) < 16 * codes.count + 1024 else { return sparseMap(strings, codes, body) }
    var known = [Result?](repeating: nil, count: Int(highest) + 1)
    return codes.indices.map { row in
      let code = Int(codes[row])
      if let result = known[code] { return result }
      let result = body(strings[row])
      known[code] = result
      return result
    }
  }

  private static func sparseMap<Result>(
    _ strings: StringColumn, _ codes: [UInt32], _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> [Result] {
    var known: [UInt32: Result] = [:]
    return codes.indices.map { row in
      if let result = known[codes[row]] { return result }
      let result = body(strings[row])
      known[codes[row]] = result
      return result
    }
  }
}
