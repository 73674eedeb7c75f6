import Synchronization

/// Named sets of scalars: `\w`, `\d`, `\s`, general categories, scripts and binary properties.
enum UnicodeProperties {
  static let word = decode(UnicodeTables.word[...])
  static let digit = decode(UnicodeTables.digit[...])
  static let space = decode(UnicodeTables.space[...])

  static let asciiWord = ScalarSet([
    .init(lower: 0x30, upper: 0x39), .init(lower: 0x41, upper: 0x5a), .init(lower: 0x5f, upper: 0x5f),
    .init(lower: 0x61, upper: 0x7a),
  ])
  static let asciiDigit = ScalarSet(0x30, 0x39)
  static let asciiSpace = ScalarSet([.init(lower: 0x09, upper: 0x0d), .init(lower: 0x20, upper: 0x20)])

  private static let scripts: [String: ScalarSet] = {
    var result: [String: ScalarSet] = [:]
    for line in UnicodeTables.scripts.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      result[normalized(line[..<colon])] = decode(line[line.index(after: colon)...])
    }
    return result
  }()

  private static func decode(_ text: Substring) -> ScalarSet {
    var ranges: [ScalarSet.Range] = []
    var last: UInt32 = 0
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "-")
      let lower = last + UInt32(parts[0], radix: 36)!
      last = lower + (parts.count > 1 ? UInt32(parts[1], radix: 36)! : 0)
      ranges.append(.init(lower: lower, upper: last))
    }
    return ScalarSet(ranges)
  }

  /// Names compare without case, spaces, hyphens and underscores, and without a leading "is".
  private static func normalized(_ name: some StringProtocol) -> String {
    let plain = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    return plain.hasPrefix("is") && plain != "is" && plain != "isc" ? String(plain.dropFirst(2)) : plain
  }
}

// MARK: - Look-up

extension UnicodeProperties {
  /// The set of `\p{name}` or `\p{property=name}`; `nil` for a name that is not known.
  static func set(named name: String, property: String? = nil) -> ScalarSet? {
    let key = normalized(name)
    let kind = property.map { normalized($0) }
    let cacheKey = "\(kind ?? "")=\(key)"
    if let known = found.withLock({ $0[cacheKey] }) { return known }
    let set = lookUp(key, kind)
    if let set { found.withLock { $0[cacheKey] = set } }
    return set
  }

  /// Sets that were asked for: making one takes a look at every scalar. As many as there are names.
  private static let found = Mutex<[String: ScalarSet]>([:])

  private static func lookUp(_ key: String, _ kind: String?) -> ScalarSet? {
    switch kind {
    case nil: return category(key) ?? scripts[scriptAliases[key] ?? key] ?? binaryProperty(key)
    case "gc", "generalcategory": return category(key)
    case "sc", "script", "scx", "scriptextensions": return scripts[scriptAliases[key] ?? key]
    default: return nil
    }
  }

  private static let scriptAliases: [String: String] = [
    "latn": "latin", "grek": "greek", "cyrl": "cyrillic", "arab": "arabic", "hebr": "hebrew", "hani": "han",
    "hira": "hiragana", "kana": "katakana", "hang": "hangul", "thai": "thai", "deva": "devanagari", "armn": "armenian",
    "geor": "georgian", "zyyy": "common", "zinh": "inherited", "qaai": "inherited", "beng": "bengali",
    "taml": "tamil", "telu": "telugu", "knda": "kannada", "mlym": "malayalam", "gujr": "gujarati", "guru": "gurmukhi",
    "khmr": "khmer", "laoo": "lao", "mong": "mongolian", "tibt": "tibetan", "ethi": "ethiopic", "copt": "coptic",
  ]

  private static func category(_ key: String) -> ScalarSet? {
    switch key {
    case "any": return .all
    case "ascii": return ScalarSet(0, 0x7f)
    case "assigned": return collect { $0.properties.generalCategory != .unassigned }
    case "nd", "decimalnumber", "digit": return digit
    default: break
    }
    guard let wanted = categories[key] else { return nil }
    return collect { wanted.contains($0.properties.generalCategory) }
  }

