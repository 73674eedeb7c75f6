/// Parses the syntax of Rust's `regex` crate, which Kusto documents as its own.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/regex>
struct RegexParser {
  static let nestingLimit = 250

  let pattern: [Unicode.Scalar]
  /// UTF-8 offset of each scalar, and of the end.
  private let offsets: [Int]
  var index = 0
  var flags: RegexFlags
  private(set) var captureNames: [String?] = [nil]
  private var depth = 0

  init(_ pattern: String, flags: RegexFlags) {
    self.pattern = Array(pattern.unicodeScalars)
    self.flags = flags
    var offsets: [Int] = [0]
    for scalar in pattern.unicodeScalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
    self.offsets = offsets
  }

  mutating func parse() throws(RegexError) -> RegexNode {
    let node = try parseAlternation()
    if peek == ")" { throw error("unopened group") }
    return node
  }
}

// MARK: - Reading

extension RegexParser {
  var peek: Unicode.Scalar? { index < pattern.count ? pattern[index] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    index + distance < pattern.count ? pattern[index + distance] : nil
  }

  func error(_ message: String, at index: Int? = nil) -> RegexError {
    RegexError(message, at: offsets[min(index ?? self.index, pattern.count)])
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  func starts(with text: String) -> Bool {
    var position = index
    for scalar in text.unicodeScalars {
      guard position < pattern.count, pattern[position] == scalar else { return false }
      position += 1
    }
    return true
  }

  /// Passes over white space and comments where the `x` flag lets them stand.
  mutating func skipIgnored() {
    guard flags.ignoresWhitespace else { return }
    while let scalar = peek {
      if scalar.properties.isWhitespace {
        index += 1
      } else if scalar == "#" {
        while let next = peek, next != "\n" {
          _ = next
          index += 1
        }
      } else {
        return
      }
    }
  }
}

// MARK: - Structure

extension RegexParser {
  private mutating func parseAlternation() throws(RegexError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.nestingLimit else { throw error("the pattern is nested too deeply") }
    var branches: [RegexNode] = []
    while true {
      branches.append(try parseConcatenation())
      guard skip("|") else { break }
    }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func parseConcatenation() throws(RegexError) -> RegexNode {
    var parts: [RegexNode] = []
    while true {
      skipIgnored()
      guard let scalar = peek, scalar != "|", scalar != ")" else { break }
      if scalar == "(", try parseFlagsOnlyGroup() { continue }
      if scalar == "*" || scalar == "+" || scalar == "?" || scalar == "{" {
        throw error("the repetition '\(scalar)' has nothing to repeat")
      }
      let atom = try parseAtom()
      parts.append(try parseRepetitions(of: atom))
    }
    switch parts.count {
    case 0: return .empty
    case 1: return parts[0]
    default: return .concatenation(parts)
    }
  }

  private mutating func parseRepetitions(of atom: RegexNode) throws(RegexError) -> RegexNode {
    var node = atom
    var count = 0
    while true {
      skipIgnored()
      guard let scalar = peek else { return node }
      let minimum: Int
      let maximum: Int?
      switch scalar {
      case "*": (minimum, maximum) = (0, nil)
      case "+": (minimum, maximum) = (1, nil)
      case "?": (minimum, maximum) = (0, 1)
      case "{": (minimum, maximum) = try parseCounts()
      default: return node
      }
      if scalar != "{" { index += 1 }
      count += 1
      guard count + depth <= Self.nestingLimit else { throw error("the pattern is nested too deeply") }
      let isLazy = skip("?")
      node = .repetition(node, minimum: minimum, maximum: maximum, isGreedy: isLazy == flags.swapsGreed)
    }
  }

  /// `{n}`, `{n,}`, `{n,m}`.
  private mutating func parseCounts() throws(RegexError) -> (Int, Int?) {
    let start = index
    index += 1
    skipIgnored()
    guard let minimum = try parseNumber() else { throw error("a repetition count is missing") }
    skipIgnored()
    var maximum: Int? = minimum
    if skip(",") {
      skipIgnored()
      maximum = peek == "}" ? nil : try parseNumber()
      if peek != "}", maximum == nil { throw error("a repetition count is not a number") }
      skipIgnored()
    }
    guard skip("}") else { throw error("unclosed counted repetition", at: start) }
    if let maximum, maximum < minimum {
      throw error("the repetition's upper bound is below its lower bound", at: start)
    }
    return (minimum, maximum)
  }

  private mutating func parseNumber() throws(RegexError) -> Int? {
    let start = index
    var value = 0
    while let digit = peek, ("0"..."9").contains(digit) {
      value = value * 10 + Int(digit.value - 0x30)
      guard value <= Int(UInt32.max) else { throw error("the number is too large", at: start) }
      index += 1
    }
    return index == start ? nil : value
  }
}

// MARK: - Groups

extension RegexParser {
  /// `(?flags)`, which holds for the rest of the enclosing group.
  private mutating func parseFlagsOnlyGroup() throws(RegexError) -> Bool {
    guard starts(with: "(?"), peek(2) != "P", peek(2) != "<", peek(2) != ":" else { return false }
    let start = index
    index += 2
    var changed = flags
    try parseFlags(into: &changed, groupStart: start)
    if skip(")") {
      flags = changed
      return true
    }
    index = start
    return false
  }

