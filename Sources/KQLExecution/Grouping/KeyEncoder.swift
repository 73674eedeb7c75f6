import KQLColumnar
import KQLTypes

/// Packs key columns into words and unpacks them; used by one thread at a time.
struct KeyEncoder: @unchecked Sendable {
  let types: [ScalarType]
  private(set) var layout: KeyLayout
  /// The numbers that each column's field has room for; `nil` for columns of other forms.
  private var ranges: [KeyRange?]
  /// Whether the range of a column of whole numbers waits for the first of them.
  private var isUnseen: [Bool]
  /// One a column; unused for types that are packed as they are.
  private var strings: [StringKeyCoder]
  private var decimals: [ValueKeyCoder<KQLDecimal>]
  private var dynamics: [ValueKeyCoder<DynamicValue>]

  init(_ types: [ScalarType]) {
    self.types = types
    ranges = types.map(Self.firstRange)
    isUnseen = types.map(\.isStoredAsInt64)
    layout = KeyLayout(zip(types, ranges).map(Self.content))
    strings = types.map { _ in StringKeyCoder() }
    decimals = types.map { _ in ValueKeyCoder() }
    dynamics = types.map { _ in ValueKeyCoder() }
  }

  var byteCount: Int { strings.reduce(0) { $0 + $1.byteCount } }

  private static func firstRange(of type: ScalarType) -> KeyRange? {
    switch type {
    case .bool: KeyRange(lower: 0, upper: 1)
    case .string, .decimal, .dynamic: KeyRange(lower: 0, upper: 7)
    case .int, .long, .datetime, .timespan: KeyRange(lower: 0, upper: 0)
    case .real, .guid: nil
    }
  }

  private static func content(_ type: ScalarType, _ range: KeyRange?) -> KeyLayout.Content {
    if let range { return .numbers(range) }
    return type == .guid ? .guid : type == .real ? .real : .anyNumber
  }

  private static let nullReal = UInt64.max
  private static let nanReal = Double.nan.bitPattern

  static func word(_ value: Double) -> UInt64 { value.isNaN ? nanReal : value == 0 ? 0 : value.bitPattern }
}

// MARK: - Encoding

extension KeyEncoder {
  /// Packs rows, giving codes to new strings. May replace ``layout``.
  ///
  /// - Returns: `layout.wordCount` words a row, row by row.
  mutating func encode(_ columns: [Column], rowCount: Int) -> [UInt64] {
    let contents = columns.enumerated().map { numbers(in: $1, $0, rowCount) }
    if isUnseen.contains(true) { noteFirst(contents) }
    while true {
      if let words = packCodesTogether(contents, rowCount) { return words }
      var words = [UInt64](repeating: 0, count: rowCount * layout.wordCount)
      var isTooNarrow = false
      for (index, content) in contents.enumerated() {
        if !pack(content, index, into: &words) {
          widen(index, for: content)
          isTooNarrow = true
        }
      }
      if !isTooNarrow { return words }
      layout = KeyLayout(zip(types, ranges).map(Self.content))
    }
  }

  /// The values of a column in the form in which they are packed.
  private enum Numbers {
    /// Never null.
    case codes([UInt32])
    /// 0 is null, else code + 1.
    case codesAboveNull([UInt32])
    case values([Int64], Bitmap?)
    case bools([Bool], Bitmap?)
    case reals([Double], Bitmap?)
    case guids([UInt128], Bitmap?)
  }

  private mutating func numbers(in column: Column, _ index: Int, _ rowCount: Int) -> Numbers {
    switch column.values {
    case .string(let values): return .codes(strings[index].codes(of: values))
    case .decimal(let values):
      return .codesAboveNull(
        (0..<rowCount).map { column.isNull($0) ? 0 : decimals[index].code(of: values[$0].normalized) &+ 1 })
    case .dynamic(let values): return .codes(values.map { dynamics[index].code(of: $0) })
    case .int64(let values): return .values(values, column.validity)
    case .bool(let values): return .bools(values, column.validity)
    case .real(let values): return .reals(values, column.validity)
    case .guid(let values): return .guids(values, column.validity)
    }
  }

  /// - Returns: Whether the layout had room.
  private func pack(_ numbers: Numbers, _ index: Int, into words: inout [UInt64]) -> Bool {
    let field = layout.fields[index]
    let stride = layout.wordCount
    return words.withUnsafeMutableBufferPointer { words in
      switch numbers {
      case .codes(let codes): return KeyPacking.pack(codes, plus: 1, field, stride, words)
      case .codesAboveNull(let codes): return KeyPacking.pack(codes, plus: 0, field, stride, words)
      case .bools(let values, let validity):
        for row in values.indices {
          words[row * stride + field.word] |= (validity.isValid(row) ? values[row] ? 2 : 1 : 0) << field.shift
        }
        return true
      case .values(let values, let validity): return KeyPacking.pack(values, validity, field, stride, words)
      case .reals(let values, let validity):
        for row in values.indices {
          words[row * stride + field.word] = validity.isValid(row) ? Self.word(values[row]) : Self.nullReal
        }
        return true
      case .guids(let values, let validity):
        KeyPacking.pack(values, validity, field, stride, words)
        return true
      }
    }
  }

  /// Packs keys that are two to four codes in one word, in one go.
  private func packCodesTogether(_ contents: [Numbers], _ rowCount: Int) -> [UInt64]? {
    guard layout.wordCount == 1, (2...4).contains(contents.count) else { return nil }
    var codes: [[UInt32]] = []
    for content in contents {
      guard case .codes(let own) = content else { return nil }
      codes.append(own)
    }
    return KeyPacking.packTogether(codes, layout.fields, rowCount)
  }

