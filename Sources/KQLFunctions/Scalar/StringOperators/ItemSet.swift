import KQLColumnar
import KQLTypes

/// The constant items of an `in`, held in the type of the value that is looked up.
///
/// Numbers are equal by value, whatever their types. Items that no value of the type can equal are left out.
enum ItemSet: Sendable {
  case strings(StringSet)
  /// `int`, `long`, `datetime` and `timespan`.
  case integers(Set<Int64>)
  case reals(Set<Double>)
  case decimals(Set<KQLDecimal>)
  case guids(Set<UInt128>)
  case bools(Set<Bool>)
  /// Strings are held apart, to be compared byte by byte.
  case dynamics(StringSet, others: Set<DynamicValue>)

  /// - Parameter items: Scalars, and dynamic values for the elements of dynamic arrays; no nulls.
  init(_ items: [ScalarValue], for type: ScalarType, ignoringCase: Bool) {
    if ignoringCase {
      self = .strings(StringSet(items.map(\.text), ignoringCase: true))
      return
    }
    switch type {
    case .string:
      self = .strings(StringSet(items.compactMap { Self.scalar($0).string }, ignoringCase: false))
    case .int, .long: self = .integers(Set(items.compactMap { Self.integer(Self.scalar($0)) }))
    case .datetime, .timespan:
      self = .integers(Set(items.compactMap { Self.converted(Self.scalar($0), to: type)?.int64 }))
    case .real: self = .reals(Set(items.compactMap { Self.scalar($0).number }))
    case .decimal: self = .decimals(Set(items.compactMap { Self.decimal(Self.scalar($0)) }))
    case .guid:
      self = .guids(
        Set(
          items.compactMap {
            if case .guid(let guid) = Self.converted(Self.scalar($0), to: .guid) { guid } else { nil }
          }))
    case .bool: self = .bools(Set(items.compactMap { Self.scalar($0).bool }))
    case .dynamic:
      let values = items.map { Self.normalized(DynamicValue($0)) }
      self = .dynamics(
        StringSet(values.compactMap { $0.scalar.string }, ignoringCase: false),
        others: Set(values.filter { $0.scalar.string == nil }))
    }
  }
}

// MARK: - Looking up

extension ItemSet {
  func contains(_ value: ScalarValue) -> Bool {
    switch self {
    case .strings(let set): !value.isNull && set.contains(value.text)
    case .integers(let set): value.int64.map { set.contains($0) } ?? false
    case .reals(let set): value.number.map { set.contains($0) } ?? false
    case .decimals(let set): Self.decimal(value).map { set.contains($0) } ?? false
    case .guids(let set):
      if case .guid(let guid) = value { set.contains(guid) } else { false }
    case .bools(let set): value.bool.map { set.contains($0) } ?? false
    case .dynamics(let strings, let others):
      if case .string(let string) = DynamicValue(value) {
        strings.contains(string)
      } else {
        !value.isNull && others.contains(Self.normalized(DynamicValue(value)))
      }
    }
  }

  /// Decides each row of a column; a null is in no set.
  func contains(_ column: Column, memo: VerdictMemo) -> [Bool] {
    switch (self, column.values) {
    case (.strings(let set), .string(let strings)): set.contains(strings, memo: memo)
    case (.integers(let set), .int64(let values)): Self.look(values, in: set, column.validity)
    case (.reals(let set), .real(let values)): Self.look(values, in: set, column.validity)
    case (.guids(let set), .guid(let values)): Self.look(values, in: set, column.validity)
    default: (0..<column.count).map { contains(column[$0]) }
    }
  }

  private static func look<Value: Hashable>(_ values: [Value], in set: Set<Value>, _ validity: Bitmap?) -> [Bool] {
    // Comparing with a few items one after the other is faster than hashing.
    let few = set.count <= 8 ? Array(set) : nil
    return values.indices.map { row in
      guard validity.isValid(row) else { return false }
      return few?.contains(values[row]) ?? set.contains(values[row])
    }
  }
}

// MARK: - Items

extension ItemSet {
  private static func scalar(_ item: ScalarValue) -> ScalarValue {
    if case .dynamic(let value) = item { value.scalar } else { item }
  }

  private static func integer(_ item: ScalarValue) -> Int64? {
    switch item {
    case .int, .long: item.int64
    case .real(let real): Int64(exactly: real)
    case .decimal(let decimal):
      if let integer = Int64(exactly: decimal.doubleValue), KQLDecimal(integer) == decimal { integer } else { nil }
    default: nil
    }
  }

  private static func decimal(_ item: ScalarValue) -> KQLDecimal? {
    switch item {
    case .decimal(let decimal): decimal
    case .int, .long: item.int64.map { KQLDecimal($0) }
    case .real(let real): real.isFinite ? KQLDecimal(real) : nil
    default: nil
    }
  }

  /// Lets text stand for a value of another type.
  private static func converted(_ item: ScalarValue, to type: ScalarType) -> ScalarValue? {
    if item.type == type { return item }
    return item.type == .string ? item.converted(to: type) : nil
  }

  /// Gives equal numbers one form.
  private static func normalized(_ value: DynamicValue) -> DynamicValue {
    switch value {
    case .real(let real): Int64(exactly: real).map { .long($0) } ?? value
    case .decimal(let decimal): integer(.decimal(decimal)).map { .long($0) } ?? .real(decimal.doubleValue)
    default: value
    }
  }
}
