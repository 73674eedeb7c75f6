import KQLCatalog
import KQLColumnar
import KQLTypes

/// The conditions of a scan on rows that are not yet built.
///
/// Rows that fail one are dropped. Conditions that cannot be decided here are left to the query.
struct RowFilter {
  /// A value of 64 bits must lie between two others, both included.
  private struct Range {
    var slot: Int
    var lower: Int64
    var upper: Int64
  }

  private enum Check {
    case range(Range)
    case different(slot: Int, from: Int64)
    case real(slot: Int, ScanFilter.Comparison, Double)
    case anyOf(ColumnSource, StringSet)
    case noneOf(ColumnSource, StringSet)
    case match(ColumnSource, StringMatcher)
    case anyNumber(slot: Int, of: Set<Int64>)
  }

  /// The range that is checked first, which is that of the time if there is one.
  private var range = Range(slot: -1, lower: 0, upper: 0)
  private var checks: [Check] = []
  private var hasChecks = false
  /// Whether every row that passes also passes the query's own conditions.
  private(set) var isExact = true

  init(_ filters: [ScanFilter], schema: Schema, source: (Int) -> ColumnSource) {
    for filter in filters {
      if let check = Self.check(filter, schema[filter.column].type, source(filter.column)) {
        add(check, isTime: schema[filter.column].name == RegistryTable.timeColumn)
      } else {
        isExact = false
      }
    }
  }

  private mutating func add(_ check: Check, isTime: Bool) {
    if isTime, case .range(let new) = check {
      if range.slot < 0 {
        range = new
      } else {
        range.lower = max(range.lower, new.lower)
        range.upper = min(range.upper, new.upper)
      }
    } else {
      checks.append(check)
      hasChecks = true
    }
  }

  /// The times that pass, if that is known of them.
  var gate: RecordNeeds.TimeGate? {
    range.slot < 0 ? nil : RecordNeeds.TimeGate(slot: range.slot, lower: range.lower, upper: range.upper)
  }

  /// Notes that a condition of the query is not among those checked here.
  mutating func markInexact() { isExact = false }
}

// MARK: - Preparation

extension RowFilter {
  private static func check(_ filter: ScanFilter, _ type: ScalarType, _ source: ColumnSource) -> Check? {
    switch filter.condition {
    case .compare(let comparison, let value):
      switch type {
      case .string:
        guard let string = value.string else { return nil }
        let set = StringSet([string], ignoringCase: false)
        if comparison == .equal { return .anyOf(source, set) }
        return comparison == .notEqual ? .noneOf(source, set) : nil
      case .real:
        guard let number = value.number else { return nil }
        return .real(slot: source.slot, comparison, number)
      case .bool:
        guard let bool = value.bool else { return nil }
        return check(comparison, bool ? 1 : 0, slot: source.slot)
      case .int, .long, .datetime, .timespan:
        guard let int64 = value.int64 else { return nil }
        return check(comparison, int64, slot: source.slot)
      case .decimal, .guid, .dynamic: return nil
      }
    case .oneOf(let values):
      if type.isStoredAsInt64 {
        let numbers = values.compactMap(\.int64)
        return numbers.count == values.count ? .anyNumber(slot: source.slot, of: Set(numbers)) : nil
      }
      let strings = values.compactMap(\.string)
      guard type == .string, strings.count == values.count else { return nil }
      return .anyOf(source, StringSet(strings, ignoringCase: false))
    case .text(let match, let pattern):
      guard type == .string else { return nil }
      return .match(source, match.matcher(pattern))
    }
  }

  private static func check(_ comparison: ScanFilter.Comparison, _ value: Int64, slot: Int) -> Check {
    switch comparison {
    case .equal: .range(Range(slot: slot, lower: value, upper: value))
    case .notEqual: .different(slot: slot, from: value)
    case .less where value == .min, .greater where value == .max: .range(Range(slot: slot, lower: 1, upper: 0))
    case .less: .range(Range(slot: slot, lower: .min, upper: value - 1))
    case .lessOrEqual: .range(Range(slot: slot, lower: .min, upper: value))
    case .greater: .range(Range(slot: slot, lower: value + 1, upper: .max))
    case .greaterOrEqual: .range(Range(slot: slot, lower: value, upper: .max))
    }
  }
}

// MARK: - Decision

extension RowFilter {
  @inline(__always)
  func passes(_ row: UnsafePointer<RawValue>) -> Bool {
    if range.slot >= 0, !Self.passes(row, range) { return false }
    return hasChecks ? passesChecks(row) : true
  }

  @inline(__always)
  private static func passes(_ row: UnsafePointer<RawValue>, _ range: Range) -> Bool {
    let value = Int64(bitPattern: row[range.slot].word)
    return row[range.slot].kind == .converted && value >= range.lower && value <= range.upper
  }

  @inline(never)
  private func passesChecks(_ row: UnsafePointer<RawValue>) -> Bool {
    for check in checks {
      switch check {
      case .range(let range):
        guard Self.passes(row, range) else { return false }
      case .different(let slot, let other):
        guard row[slot].kind == .converted, Int64(bitPattern: row[slot].word) != other else { return false }
      case .real(let slot, let comparison, let other):
        guard row[slot].kind == .converted else { return false }
        guard Self.holds(comparison, Double(bitPattern: row[slot].word), other) else { return false }
      case .anyOf(let source, let set):
        guard source.withText(in: row, { set.contains($0) }) else { return false }
      case .noneOf(let source, let set):
        guard !source.withText(in: row, { set.contains($0) }) else { return false }
      case .match(let source, let matcher):
        guard source.withText(in: row, { matcher.matches($0) }) else { return false }
      case .anyNumber(let slot, let numbers):
        guard row[slot].kind == .converted, numbers.contains(Int64(bitPattern: row[slot].word)) else { return false }
      }
    }
    return true
  }

  private static func holds(_ comparison: ScanFilter.Comparison, _ left: Double, _ right: Double) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
