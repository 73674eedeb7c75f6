import KQLColumnar
import KQLTypes

/// Chooses the row with the extreme value of the first argument; of equal ones, and of rows where it is null in a
/// group without other rows, the first one.
struct ExtremeChooser<Value: ExtremeValue>: RowChooser {
  private struct Best {
    var value = Value.placeholder
    var ordinal: Int64 = .max
    var standing = Standing.none
  }

  private let end: Extreme
  private var bests: [Best] = []

  init(_ end: Extreme) { self.end = end }

  var emptied: Self { Self(end) }
  var byteCount: Int { bests.capacity * MemoryLayout<Best>.stride }

  mutating func grow(to groupCount: Int) { bests.grow(to: groupCount) { Best() } }

  mutating func choose(
    among arguments: [Datum], _ groups: [UInt32], firstOrdinal: Int64, report: (Int, Int) -> Void
  ) {
    let column = arguments[0].column(rowCount: groups.count)
    let values = Value.values(of: column)
    let end = end
    bests.withUnsafeMutableBufferPointer { bests in
      for row in groups.indices {
        let group = Int(groups[row])
        let isValid = column.validity.isValid(row)
        let candidate = Best(
          value: isValid ? values[row] : Value.placeholder, ordinal: firstOrdinal + Int64(row),
          standing: isValid ? .value : .null)
        if Self.isBetter(candidate, bests[group], end) {
          bests[group] = candidate
          report(row, group)
        }
      }
    }
  }

  mutating func merge(_ other: Self, mapping: [UInt32], report: (Int) -> Void) {
    for group in other.bests.indices where Self.isBetter(other.bests[group], bests[Int(mapping[group])], end) {
      bests[Int(mapping[group])] = other.bests[group]
      report(group)
    }
  }

  @inline(__always)
  private static func isBetter(_ candidate: Best, _ best: Best, _ end: Extreme) -> Bool {
    if candidate.standing != best.standing { return candidate.standing.rawValue > best.standing.rawValue }
    switch candidate.standing {
    case .none: return false
    case .null: return candidate.ordinal < best.ordinal
    case .value:
      if candidate.value.beats(best.value, end) { return true }
      return candidate.ordinal < best.ordinal && !best.value.beats(candidate.value, end)
    }
  }
}

/// What a group's row has in the place that matters.
private enum Standing: UInt8 {
  /// No row yet.
  case none
  case null
  case value
}

/// Chooses the row with the extreme string in the first argument, the first one of equals.
struct StringChooser: RowChooser {
  private var extremes: StringExtremes
  private var ordinals: [Int64] = []

  init(_ end: Extreme) { extremes = StringExtremes(end) }

  var emptied: Self { Self(extremes.end) }
  var byteCount: Int { extremes.byteCount + ordinals.capacity * 8 }

  mutating func grow(to groupCount: Int) {
    extremes.grow(to: groupCount)
    ordinals.grow(to: groupCount) { .max }
  }

  mutating func choose(
    among arguments: [Datum], _ groups: [UInt32], firstOrdinal: Int64, report: (Int, Int) -> Void
  ) {
    let strings = arguments[0].column(rowCount: groups.count).strings
    extremes.begin(strings)
    for row in groups.indices {
      let group = Int(groups[row])
      let comparison = extremes.comparison(strings, row, group: group)
      let ordinal = firstOrdinal + Int64(row)
      guard comparison > 0 || (comparison == 0 && ordinal < ordinals[group]) else { continue }
      extremes.replace(strings, row, group: group)
      ordinals[group] = ordinal
      report(row, group)
    }
  }

  mutating func merge(_ other: Self, mapping: [UInt32], report: (Int) -> Void) {
    for group in other.ordinals.indices {
      guard let value = other.extremes.values[group] else { continue }
      let own = Int(mapping[group])
      let comparison = extremes.comparison(value, group: own)
      guard comparison > 0 || (comparison == 0 && other.ordinals[group] < ordinals[own]) else { continue }
      extremes.replace(value, group: own)
      ordinals[own] = other.ordinals[group]
      report(group)
    }
  }
}

/// Chooses the first row, or the first row whose only argument is neither null nor an empty string.
struct FirstRowChooser: RowChooser {
  private struct First {
    var ordinal: Int64 = .max
    var isFilled = false
  }

  private let prefersFilled: Bool
  private var firsts: [First] = []

  init(prefersFilled: Bool) { self.prefersFilled = prefersFilled }

  var emptied: Self { Self(prefersFilled: prefersFilled) }
  var byteCount: Int { firsts.capacity * MemoryLayout<First>.stride }

  mutating func grow(to groupCount: Int) { firsts.grow(to: groupCount) { First() } }

  mutating func choose(
    among arguments: [Datum], _ groups: [UInt32], firstOrdinal: Int64, report: (Int, Int) -> Void
  ) {
    let column = prefersFilled ? arguments[0].column(rowCount: groups.count) : nil
    for row in groups.indices {
      let group = Int(groups[row])
      let ordinal = firstOrdinal + Int64(row)
      // Nearly all rows come after a good one.
      if firsts[group].isFilled, ordinal > firsts[group].ordinal { continue }
      let candidate = First(ordinal: ordinal, isFilled: column.map { Self.isFilled($0, row) } ?? true)
      if Self.isBetter(candidate, firsts[group]) {
        firsts[group] = candidate
        report(row, group)
      }
    }
  }

  mutating func merge(_ other: Self, mapping: [UInt32], report: (Int) -> Void) {
    for group in other.firsts.indices where Self.isBetter(other.firsts[group], firsts[Int(mapping[group])]) {
      firsts[Int(mapping[group])] = other.firsts[group]
      report(group)
    }
  }

  private static func isBetter(_ candidate: First, _ first: First) -> Bool {
    candidate.isFilled == first.isFilled ? candidate.ordinal < first.ordinal : candidate.isFilled
  }

  private static func isFilled(_ column: Column, _ row: Int) -> Bool {
    if case .string(let strings) = column.values { return !strings[row].isEmpty }
    return column.validity.isValid(row)
  }
}
