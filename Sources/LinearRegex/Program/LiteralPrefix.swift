/// Finds the bytes with which every match of a pattern begins.
enum LiteralPrefix {
  /// - Returns: The bytes, and whether the pattern is nothing else.
  static func of(_ node: RegexNode) -> (bytes: [UInt8], isWhole: Bool) {
    switch node {
    case .empty: return ([], true)
    case .set(let set):
      guard let scalar = set.single.flatMap({ Unicode.Scalar($0) }) else { return ([], false) }
      return (Array(String(Character(scalar)).utf8), true)
    case .concatenation(let parts):
      var bytes: [UInt8] = []
      for part in parts {
        let (more, isWhole) = of(part)
        bytes.append(contentsOf: more)
        if !isWhole { return (bytes, false) }
      }
      return (bytes, true)
    case .capture(let body, _): return (of(body).bytes, false)
    case .repetition(let body, let minimum, _, _): return (minimum > 0 ? of(body).bytes : [], false)
    case .alternation, .assertion: return ([], false)
    }
  }
}
