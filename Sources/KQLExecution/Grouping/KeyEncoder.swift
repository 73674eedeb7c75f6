import KQLColumnar
import KQLTypes

/// Packs key columns into words and unpacks them; used by one thread at a time.
struct KeyEncoder: @unchecked Sendable {
  let layout: KeyLayout
  /// One a column; unused for packed types.
  private var strings: [StringKeyCoder]
  private var decimals: [ValueKeyCoder<KQLDecimal>]
  private var dynamics: [ValueKeyCoder<DynamicValue>]

  init(_ types: [ScalarType]) {
    layout = KeyLayout(types)
    strings = types.map { _ in StringKeyCoder() }
    decimals = types.map { _ in ValueKeyCoder() }
    dynamics = types.map { _ in ValueKeyCoder() }
  }

  /// Stands for null in forms of a whole word: a `datetime` is never negative, and NaN has one pattern here.
  private static let nullWord = UInt64.max
  private static let nanWord = Double.nan.bitPattern

  var byteCount: Int { strings.reduce(0) { $0 + $1.byteCount } }
}

// MARK: - Encoding

extension KeyEncoder {
  /// - Returns: `layout.wordCount` words a row, row by row.
  mutating func encode(_ columns: [Column], rowCount: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: rowCount * layout.wordCount)
    for (index, column) in columns.enumerated() {
      switch column.values {
      case .string(let values):
        Self.pack(strings[index].codes(of: values), layout.fields[index], layout.wordCount, &words)
      case .decimal(let values):
        let codes = (0..<rowCount).map { row in
          column.isNull(row) ? 0 : decimals[index].code(of: values[row].normalized) &+ 1
        }
        Self.pack(codes, layout.fields[index], layout.wordCount, &words)
      case .dynamic(let values):
        let codes = values.map { dynamics[index].code(of: $0) }
        Self.pack(codes, layout.fields[index], layout.wordCount, &words)
      default: packValues(column, layout.fields[index], &words)
      }
    }
    return words
  }

  /// As ``encode(_:rowCount:)`` for keys that are looked up and not added.
  ///
  /// - Returns: The words, and whether each row can be found at all; rows with nulls cannot.
  func encodeForLookup(
    _ columns: [Column], rowCount: Int, _ known: inout [StringKeyCoder.KnownEntries]
  ) -> (words: [UInt64], isFindable: [Bool]) {
    var words = [UInt64](repeating: 0, count: rowCount * layout.wordCount)
    var isFindable = [Bool](repeating: true, count: rowCount)
    for (index, column) in columns.enumerated() {
      var codes: [UInt32?]?
      switch column.values {
      case .string(let values): codes = strings[index].existingCodes(of: values, &known[index])
      case .decimal(let values):
        codes = values.map { decimals[index].existingCode(of: $0.normalized).map { $0 &+ 1 } }
      case .dynamic(let values): codes = values.map { dynamics[index].existingCode(of: $0) }
      default: packValues(column, layout.fields[index], &words)
      }
      if let codes {
        for row in 0..<rowCount where codes[row] == nil { isFindable[row] = false }
        Self.pack(codes.map { $0 ?? 0 }, layout.fields[index], layout.wordCount, &words)
      }
      if let validity = column.validity {
        for row in 0..<rowCount where !validity[row] { isFindable[row] = false }
      }
    }
    return (words, isFindable)
  }

  mutating func prepareForLookup() {
    for index in strings.indices where layout.types[index] == .string { strings[index].prepareForLookup() }
  }

  private static func pack(_ codes: [UInt32], _ field: KeyLayout.Field, _ stride: Int, _ words: inout [UInt64]) {
    let shift = field.shift
    words.withUnsafeMutableBufferPointer { words in
      codes.withUnsafeBufferPointer { codes in
        var place = field.word
        for row in 0..<codes.count {
          words[place] |= UInt64(codes[row]) &<< shift
          place &+= stride
        }
      }
    }
  }

  private func packValues(_ column: Column, _ field: KeyLayout.Field, _ words: inout [UInt64]) {
    let stride = layout.wordCount
    let validity = column.validity
    words.withUnsafeMutableBufferPointer { words in
      switch (field.form, column.values) {
      case (.bool, .bool(let values)):
        for row in values.indices {
          let code: UInt64 = validity.isValid(row) ? (values[row] ? 1 : 0) : 2
          words[row * stride + field.word] |= code &<< field.shift
        }
      case (.int, .int64(let values)):
        for row in values.indices {
          if validity.isValid(row) {
            words[row * stride + field.word] |= UInt64(UInt32(truncatingIfNeeded: values[row])) &<< field.shift
          } else {
            words[row * stride + field.flagWord] |= 1 &<< field.flagShift
          }
        }
      case (.word, .int64(let values)):
        for row in values.indices {
          words[row * stride + field.word] = validity.isValid(row) ? UInt64(bitPattern: values[row]) : Self.nullWord
        }
      case (.word, .real(let values)):
        for row in values.indices {
          let value = values[row]
          words[row * stride + field.word] =
            !validity.isValid(row) ? Self.nullWord : value.isNaN ? Self.nanWord : value == 0 ? 0 : value.bitPattern
        }
      case (.flaggedWord, .int64(let values)):
        for row in values.indices {
          if validity.isValid(row) {
            words[row * stride + field.word] = UInt64(bitPattern: values[row])
          } else {
            words[row * stride + field.flagWord] |= 1 &<< field.flagShift
          }
        }
      case (.flaggedPair, .guid(let values)):
        for row in values.indices {
          if validity.isValid(row) {
            words[row * stride + field.word] = UInt64(truncatingIfNeeded: values[row])
            words[row * stride + field.word + 1] = UInt64(truncatingIfNeeded: values[row] >> 64)
          } else {
            words[row * stride + field.flagWord] |= 1 &<< field.flagShift
          }
        }
      default: preconditionFailure("a key column of type \(column.type.name) in another form")
      }
    }
  }
}

