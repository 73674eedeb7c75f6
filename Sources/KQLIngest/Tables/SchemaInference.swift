import KQLTypes

/// Finds a schema that all records it is shown fit.
///
/// It is shown the records in the first 16 MiB of each input. A later value that does not fit its column is an error
/// with file and line, or a malformed record where these are skipped: never null, and never another type for the rows
/// before it. Fields that only later records have are kept in the column `_Extra`.
///
/// Integers are `long`, other numbers `real`, times `datetime`, objects and arrays `dynamic`; a field whose values do
/// not agree is `string`, or `dynamic` when some are objects or arrays.
struct SchemaInference {
  private struct Evidence {
    var hasText = false
    var hasNested = false
    var hasInteger = false
    var hasReal = false
    var hasBool = false
    var hasTime = false
    /// Types that inputs declare.
    var declared: [ScalarType] = []

    var type: ScalarType {
      (declared + [found].compactMap { $0 }).reduce(nil) { Self.common($0, $1) } ?? .string
    }

    /// The type that holds the values of two.
    private static func common(_ left: ScalarType?, _ right: ScalarType) -> ScalarType {
      guard let left, left != right else { return right }
      if left == .dynamic || right == .dynamic { return .dynamic }
      guard let leftRank = left.numericRank, let rightRank = right.numericRank else { return .string }
      return leftRank > rightRank ? left : right
    }

    /// The type of the values that were seen; `nil` when none was.
    private var found: ScalarType? {
      if hasNested { return .dynamic }
      let kinds = [hasText, hasInteger || hasReal, hasBool, hasTime].count { $0 }
      if kinds == 0 { return nil }
      if kinds != 1 || hasText { return .string }
      if hasTime { return .datetime }
      if hasBool { return .bool }
      return hasReal ? .real : .long
    }
  }

  private(set) var names: [String] = []
  private var evidence: [Evidence] = []
  private var indexes: [String: Int] = [:]
  private var timestamps = TimestampReader()
  /// Whether there were more fields than columns are made for.
  private(set) var isOverflowing = false

  static let columnLimit = 10_000

  /// - Parameter names: Columns that are there even if no record has a value for them.
  init(names: [String] = []) {
    for name in names { _ = index(of: name) }
  }

  /// The columns found so far.
  var fields: [Field] {
    zip(names, evidence).map { Field($0, $1.type) }
  }
}

// MARK: - Evidence

extension SchemaInference {
  /// Notes that an input declares the type of a column.
  mutating func declare(_ field: Field) {
    guard let index = index(of: field.name), !evidence[index].declared.contains(field.type) else { return }
    evidence[index].declared.append(field.type)
  }

  mutating func add(_ name: String, _ value: RawValue, isDelimited: Bool) {
    guard let index = index(of: name) else { return }
    switch value.kind {
    case .absent, .null, .converted: break
    case .true, .false: evidence[index].hasBool = true
    case .object, .array: evidence[index].hasNested = true
    case .number:
      if IntegerText.parse(value.bytes) != nil {
        evidence[index].hasInteger = true
      } else {
        evidence[index].hasReal = true
      }
    case .text, .escapedText, .doubledText: addText(value, at: index, isDelimited: isDelimited)
    }
  }

  private mutating func addText(_ value: RawValue, at index: Int, isDelimited: Bool) {
    let seen = evidence[index]
    if seen.hasText && !isDelimited { return }
    var timestamps = self.timestamps
    RawText.with(value) { text in
      if text.isEmpty && isDelimited { return }
      if Self.looksLikeTime(text), timestamps.ticks(text) != nil {
        evidence[index].hasTime = true
      } else if isDelimited, Self.looksLikeNumber(text), IntegerText.parse(text) != nil {
        evidence[index].hasInteger = true
      } else if isDelimited, Self.looksLikeNumber(text), RealText.parse(text) != nil {
        evidence[index].hasReal = true
      } else if isDelimited, BoolText.parse(text) != nil, text[0] > 0x39 {
        evidence[index].hasBool = true
      } else {
        evidence[index].hasText = true
      }
    }
    self.timestamps = timestamps
  }

  private mutating func index(of name: String) -> Int? {
    if let index = indexes[name] { return index }
    guard names.count < Self.columnLimit else {
      isOverflowing = true
      return nil
    }
    indexes[name] = names.count
    names.append(name)
    evidence.append(Evidence())
    return names.count - 1
  }

  /// Whether text begins like `2026-11-22T05:10`, so that numbers and codes are never taken for times.
  private static func looksLikeTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 16 else { return false }
    if text[4] == 0x2d, text[7] == 0x2d, text[10] == UInt8(ascii: "T") || text[10] == 0x20, text[13] == 0x3a {
      return true
    }
    return PortalDatetime(text)?.isYearFirst == true
  }

  /// Leading zeros belong to codes, not to numbers.
  private static func looksLikeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = text[...]
    if digits.first == 0x2d { digits = digits.dropFirst() }
    guard let first = digits.first, first &- 0x30 < 10 else { return false }
    if first == 0x30, digits.count > 1 { return digits.dropFirst().first == 0x2e }
    return digits.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2e || $0 | 0x20 == 0x65 || $0 == 0x2b || $0 == 0x2d }
  }
}
