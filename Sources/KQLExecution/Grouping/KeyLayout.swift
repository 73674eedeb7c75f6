import KQLTypes

/// How the values of key columns are packed into words, so that equal keys have equal words and unequal keys unequal
/// ones.
///
/// Codes of strings and whole numbers take as few bits as the values seen so far need, so that most keys fit one
/// word; a layout that has become too narrow is replaced by a wider one, and keys packed before are moved over.
struct KeyLayout: Sendable, Equatable {
  /// What a column holds that is to be packed.
  enum Content: Sendable {
    /// Whole numbers (codes included) within a range, or null.
    case numbers(KeyRange)
    /// Any 64-bit number, or null.
    case anyNumber
    /// Bits of a real, in which a pattern that no value has stands for null.
    case real
    case guid
  }

  struct Field: Sendable, Equatable {
    enum Form: Sendable, Equatable {
      /// `bits` bits: 0 for null, else the value less `base`, plus 1.
      case packed(base: Int64, bits: UInt64)
      /// A word, and a flag that says null.
      case flaggedWord
      /// A word in which one pattern says null.
      case word
      /// Two words, and a flag that says null.
      case flaggedPair
    }
    var form: Form
    var word = 0
    var shift: UInt64 = 0
    var flagWord = 0
    var flagShift: UInt64 = 0
  }

  private(set) var fields: [Field] = []
  private(set) var wordCount = 0
  /// Bits in use when all fields are packed into one word.
  private(set) var packedBits: Int?

  init(_ contents: [Content]) {
    fields = contents.map { Field(form: Self.form(of: $0)) }
    for index in fields.indices {
      switch fields[index].form {
      case .flaggedWord, .word: fields[index].word = take(1)
      case .flaggedPair: fields[index].word = take(2)
      case .packed: break
      }
    }
    let wholeWords = wordCount
    var used: [UInt64] = []
    for index in fields.indices {
      switch fields[index].form {
      case .packed(_, let bits): (fields[index].word, fields[index].shift) = place(bits, in: &used, wholeWords)
      case .flaggedWord, .flaggedPair:
        (fields[index].flagWord, fields[index].flagShift) = place(1, in: &used, wholeWords)
      case .word: break
      }
    }
    wordCount = max(1, wholeWords + used.count)
    if wholeWords == 0, used.count <= 1 { packedBits = Int(used.first ?? 0) }
  }

  private static func form(of content: Content) -> Field.Form {
    switch content {
    case .numbers(let range):
      let bits = range.bitCount
      return bits > 63 ? .flaggedWord : .packed(base: range.lower, bits: UInt64(bits))
    case .anyNumber: return .flaggedWord
    case .real: return .word
    case .guid: return .flaggedPair
    }
  }

  private mutating func take(_ count: Int) -> Int {
    defer { wordCount += count }
    return wordCount
  }

  /// Finds room for some bits in the words that fields share, the first that has it.
  private func place(_ bits: UInt64, in used: inout [UInt64], _ wholeWords: Int) -> (word: Int, shift: UInt64) {
    for index in used.indices where used[index] + bits <= 64 {
      defer { used[index] += bits }
      return (wholeWords + index, used[index])
    }
    used.append(bits)
    return (wholeWords + used.count - 1, 0)
  }
}

/// The whole numbers that a packed field is made for.
struct KeyRange: Sendable, Equatable {
  var lower: Int64
  var upper: Int64
}

extension KeyRange {
  /// Bits for every value less `lower` plus 1, with the uppermost bit to spare: a value that does not fit shows in the
  /// bits from there up.
  var bitCount: Int {
    let span = UInt64(bitPattern: upper &- lower)
    return 64 - span.leadingZeroBitCount + 1
  }

