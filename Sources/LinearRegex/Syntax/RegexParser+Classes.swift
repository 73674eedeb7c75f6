// Character classes: `[…]`, `\d`, `\p{…}`, and escapes that stand for one scalar.

extension RegexParser {
  enum ClassEscape {
    case set(ScalarSet)
    case scalar(UInt32)
  }

  /// An escape that may stand in and outside of brackets; the backslash is next.
  mutating func parseClassEscape() throws(RegexError) -> ClassEscape {
    let start = index
    index += 1
    guard let scalar = peek else { throw error("the pattern ends in a backslash", at: start) }
    index += 1
    switch scalar {
    case "d": return .set(flags.isUnicode ? UnicodeProperties.digit : UnicodeProperties.asciiDigit)
    case "s": return .set(flags.isUnicode ? UnicodeProperties.space : UnicodeProperties.asciiSpace)
    case "w": return .set(flags.isUnicode ? UnicodeProperties.word : UnicodeProperties.asciiWord)
    case "D", "S", "W":
      guard flags.isUnicode else { throw error("the pattern could match text that is not UTF-8", at: start) }
      switch scalar {
      case "D": return .set(UnicodeProperties.digit.complement)
      case "S": return .set(UnicodeProperties.space.complement)
      default: return .set(UnicodeProperties.word.complement)
      }
    case "p", "P": return .set(try parseProperty(isNegated: scalar == "P", start: start))
    case "x", "u", "U": return .scalar(try parseHexadecimal(digits: scalar == "x" ? 2 : scalar == "u" ? 4 : 8))
    case "a": return .scalar(0x07)
    case "f": return .scalar(0x0c)
    case "t": return .scalar(0x09)
    case "n": return .scalar(0x0a)
    case "r": return .scalar(0x0d)
    case "v": return .scalar(0x0b)
    case "0"..."9": throw error("backreferences are not supported", at: start)
    default:
      let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      guard scalar.isASCII, !isLetter, scalar != "<", scalar != ">" else {
        throw error("unknown escape '\\\(scalar)'", at: start)
      }
      return .scalar(scalar.value)
    }
  }

  /// `\x7F`, `\x{10FFFF}`, `\u007F`, `\U0000007F`; the letter is behind.
  private mutating func parseHexadecimal(digits: Int) throws(RegexError) -> UInt32 {
    let start = index - 2
    var text = ""
    skipIgnored()
    if skip("{") {
      while let scalar = peek, scalar != "}" {
        text.unicodeScalars.append(scalar)
        index += 1
      }
      guard skip("}") else { throw error("unclosed hexadecimal escape", at: start) }
    } else {
      while text.count < digits, let scalar = peek {
        text.unicodeScalars.append(scalar)
        index += 1
      }
      guard text.count == digits else { throw error("a hexadecimal escape is too short", at: start) }
    }
    guard !text.isEmpty, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else {
      throw error("a hexadecimal escape is not a number", at: start)
    }
    guard Unicode.Scalar(value) != nil else {
      throw error("a hexadecimal escape is not a Unicode scalar value", at: start)
    }
    if !flags.isUnicode, value > 0x7f, digits == 2 {
      throw error("the pattern could match text that is not UTF-8", at: start)
    }
    return value
  }

  private mutating func parseProperty(isNegated: Bool, start: Int) throws(RegexError) -> ScalarSet {
    guard flags.isUnicode else { throw error("Unicode properties need Unicode mode", at: start) }
    var isNegated = isNegated
    var name = ""
    if skip("{") {
      while let scalar = peek, scalar != "}" {
        name.unicodeScalars.append(scalar)
        index += 1
      }
      guard skip("}") else { throw error("unclosed Unicode property", at: start) }
    } else {
      guard let letter = peek else { throw error("a Unicode property is missing", at: start) }
      name.unicodeScalars.append(letter)
      index += 1
    }
    if name.hasPrefix("^") {
      isNegated.toggle()
      name.removeFirst()
    }
    var property: String?
    for separator in ["!=", "=", ":"] {
      guard let found = name.firstRange(of: separator) else { continue }
      if separator == "!=" { isNegated.toggle() }
      property = String(name[..<found.lowerBound])
      name = String(name[found.upperBound...])
      break
    }
    guard let set = UnicodeProperties.set(named: name, property: property) else {
      throw error("unknown Unicode property '\(property.map { $0 + "=" } ?? "")\(name)'", at: start)
    }
    let wanted = flags.ignoresCase ? try folded(set) : set
    return isNegated ? wanted.complement : wanted
  }
}

// MARK: - Brackets

extension RegexParser {
  mutating func parseBracketClass() throws(RegexError) -> ScalarSet {
    try parseBracketClass(depth: 1)
  }