// MARK: - Decoding

extension KeyEncoder {
  /// The key columns of rows that were encoded before.
  func decode(_ words: [UInt64]) -> [Column] {
    let rowCount = words.count / layout.wordCount
    return layout.types.indices.map { decode(words, column: $0, rowCount: rowCount) }
  }

  private func decode(_ words: [UInt64], column index: Int, rowCount: Int) -> Column {
    let type = layout.types[index]
    let field = layout.fields[index]
    let stride = layout.wordCount
    func bits(_ row: Int, _ mask: UInt64) -> UInt64 { words[row * stride + field.word] >> field.shift & mask }
    func isFlagged(_ row: Int) -> Bool { words[row * stride + field.flagWord] >> field.flagShift & 1 == 1 }
    func validity(_ isNull: (Int) -> Bool) -> Bitmap? {
      let bitmap = Bitmap(count: rowCount) { !isNull($0) }
      return bitmap.isAllSet ? nil : bitmap
    }
    let rows = 0..<rowCount
    switch field.form {
    case .code:
      let codes = rows.map { UInt32(truncatingIfNeeded: bits($0, 0xffff_ffff)) }
      switch type {
      case .string:
        guard let heap = strings[index].heap else { return .nulls(.string, count: rowCount) }
        return .string(StringColumn(heap: heap, codes: codes))
      case .decimal:
        let values = codes.map { $0 == 0 ? KQLDecimal(0) : decimals[index].values[Int($0 - 1)] }
        return Column(type: type, values: .decimal(values), validity: validity { codes[$0] == 0 })
      default: return .dynamic(codes.map { dynamics[index].values[Int($0)] })
      }
    case .bool: return .bool(rows.map { bits($0, 3) == 1 }, validity { bits($0, 3) == 2 })
    case .int:
      let values = rows.map { Int64(Int32(truncatingIfNeeded: bits($0, 0xffff_ffff))) }
      return .int64(values, as: type, validity(isFlagged))
    case .word:
      func word(_ row: Int) -> UInt64 { words[row * stride + field.word] }
      let nulls = validity { word($0) == Self.nullWord }
      if type == .real { return .real(rows.map { Double(bitPattern: word($0)) }, nulls) }
      return .int64(rows.map { Int64(bitPattern: word($0)) }, as: type, nulls)
    case .flaggedWord:
      return .int64(rows.map { Int64(bitPattern: words[$0 * stride + field.word]) }, as: type, validity(isFlagged))
    case .flaggedPair:
      let values = rows.map { row in
        UInt128(words[row * stride + field.word]) | UInt128(words[row * stride + field.word + 1]) << 64
      }
      return Column(type: type, values: .guid(values), validity: validity(isFlagged))
    }
  }
}
