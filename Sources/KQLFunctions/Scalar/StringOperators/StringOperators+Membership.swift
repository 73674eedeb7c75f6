import KQLColumnar
import KQLTypes

extension StringOperators {
  /// `in`, `!in` and, ignoring case, `in~`, `!in~`.
  ///
  /// A null is in no list, so `!in` holds for it.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/in-cs-operator>,
  /// <https://learn.microsoft.com/kusto/query/in-operator>
  static let membership: [ScalarFunction] = [
    membership("in", ignoringCase: false, negated: false), membership("!in", ignoringCase: false, negated: true),
    membership("in~", ignoringCase: true, negated: false), membership("!in~", ignoringCase: true, negated: true),
  ]

  private static func membership(_ name: String, ignoringCase: Bool, negated: Bool) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      let type = site.argumentTypes[0]
      for itemType in site.argumentTypes.dropFirst() where !areComparable(type, itemType) {
        throw .invalidArgument("'\(name)' cannot compare \(type.name) with \(itemType.name)")
      }
      guard let items = constantItems(site) else {
        return { (arguments, rowCount) throws(ExecutionError) in
          try Lift.values(rowCount, to: .bool) { row -> Bool? in
            let items = flattened(arguments.dropFirst().map { $0[row] })
            return ItemSet(items, for: type, ignoringCase: ignoringCase).contains(arguments[0][row]) != negated
          }
        }
      }
      let set = ItemSet(items, for: type, ignoringCase: ignoringCase)
      let memo = VerdictMemo()
      return { arguments, rowCount in
        switch arguments[0] {
        case .constant(let value): return .constant(.bool(set.contains(value) != negated))
        case .column(let column):
          let verdicts = set.contains(column, memo: memo)
          return .column(.bool(negated ? verdicts.map { !$0 } : verdicts))
        }
      }
    }
  }

  private static func areComparable(_ value: ScalarType, _ item: ScalarType) -> Bool {
    value == item || value == .dynamic || item == .dynamic || (value.isNumeric && item.isNumeric)
  }
}
