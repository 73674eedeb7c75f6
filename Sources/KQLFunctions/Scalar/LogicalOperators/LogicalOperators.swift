import KQLColumnar
import KQLTypes

/// `and` and `or`, with three values: what decides alone (`false` for `and`, `true` for `or`) wins over null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/logical-operators>
enum LogicalOperators {
  static let functions: [ScalarFunction] = [
    connective("and", deciding: false),
    connective("or", deciding: true),
  ]

  private static func connective(_ name: String, deciding: Bool) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let leftCast = Cast(from: site.argumentTypes[0], to: .bool)
      let rightCast = Cast(from: site.argumentTypes[1], to: .bool)
      return { arguments, _ in combine(leftCast(arguments[0]), rightCast(arguments[1]), deciding: deciding) }
    }
  }

  private static func combine(_ left: Datum, _ right: Datum, deciding: Bool) -> Datum {
    switch (left, right) {
    case (.constant(let l), .constant(let r)):
      if l.bool == deciding || r.bool == deciding { return .constant(.bool(deciding)) }
      return .constant(l.isNull || r.isNull ? .null(.bool) : .bool(!deciding))
    case (.constant(let value), .column(let column)), (.column(let column), .constant(let value)):
      if value.bool == deciding { return .constant(.bool(deciding)) }
      if value.bool == !deciding { return .column(column) }
      // Next to a null only rows that decide are not null.
      let values = column.bools
      let validity = Bitmap(count: values.count) { values[$0] == deciding && column.validity.isValid($0) }
      return .column(.bool(values, validity))
    case (.column(let l), .column(let r)):
      return .column(combine(l, r, deciding: deciding))
    }
  }

  private static func combine(_ left: Column, _ right: Column, deciding: Bool) -> Column {
    let lefts = left.bools
    let rights = right.bools
    if left.validity == nil, right.validity == nil {
      return .bool(
        deciding
          ? DenseLoop.zip(lefts, rights) { $0 || $1 } : DenseLoop.zip(lefts, rights) { $0 && $1 })
    }
    var values = DenseLoop.zip(lefts, rights) { (_: Bool, _: Bool) in !deciding }
    var validity = left.validity.and(right.validity) ?? Bitmap(repeating: true, count: lefts.count)
    for row in lefts.indices {
      if (lefts[row] == deciding && left.validity.isValid(row))
        || (rights[row] == deciding && right.validity.isValid(row))
      {
        values[row] = deciding
        validity[row] = true
      }
    }
    return .bool(values, validity.isAllSet ? nil : validity)
  }
}