  private mutating func parseFlags(into flags: inout RegexFlags, groupStart: Int) throws(RegexError) {
    if starts(with: "=") || starts(with: "!") { throw error("look-around is not supported", at: groupStart) }
    var isNegated = false
    var seen: Set<Unicode.Scalar> = []
    var lastWasMinus = false
    while let scalar = peek, scalar != ":", scalar != ")" {
      switch scalar {
      case "-":
        if isNegated { throw error("a second '-' in flags") }
        isNegated = true
      case "i": flags.ignoresCase = !isNegated
      case "m": flags.isMultiLine = !isNegated
      case "s": flags.dotMatchesNewline = !isNegated
      case "R": flags.isCRLF = !isNegated
      case "U": flags.swapsGreed = !isNegated
      case "u": flags.isUnicode = !isNegated
      case "x": flags.ignoresWhitespace = !isNegated
      default: throw error("unknown flag '\(scalar)'")
      }
      if scalar != "-", !seen.insert(scalar).inserted { throw error("the flag '\(scalar)' is given twice") }
      lastWasMinus = scalar == "-"
      index += 1
    }
    if lastWasMinus { throw error("'-' without a flag") }
    guard let end = peek else { throw error("unclosed group", at: groupStart) }
    if end == ")", seen.isEmpty { throw error("the repetition '?' has nothing to repeat", at: groupStart + 1) }
  }

  mutating func parseGroup() throws(RegexError) -> RegexNode {
    let start = index
    let outerFlags = flags
    index += 1
    var captureIndex: Int?
    if starts(with: "?P<") || starts(with: "?<") {
      if starts(with: "?<=") || starts(with: "?<!") { throw error("look-around is not supported", at: start) }
      index += starts(with: "?P<") ? 3 : 2
      let name = try parseCaptureName()
      if captureNames.contains(name) { throw error("the group name '\(name)' is used twice", at: start) }
      captureIndex = captureNames.count
      captureNames.append(name)
    } else if starts(with: "?P=") || starts(with: "?P>") {
      throw error("backreferences are not supported", at: start)
    } else if skip("?") {
      var changed = flags
      try parseFlags(into: &changed, groupStart: start)
      guard skip(":") else { throw error("expected ':' or ')' after flags") }
      flags = changed
    } else {
      captureIndex = captureNames.count
      captureNames.append(nil)
    }
    let body = try parseAlternation()
    guard skip(")") else { throw error("unclosed group", at: start) }
    flags = outerFlags
    return captureIndex.map { .capture(body, index: $0) } ?? body
  }

