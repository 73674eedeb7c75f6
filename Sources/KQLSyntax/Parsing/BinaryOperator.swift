/// A scalar operator between two operands, with its place in the order of precedence.
struct BinaryOperator {
  /// How tightly an operator binds; string operators bind tighter than arithmetic.
  enum Level: Int, Comparable {
    case or
    case and
    case equality
    case relation
    case sum
    case product
    case text

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    /// Whether `a == b == c` is wrong.
    var isSingle: Bool { self == .equality || self == .relation }
  }

  enum Form {
    case binary
    /// A list in parentheses follows.
    case membership
    /// A range in parentheses follows.
    case between
  }

  var symbol: String
  var level: Level
  var form: Form = .binary
}

extension BinaryOperator {
  /// The operator that a token is, if any. Its symbol is in the spelling that functions are registered by.
  init?(_ token: Token) {
    if let keyword = token.keyword {
      self.init(keyword)
    } else {
      self.init(token.kind)
    }
  }

  private init?(_ kind: TokenKind) {
    switch kind {
    case .equalEqual: self.init(symbol: "==", level: .equality)
    case .notEqual: self.init(symbol: "!=", level: .equality)
    case .less: self.init(symbol: "<", level: .relation)
    case .lessOrEqual: self.init(symbol: "<=", level: .relation)
    case .greater: self.init(symbol: ">", level: .relation)
    case .greaterOrEqual: self.init(symbol: ">=", level: .relation)
    case .plus: self.init(symbol: "+", level: .sum)
    case .minus: self.init(symbol: "-", level: .sum)
    case .asterisk: self.init(symbol: "*", level: .product)
    case .slash: self.init(symbol: "/", level: .product)
    case .percent: self.init(symbol: "%", level: .product)
    case .equalTilde: self.init(symbol: "=~", level: .text)
    case .notTilde: self.init(symbol: "!~", level: .text)
    case .colon: self.init(symbol: ":", level: .text)
    default: return nil
    }
  }

  private init?(_ keyword: Keyword) {
    switch keyword {
    case .or: self.init(symbol: "or", level: .or)
    case .and: self.init(symbol: "and", level: .and)
    case .in, .inInsensitive, .notIn, .notInInsensitive, .hasAny, .hasAll:
      self.init(symbol: keyword.rawValue, level: .equality, form: .membership)
    case .between, .notBetween: self.init(symbol: keyword.rawValue, level: .equality, form: .between)
    case .contains, .containsCs, .endswith, .endswithCs, .has, .hasCs, .hasprefix, .hasprefixCs, .hassuffix,
      .hassuffixCs, .like, .likecs, .matchesRegex, .notContains, .notContainsCs, .notEndswith, .notEndswithCs,
      .notHas, .notHasCs, .notHasprefix, .notHasprefixCs, .notHassuffix, .notHassuffixCs, .notStartswith,
      .notStartswithCs, .notlike, .notlikecs, .startswith, .startswithCs:
      self.init(symbol: keyword.rawValue, level: .text)
    case .containscs: self.init(symbol: "contains_cs", level: .text)
    case .notcontains: self.init(symbol: "!contains", level: .text)
    case .notcontainscs: self.init(symbol: "!contains_cs", level: .text)
    default: return nil
    }
  }
}
