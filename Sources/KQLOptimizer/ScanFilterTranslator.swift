import KQLCatalog
import KQLPlan
import KQLTypes

/// Says conditions in the words that scans understand.
struct ScanFilterTranslator {
  /// Position in the table's schema by column.
  private let positions: [ColumnID: Int]

  init(_ scan: ScanNode) {
    positions = Dictionary(zip(scan.columns.map(\.id), scan.columnIndexes)) { first, _ in first }
  }

  /// Filters that together say the same as the condition; `nil` when scans have no words for it.
  func filters(for condition: BoundExpression) -> [ScanFilter]? {
    guard case .call(let call) = condition else { return nil }
    if call.function.name == "or" { return alternatives(condition).map { [$0] } }
    if let filter = comparison(call) { return [filter] }
    guard let subject = call.arguments.first?.column, let position = positions[subject.id] else { return nil }
    let constants = call.arguments.dropFirst().compactMap(\.constant)
    guard constants.count == call.arguments.count - 1 else { return nil }
    switch call.function.name {
    case "between":
      guard constants.count == 2, isComparable(constants[0], subject), isComparable(constants[1], subject)
      else { return nil }
      return [
        ScanFilter(column: position, condition: .compare(.greaterOrEqual, constants[0])),
        ScanFilter(column: position, condition: .compare(.lessOrEqual, constants[1])),
      ]
    case "in":
      guard let values = items(constants, for: subject) else { return nil }
      return [ScanFilter(column: position, condition: .oneOf(values))]
    case "isnotempty":
      guard subject.type == .string else { return nil }
      return [ScanFilter(column: position, condition: .compare(.notEqual, .string("")))]
    default:
      guard subject.type == .string, constants.count == 1, let pattern = constants[0].string,
        let match = Self.matches[call.function.name]
      else { return nil }
      return [ScanFilter(column: position, condition: .text(match, pattern))]
    }
  }

  private static let matches: [String: ScanFilter.TextMatch] = [
    "has": .has, "has_cs": .hasCaseSensitive, "contains": .contains, "contains_cs": .containsCaseSensitive,
    "startswith": .startsWith, "startswith_cs": .startsWithCaseSensitive, "endswith": .endsWith,
    "endswith_cs": .endsWithCaseSensitive, "=~": .equalIgnoringCase,
  ]

  // MARK: - Comparisons

  private static let comparisons: [String: ScanFilter.Comparison] = [
    "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
  ]

  private func comparison(_ call: BoundCall) -> ScanFilter? {
    guard call.arguments.count == 2, let comparison = Self.comparisons[call.function.name] else { return nil }
    if let column = call.arguments[0].column, let value = call.arguments[1].constant {
      return filter(column, comparison, value)
    }
    if let value = call.arguments[0].constant, let column = call.arguments[1].column {
      return filter(column, Self.mirrored(comparison), value)
    }
    return nil
  }

  private func filter(_ column: PlanColumn, _ comparison: ScanFilter.Comparison, _ value: ScalarValue) -> ScanFilter? {
    guard let position = positions[column.id], isComparable(value, column) else { return nil }
    // A null differs from every value, which a scan filter would not let pass.
    if comparison == .notEqual, column.type != .string { return nil }
    return ScanFilter(column: position, condition: .compare(comparison, value))
  }

  private func isComparable(_ value: ScalarValue, _ column: PlanColumn) -> Bool {
    if case .real(let real) = value, real.isNaN { return false }
    return column.type != .dynamic && value.type == column.type && !value.isNull
  }

  private static func mirrored(_ comparison: ScanFilter.Comparison) -> ScanFilter.Comparison {
    switch comparison {
    case .equal, .notEqual: comparison
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  // MARK: - Sets

  /// The values of an `in` list that the column can hold; `nil` when one needs a conversion.
  private func items(_ constants: [ScalarValue], for column: PlanColumn) -> [ScalarValue]? {
    var values: [ScalarValue] = []
    for constant in constants {
      if case .dynamic(.array(let elements)) = constant {
        for element in elements {
          guard element.isScalar, isComparable(element.scalar, column) else { return nil }
          values.append(element.scalar)
        }
      } else {
        guard isComparable(constant, column) else { return nil }
        values.append(constant)
      }
    }
    return values
  }

  /// `a == 1 or a == 2`, `a == 1 or a in (2, 3)`: one of some values.
  private func alternatives(_ condition: BoundExpression) -> ScanFilter? {
    var column: Int?
    var values: [ScalarValue] = []
    for part in condition.operands(of: "or") {
      guard let found = filters(for: part), found.count == 1, column == nil || column == found[0].column else {
        return nil
      }
      column = found[0].column
      switch found[0].condition {
      case .compare(.equal, let value): values.append(value)
      case .oneOf(let several): values += several
      default: return nil
      }
    }
    return column.map { ScanFilter(column: $0, condition: .oneOf(values)) }
  }
}