  private mutating func noteFirst(_ contents: [Numbers]) {
    for (index, content) in contents.enumerated() where isUnseen[index] {
      guard let seen = Self.range(of: content) else { continue }
      isUnseen[index] = false
      ranges[index] = seen.bitCount > 63 ? nil : seen
    }
    layout = KeyLayout(zip(types, ranges).map(Self.content))
  }

  private mutating func widen(_ index: Int, for numbers: Numbers) {
    guard let range = ranges[index], let seen = Self.range(of: numbers) else { return }
    let wider = range.widened(by: seen)
    ranges[index] = wider.bitCount > 63 ? nil : wider
  }

  /// The lowest and highest number; `nil` when there is none.
  private static func range(of numbers: Numbers) -> KeyRange? {
    switch numbers {
    case .codes(let codes), .codesAboveNull(let codes): return KeyRange(lower: 0, upper: Int64(codes.max() ?? 0))
    case .values(let values, let validity):
      var lowest = Int64.max
      var highest = Int64.min
      for row in values.indices where validity.isValid(row) {
        lowest = min(lowest, values[row])
        highest = max(highest, values[row])
      }
      return lowest <= highest ? KeyRange(lower: lowest, upper: highest) : nil
    case .bools, .reals, .guids: return nil
    }
  }
}

// MARK: - Looking up

extension KeyEncoder {
  /// As ``encode(_:rowCount:)`` for keys that are looked up and not added.
  ///
  /// - Returns: The words, and whether each row can be found at all.
  func encodeForLookup(
    _ columns: [Column], rowCount: Int, _ known: inout [StringKeyCoder.KnownEntries]
  ) -> (words: [UInt64], isFindable: [Bool]) {
    var words = [UInt64](repeating: 0, count: rowCount * layout.wordCount)
    var isFindable = [Bool](repeating: true, count: rowCount)
    for (index, column) in columns.enumerated() {
      switch column.values {
      case .string(let values):
        packFound(strings[index].existingCodes(of: values, &known[index]), nil, index, &words, &isFindable)
      case .decimal(let values):
        let codes = values.map { decimals[index].existingCode(of: $0.normalized) }
        packFound(codes, column.validity, index, &words, &isFindable)
      case .dynamic(let values):
        packFound(values.map { dynamics[index].existingCode(of: $0) }, nil, index, &words, &isFindable)
      case .int64(let values):
        let field = layout.fields[index]
        if case .packed(let base, let bits) = field.form {
          KeyPacking.packWhereFits(
            values, column.validity, base, bits, field, layout.wordCount, &words, &isFindable)
        } else {
          _ = pack(.values(values, column.validity), index, into: &words)
        }
      case .bool(let values): _ = pack(.bools(values, column.validity), index, into: &words)
      case .real(let values): _ = pack(.reals(values, column.validity), index, into: &words)
      case .guid(let values): _ = pack(.guids(values, column.validity), index, into: &words)
      }
    }
    return (words, isFindable)
  }

  private func packFound(
    _ codes: [UInt32?], _ validity: Bitmap?, _ index: Int, _ words: inout [UInt64], _ isFindable: inout [Bool]
  ) {
    let field = layout.fields[index]
    guard case .packed(_, let bits) = field.form else { preconditionFailure("codes are packed into bits") }
    for row in codes.indices where validity.isValid(row) {
      let place = row * layout.wordCount + field.word
      // A heap may hold strings that no packed row has, with codes that the field has no room for.
      if let code = codes[row], (UInt64(code) + 1) >> bits == 0 {
        words[place] |= (UInt64(code) + 1) << field.shift
      } else {
        isFindable[row] = false
      }
    }
  }

  mutating func prepareForLookup() {
    for index in strings.indices where types[index] == .string { strings[index].prepareForLookup() }
  }
}

// MARK: - Decoding

extension KeyEncoder {
  /// The key columns of rows that were encoded in the present layout.
  func decode(_ words: [UInt64]) -> [Column] { types.indices.map { decode(words, column: $0) } }

  private func decode(_ words: [UInt64], column index: Int) -> Column {
    let type = types[index]
    if type == .guid {
      let (values, isNull) = layout.pairs(index, of: words)
      return Column(type: type, values: .guid(values), validity: Self.validity(isNull))
    }
    let (numbers, isNull) = layout.numbers(index, of: words)
    let validity = Self.validity(isNull)
    switch type {
    case .string:
      guard let heap = strings[index].heap else { return .nulls(.string, count: numbers.count) }
      return .string(StringColumn(heap: heap, codes: numbers.map { UInt32(truncatingIfNeeded: $0) }))
    case .decimal:
      let values = numbers.enumerated().map { row, code in
        isNull?[row] == true ? KQLDecimal(0) : decimals[index].values[Int(code)]
      }
      return Column(type: type, values: .decimal(values), validity: validity)
    case .dynamic: return .dynamic(numbers.map { dynamics[index].values[Int($0)] })
    case .bool: return .bool(numbers.map { $0 == 1 }, validity)
    case .real:
      let isNull = numbers.map { UInt64(bitPattern: $0) == Self.nullReal }
      return .real(numbers.map { Double(bitPattern: UInt64(bitPattern: $0)) }, Self.validity(isNull))
    case .int, .long, .datetime, .timespan, .guid: return .int64(numbers, as: type, validity)
    }
  }

  private static func validity(_ isNull: [Bool]?) -> Bitmap? {
    guard let isNull, isNull.contains(true) else { return nil }
    return Bitmap(count: isNull.count) { !isNull[$0] }
  }
}