  /// A range that also holds another one, with room to grow.
  func widened(by other: KeyRange) -> KeyRange {
    let (lowest, highest) = (min(lower, other.lower), max(upper, other.upper))
    let (span, overflows) = highest.subtractingReportingOverflow(lowest)
    if overflows { return KeyRange(lower: .min, upper: .max) }
    func step(_ value: Int64, _ distance: Int64) -> Int64 {
      let (result, overflows) = value.addingReportingOverflow(distance)
      return overflows ? (distance < 0 ? .min : .max) : result
    }
    // Only the side that gave way grows: codes never fall below 0.
    return KeyRange(
      lower: other.lower < lower ? step(lowest, -span) : lowest,
      upper: other.upper > upper ? step(highest, span) : highest)
  }
}

// MARK: - Moving keys

extension KeyLayout {
  /// Keys that another layout of the same columns packed, in this layout.
  ///
  /// - Precondition: This layout has room for all of them.
  func repacking(_ keys: [UInt64], from old: KeyLayout) -> [UInt64] {
    let count = keys.count / old.wordCount
    var result = [UInt64](repeating: 0, count: count * wordCount)
    for key in 0..<count {
      for (field, oldField) in zip(fields, old.fields) {
        let value = old.read(oldField, keys, at: key * old.wordCount)
        write(value, field, to: &result, at: key * wordCount)
      }
    }
    return result
  }

  /// A field's value as low and high word; `nil` for null. Forms with a pattern for null keep it.
  private func read(_ field: Field, _ keys: [UInt64], at start: Int) -> (low: UInt64, high: UInt64)? {
    let word = keys[start + field.word]
    switch field.form {
    case .packed(let base, let bits):
      let code = word >> field.shift & (1 << bits - 1)
      return code == 0 ? nil : (UInt64(bitPattern: base) &+ code &- 1, 0)
    case .word: return (word, 0)
    case .flaggedWord: return isFlagged(field, keys, at: start) ? nil : (word, 0)
    case .flaggedPair: return isFlagged(field, keys, at: start) ? nil : (word, keys[start + field.word + 1])
    }
  }

  private func write(_ value: (low: UInt64, high: UInt64)?, _ field: Field, to keys: inout [UInt64], at start: Int) {
    switch field.form {
    case .packed(let base, _):
      guard let value else { return }
      keys[start + field.word] |= (value.low &- UInt64(bitPattern: base) &+ 1) << field.shift
    case .word: keys[start + field.word] = value?.low ?? 0
    case .flaggedWord, .flaggedPair:
      guard let value else {
        keys[start + field.flagWord] |= 1 << field.flagShift
        return
      }
      keys[start + field.word] = value.low
      if case .flaggedPair = field.form { keys[start + field.word + 1] = value.high }
    }
  }

  private func isFlagged(_ field: Field, _ keys: [UInt64], at start: Int) -> Bool {
    keys[start + field.flagWord] >> field.flagShift & 1 == 1
  }

  // MARK: - Unpacking

  /// A column of packed numbers, with 0 in the place of nulls, and which are null (`nil` for none).
  func numbers(_ index: Int, of keys: [UInt64]) -> (values: [Int64], isNull: [Bool]?) {
    let field = fields[index]
    let count = keys.count / wordCount
    var isNull: [Bool]?
    let values = (0..<count).map { key -> Int64 in
      guard let value = read(field, keys, at: key * wordCount) else {
        if isNull == nil { isNull = [Bool](repeating: false, count: count) }
        isNull?[key] = true
        return 0
      }
      return Int64(bitPattern: value.low)
    }
    return (values, isNull)
  }

  /// A column of two words each, as ``numbers(_:of:)``.
  func pairs(_ index: Int, of keys: [UInt64]) -> (values: [UInt128], isNull: [Bool]?) {
    let (values, isNull) = numbers(index, of: keys)
    let field = fields[index]
    let wide = values.indices.map { key -> UInt128 in
      if isNull?[key] == true { return 0 }
      return UInt128(UInt64(bitPattern: values[key])) | UInt128(keys[key * wordCount + field.word + 1]) << 64
    }
    return (wide, isNull)
  }
}