  private mutating func parseCaptureName() throws(RegexError) -> String {
    let start = index
    var name = String.UnicodeScalarView()
    while let scalar = peek, scalar != ">" {
      let isValid =
        name.isEmpty
        ? scalar == "_" || scalar.properties.isAlphabetic
        : scalar == "_" || scalar == "." || scalar == "[" || scalar == "]" || scalar.properties.isAlphabetic
          || scalar.properties.numericType != nil
      guard isValid else { throw error("'\(scalar)' can't stand in a group name") }
      name.append(scalar)
      index += 1
    }
    guard skip(">") else { throw error("unclosed group name", at: start) }
    guard !name.isEmpty else { throw error("the group name is empty", at: start) }
    return String(name)
  }
}

// MARK: - Atoms

extension RegexParser {
  private mutating func parseAtom() throws(RegexError) -> RegexNode {
    guard let scalar = peek else { throw error("the pattern ends too early") }
    switch scalar {
    case "(": return try parseGroup()
    case "[": return .set(try parseBracketClass())
    case ".":
      index += 1
      return .set(try dotSet())
    case "^":
      index += 1
      return .assertion(flags.isMultiLine ? (flags.isCRLF ? .lineStartCRLF : .lineStart) : .textStart)
    case "$":
      index += 1
      return .assertion(flags.isMultiLine ? (flags.isCRLF ? .lineEndCRLF : .lineEnd) : .textEnd)
    case "\\": return try parseEscape()
    default:
      index += 1
      return .set(try literalSet(scalar.value))
    }
  }

  private func dotSet() throws(RegexError) -> ScalarSet {
    // Without Unicode a dot would match single bytes of longer characters, which text cannot be cut at.
    guard flags.isUnicode else { throw error("the pattern could match text that is not UTF-8", at: index - 1) }
    if flags.dotMatchesNewline { return .all }
    let lineEnds = flags.isCRLF ? ScalarSet(scalar: 0x0a).union(ScalarSet(scalar: 0x0d)) : ScalarSet(scalar: 0x0a)
    return lineEnds.complement
  }

  func literalSet(_ value: UInt32) throws(RegexError) -> ScalarSet {
    let set = ScalarSet(scalar: value)
    return flags.ignoresCase ? try folded(set) : set
  }

  func folded(_ set: ScalarSet) throws(RegexError) -> ScalarSet {
    let closure = CaseFolding.closure(of: set)
    return flags.isUnicode ? closure : set.union(closure.intersection(ScalarSet(0, 0x7f)))
  }

  private mutating func parseEscape() throws(RegexError) -> RegexNode {
    let start = index
    guard let scalar = peek(1) else { throw error("the pattern ends in a backslash") }
    let assertion: RegexAssertion?
    switch scalar {
    case "A": assertion = .textStart
    case "z": assertion = .textEnd
    case "B": assertion = flags.isUnicode ? .notWordBoundary : .asciiNotWordBoundary
    case "<": assertion = flags.isUnicode ? .wordStart : .asciiWordStart
    case ">": assertion = flags.isUnicode ? .wordEnd : .asciiWordEnd
    case "b":
      index += 2
      return .assertion(try parseWordBoundary())
    default: assertion = nil
    }
    if let assertion {
      index += 2
      return .assertion(assertion)
    }
    switch try parseClassEscape() {
    case .set(let set): return .set(set)
    case .scalar(let value):
      _ = start
      return .set(try literalSet(value))
    }
  }

  /// What may follow `\b` in braces.
  private mutating func parseWordBoundary() throws(RegexError) -> RegexAssertion {
    let isUnicode = flags.isUnicode
    for (name, unicode, ascii) in [
      ("{start}", RegexAssertion.wordStart, RegexAssertion.asciiWordStart),
      ("{end}", .wordEnd, .asciiWordEnd),
      ("{start-half}", .wordStartHalf, .asciiWordStartHalf),
      ("{end-half}", .wordEndHalf, .asciiWordEndHalf),
    ] where starts(with: name) {
      index += name.unicodeScalars.count
      return isUnicode ? unicode : ascii
    }
    if peek == "{", let next = peek(1), next == "-" || next.properties.isAlphabetic {
      throw error("unknown word boundary; expected start, end, start-half or end-half")
    }
    return isUnicode ? .wordBoundary : .asciiWordBoundary
  }
}