  private mutating func parseBracketClass(depth: Int) throws(RegexError) -> ScalarSet {
    guard depth <= Self.nestingLimit else { throw error("the pattern is nested too deeply") }
    let start = index
    index += 1
    skipIgnored()
    let isNegated = skip("^")
    skipIgnored()
    var operands = ScalarSet.none
    var pendingOperator: String?
    var union: [ScalarSet.Range] = []
    // A bracket or hyphens at the very start stand for themselves.
    if peek == "]" {
      union.append(.init(lower: 0x5d, upper: 0x5d))
      index += 1
    }
    while peek == "-", peek(1) != "-" || union.isEmpty {
      union.append(.init(lower: 0x2d, upper: 0x2d))
      index += 1
      skipIgnored()
    }
    while true {
      skipIgnored()
      guard let scalar = peek else { throw error("unclosed character class", at: start) }
      if scalar == "]" {
        index += 1
        break
      }
      if let found = ["&&", "--", "~~"].first(where: { starts(with: $0) }) {
        index += 2
        operands = combine(operands, pendingOperator, ScalarSet(union))
        union = []
        pendingOperator = found
        continue
      }
      union.append(contentsOf: try parseClassItem(depth: depth).ranges)
    }
    var set = combine(operands, pendingOperator, ScalarSet(union))
    if flags.ignoresCase { set = try folded(set) }
    if isNegated { set = set.complement }
    if !flags.isUnicode, !set.isASCII { throw error("the pattern could match text that is not UTF-8", at: start) }
    return set
  }

  private func combine(_ left: ScalarSet, _ symbol: String?, _ right: ScalarSet) -> ScalarSet {
    switch symbol {
    case "&&": left.intersection(right)
    case "--": left.subtracting(right)
    case "~~": left.symmetricDifference(right)
    default: right
    }
  }

  private mutating func parseClassItem(depth: Int) throws(RegexError) -> ScalarSet {
    let start = index
    if peek == "[" {
      if let posix = try parsePOSIXClass() { return posix }
      return try parseBracketClass(depth: depth + 1)
    }
    guard case .scalar(let lower) = try parseClassPrimitive() else {
      index = start
      guard case .set(let set) = try parseClassPrimitive() else { return .none }
      return set
    }
    skipIgnored()
    // `a-b`, unless the hyphen ends the class or begins an operator.
    guard peek == "-" else { return ScalarSet(scalar: lower) }
    var ahead = 1
    if flags.ignoresWhitespace { while let next = peek(ahead), next.properties.isWhitespace { ahead += 1 } }
    guard peek(ahead) != "]", peek(ahead) != "-", peek(ahead) != nil else { return ScalarSet(scalar: lower) }
    index += 1
    skipIgnored()
    guard case .scalar(let upper) = try parseClassPrimitive() else { throw error("a range ends in a class", at: start) }
    guard lower <= upper else { throw error("a range goes backwards", at: start) }
    return ScalarSet(lower, upper)
  }

  private mutating func parseClassPrimitive() throws(RegexError) -> ClassEscape {
    guard let scalar = peek else { throw error("unclosed character class") }
    guard scalar == "\\" else {
      index += 1
      return .scalar(scalar.value)
    }
    switch peek(1) {
    case "b"?, "B"?, "A"?, "z"?: throw error("an assertion can't stand in a character class")
    default: return try parseClassEscape()
    }
  }

  /// `[:alpha:]`, `[:^alpha:]`; `nil` when the bracket begins something else.
  private mutating func parsePOSIXClass() throws(RegexError) -> ScalarSet? {
    guard starts(with: "[:") else { return nil }
    let start = index
    index += 2
    let isNegated = skip("^")
    var name = ""
    while let scalar = peek, ("a"..."z").contains(scalar) {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard starts(with: ":]"), let set = Self.posixClasses[name] else {
      index = start
      return nil
    }
    index += 2
    return isNegated ? set.complement : set
  }

  private static let posixClasses: [String: ScalarSet] = {
    func set(_ pairs: (UInt32, UInt32)...) -> ScalarSet {
      ScalarSet(pairs.map { ScalarSet.Range(lower: $0.0, upper: $0.1) })
    }
    return [
      "alnum": set((0x30, 0x39), (0x41, 0x5a), (0x61, 0x7a)), "alpha": set((0x41, 0x5a), (0x61, 0x7a)),
      "ascii": set((0, 0x7f)), "blank": set((0x09, 0x09), (0x20, 0x20)), "cntrl": set((0, 0x1f), (0x7f, 0x7f)),
      "digit": set((0x30, 0x39)), "graph": set((0x21, 0x7e)), "lower": set((0x61, 0x7a)), "print": set((0x20, 0x7e)),
      "punct": set((0x21, 0x2f), (0x3a, 0x40), (0x5b, 0x60), (0x7b, 0x7e)), "space": set((0x09, 0x0d), (0x20, 0x20)),
      "upper": set((0x41, 0x5a)), "word": set((0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)),
      "xdigit": set((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    ]
  }()
}
