import KQLTypes

/// How the values of key columns are packed into words, so that equal keys have equal words and unequal keys unequal
/// ones.
struct KeyLayout: Sendable {
  enum Form: Sendable {
    /// 32 bits: the code of a string, decimal or dynamic value.
    case code
    /// 2 bits: false, true, null.
    case bool
    /// 32 bits of an `int`.
    case int
    /// A whole word, in which a pattern that no value has stands for null.
    case word
    /// A whole word, 0 for null, told apart by a flag.
    case flaggedWord
    /// Two words, 0 for null, told apart by a flag.
    case flaggedPair
  }

  struct Field: Sendable {
    var form: Form
    var word: Int
    var shift: UInt64
    /// Place of the bit that says null, for flagged forms and `int`.
    var flagWord = 0
    var flagShift: UInt64 = 0
  }

  let types: [ScalarType]
  private(set) var fields: [Field] = []
  private(set) var wordCount = 0

  init(_ types: [ScalarType]) {
    self.types = types
    fields = types.map { Field(form: Self.form(of: $0), word: 0, shift: 0) }
    for index in fields.indices {
      switch fields[index].form {
      case .word, .flaggedWord:
        fields[index].word = wordCount
        wordCount += 1
      case .flaggedPair:
        fields[index].word = wordCount
        wordCount += 2
      case .code, .bool, .int: break
      }
    }
    var used: UInt64 = 64
    func place(_ width: UInt64, _ wordCount: inout Int) -> (word: Int, shift: UInt64) {
      if used + width > 64 {
        wordCount += 1
        used = 0
      }
      defer { used += width }
      return (wordCount - 1, used)
    }
    for index in fields.indices {
      switch fields[index].form {
      case .code, .int: (fields[index].word, fields[index].shift) = place(32, &wordCount)
      default: break
      }
    }
    for index in fields.indices {
      switch fields[index].form {
      case .bool: (fields[index].word, fields[index].shift) = place(2, &wordCount)
      case .int, .flaggedWord, .flaggedPair:
        (fields[index].flagWord, fields[index].flagShift) = place(1, &wordCount)
      case .code, .word: break
      }
    }
    wordCount = max(1, wordCount)
  }

  private static func form(of type: ScalarType) -> Form {
    switch type {
    case .string, .decimal, .dynamic: .code
    case .bool: .bool
    case .int: .int
    case .datetime, .real: .word
    case .long, .timespan: .flaggedWord
    case .guid: .flaggedPair
    }
  }
}
