import KQLCatalog
import KQLColumnar
import KQLTypes

/// A condition on a column that is held as numbers; nulls never pass.
struct NumberCondition: Sendable {
  private enum Test: Sendable {
    /// Between two numbers, both included; none when the first is above the second.
    case range(Int64, Int64)
    case different(Int64)
    case oneOf(Set<Int64>)
    case real(ScanFilter.Comparison, Double)
  }

  let column: Int
  private let test: Test

  /// `nil` when the condition is not on numbers, or not one that can be decided here.
  init?(_ filter: ScanFilter, type: ScalarType) {
    column = filter.column
    guard ColumnGatherer.isNumeric(type) else { return nil }
    switch filter.condition {
    case .text: return nil
    case .compare(let comparison, let value):
      if type == .real {
        guard let number = value.number else { return nil }
        test = .real(comparison, number)
        return
      }
      guard let number = value.int64 ?? value.bool.map({ $0 ? 1 : 0 }) else { return nil }
      test = Self.test(comparison, number)
    case .oneOf(let values):
      let numbers = values.compactMap { $0.int64 ?? $0.bool.map { $0 ? 1 : 0 } }
      guard type != .real, numbers.count == values.count else { return nil }
      test = .oneOf(Set(numbers))
    }
  }

  private static func test(_ comparison: ScanFilter.Comparison, _ number: Int64) -> Test {
    switch comparison {
    case .equal: .range(number, number)
    case .notEqual: .different(number)
    case .less: number == .min ? .range(1, 0) : .range(.min, number - 1)
    case .lessOrEqual: .range(.min, number)
    case .greater: number == .max ? .range(1, 0) : .range(number + 1, .max)
    case .greaterOrEqual: .range(number, .max)
    }
  }
}

// MARK: - Deciding

extension NumberCondition {
  /// Whether a value between two bounds may pass.
  func mayPass(_ lowest: ColumnSummary.Bound, _ highest: ColumnSummary.Bound) -> Bool {
    switch (test, lowest, highest) {
    case (.range(let from, let to), .number(let lowest), .number(let highest)):
      return from <= to && from <= highest && to >= lowest
    case (.different(let number), .number(let lowest), .number(let highest)):
      return lowest != number || highest != number
    case (.oneOf(let numbers), .number(let lowest), .number(let highest)):
      return numbers.contains { lowest <= $0 && $0 <= highest }
    case (.real(let comparison, let number), .real(let lowest), .real(let highest)):
      switch comparison {
      case .equal: return lowest <= number && number <= highest
      case .notEqual: return lowest != number || highest != number
      case .less: return lowest < number
      case .lessOrEqual: return lowest <= number
      case .greater: return highest > number
      case .greaterOrEqual: return highest >= number
      }
    default: return true
    }
  }

  /// Leaves out the rows that do not pass.
  func restrict(_ mask: inout RowMask, _ column: Column) {
    let validity = column.validity
    switch column.values {
    case .int64(let values): restrict(&mask, validity, values) { $0 }
    case .bool(let values): restrict(&mask, validity, values) { $0 ? 1 : 0 }
    case .real(let values):
      guard case .real(let comparison, let number) = test else { return }
      mask.restrict { validity.isValid($0) && Self.holds(comparison, values[$0], number) }
    default: return
    }
  }

  @inline(__always)
  private func restrict<Value>(
    _ mask: inout RowMask, _ validity: Bitmap?, _ values: [Value], _ number: (Value) -> Int64
  ) {
    switch test {
    case .range(let from, let to):
      mask.restrict { row in
        let value = number(values[row])
        return from <= value && value <= to
      }
    case .different(let other): mask.restrict { number(values[$0]) != other }
    case .oneOf(let numbers): mask.restrict { numbers.contains(number(values[$0])) }
    case .real: return
    }
    if validity != nil { mask.restrict { validity.isValid($0) } }
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