  private static func binaryProperty(_ key: String) -> ScalarSet? {
    switch key {
    case "alphabetic", "alpha": collect { $0.properties.isAlphabetic }
    case "lowercase", "lower": collect { $0.properties.isLowercase }
    case "uppercase", "upper": collect { $0.properties.isUppercase }
    case "whitespace", "wspace", "space": space
    case "emoji": collect { $0.properties.isEmoji }
    case "emojipresentation": collect { $0.properties.isEmojiPresentation }
    case "ideographic": collect { $0.properties.isIdeographic }
    case "math": collect { $0.properties.isMath }
    case "hexdigit", "hex": collect { $0.properties.isHexDigit }
    case "asciihexdigit", "ahex": collect { $0.properties.isASCIIHexDigit }
    case "dash": collect { $0.properties.isDash }
    case "diacritic": collect { $0.properties.isDiacritic }
    case "idstart", "ids": collect { $0.properties.isIDStart }
    case "idcontinue", "idc": collect { $0.properties.isIDContinue }
    case "xidstart", "xids": collect { $0.properties.isXIDStart }
    case "xidcontinue", "xidc": collect { $0.properties.isXIDContinue }
    case "joincontrol", "joinc": ScalarSet(0x200c, 0x200d)
    case "defaultignorablecodepoint", "di": collect { $0.properties.isDefaultIgnorableCodePoint }
    case "cased": collect { $0.properties.isCased }
    case "quotationmark", "qmark": collect { $0.properties.isQuotationMark }
    default: nil
    }
  }

  private static func collect(_ isIn: (Unicode.Scalar) -> Bool) -> ScalarSet {
    var ranges: [ScalarSet.Range] = []
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value), isIn(scalar) else { continue }
      if let last = ranges.last, last.upper &+ 1 == value {
        ranges[ranges.count - 1].upper = value
      } else {
        ranges.append(.init(lower: value, upper: value))
      }
    }
    return ScalarSet(ranges)
  }

  private static let categories: [String: Set<Unicode.GeneralCategory>] = {
    let groups: [(String, [(String, String, Unicode.GeneralCategory)])] = [
      (
        "l letter",
        [
          ("lu", "uppercaseletter", .uppercaseLetter), ("ll", "lowercaseletter", .lowercaseLetter),
          ("lt", "titlecaseletter", .titlecaseLetter), ("lm", "modifierletter", .modifierLetter),
          ("lo", "otherletter", .otherLetter),
        ]
      ),
      (
        "m mark combiningmark",
        [
          ("mn", "nonspacingmark", .nonspacingMark), ("mc", "spacingmark", .spacingMark),
          ("me", "enclosingmark", .enclosingMark),
        ]
      ),
      (
        "n number",
        [
          ("nd", "decimalnumber", .decimalNumber), ("nl", "letternumber", .letterNumber),
          ("no", "othernumber", .otherNumber),
        ]
      ),
      (
        "p punctuation punct",
        [
          ("pc", "connectorpunctuation", .connectorPunctuation), ("pd", "dashpunctuation", .dashPunctuation),
          ("ps", "openpunctuation", .openPunctuation), ("pe", "closepunctuation", .closePunctuation),
          ("pi", "initialpunctuation", .initialPunctuation), ("pf", "finalpunctuation", .finalPunctuation),
          ("po", "otherpunctuation", .otherPunctuation),
        ]
      ),
      (
        "s symbol",
        [
          ("sm", "mathsymbol", .mathSymbol), ("sc", "currencysymbol", .currencySymbol),
          ("sk", "modifiersymbol", .modifierSymbol), ("so", "othersymbol", .otherSymbol),
        ]
      ),
      (
        "z separator",
        [
          ("zs", "spaceseparator", .spaceSeparator), ("zl", "lineseparator", .lineSeparator),
          ("zp", "paragraphseparator", .paragraphSeparator),
        ]
      ),
      (
        "c other",
        [
          ("cc", "control", .control), ("cf", "format", .format), ("cs", "surrogate", .surrogate),
          ("co", "privateuse", .privateUse), ("cn", "unassigned", .unassigned),
        ]
      ),
    ]
    var result: [String: Set<Unicode.GeneralCategory>] = [
      "lc": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
      "casedletter": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
      "cntrl": [.control],
    ]
    for (names, members) in groups {
      for name in names.split(separator: " ") { result[String(name)] = Set(members.map(\.2)) }
      for (short, long, category) in members {
        result[short] = [category]
        result[long] = [category]
      }
    }
    return result
  }()
}
