import KQLCatalog
import KQLTypes

// What distinguishes each node in a printed plan.

extension ScanNode {
  package var details: String {
    var parts = [tableName]
    if !filters.isEmpty {
      let schema = table.schema
      parts.append("where " + filters.map { $0.text(in: schema) }.joined(separator: " and "))
    }
    if let limit { parts.append("limit \(limit)") }
    return parts.joined(separator: " ")
  }
}

extension ValuesNode {
  package var details: String {
    let rowCount = batches.reduce(0) { $0 + $1.rowCount }
    return rowCount == 1 ? "1 row" : "\(rowCount) rows"
  }
}

extension RangeNode {
  package var details: String { "from \(from.text) to \(to.text) step \(step.text)" }
}

extension SharedNode {
  package var details: String { "result \(identity)" }
}

extension FilterNode {
  package var details: String { predicate.text }
}

extension ProjectNode {
  package var details: String {
    let computed = items.compactMap { item -> String? in
      if case .column(let column) = item.expression, column == item.column { return nil }
      return "\(item.column.text) = \(item.expression.text)"
    }
    return computed.joined(separator: ", ")
  }
}

extension SortKey {
  fileprivate var text: String {
    "\(expression.text) \(isDescending ? "desc" : "asc") nulls \(nullsFirst ? "first" : "last")"
  }
}

extension SortNode {
  package var details: String {
    (limit.map { "\($0) " } ?? "") + "by " + keys.map(\.text).joined(separator: ", ")
  }
}

extension LimitNode {
  package var details: String { "\(count)" }
}

extension MvExpandNode {
  package var details: String { items.map { "\($0.column.text) = \($0.expression.text)" }.joined(separator: ", ") }
}

extension ParseNode {
  package var details: String {
    let pattern = parts.map { part in
      switch part {
      case .text(let text): ScalarValue.string(text).literal
      case .column(let column): column?.declaration ?? "*"
      }
    }
    return "\(expression.text) with \(pattern.joined(separator: " "))"
  }
}

extension AggregateNode {
  package var details: String {
    let calls = aggregates.map { aggregate in
      let arguments = aggregate.arguments.map(\.text).joined(separator: ", ")
      let names = aggregate.columns.map(\.text).joined(separator: ", ")
      return "\(names) = \(aggregate.function.name)(\(arguments))"
    }
    let by = keys.map { key in
      if case .column(let column) = key.expression, column == key.column { return column.text }
      return "\(key.column.text) = \(key.expression.text)"
    }
    return calls.joined(separator: ", ") + (by.isEmpty ? "" : " by " + by.joined(separator: ", "))
  }
}

extension DistinctNode {
  package var details: String {
    let order = self.order.map(\.text).joined(separator: ", ")
    return columns.map(\.text).joined(separator: ", ") + (order.isEmpty ? "" : " first by \(order)")
  }
}

extension JoinNode {
  package var details: String {
    let narrowing = narrowingKeys.map { probeKey($0).text }.joined(separator: ", ")
    return "\(kind.rawValue) on " + keys.map { "\($0.left.text) == \($0.right.text)" }.joined(separator: ", ")
      + (narrowing.isEmpty ? "" : ", looked up in the scan: \(narrowing)")
  }
}

// MARK: - Scan filters

extension ScanFilter {
  /// The condition in KQL's notation.
  package func text(in schema: Schema) -> String {
    let name = schema.fields.indices.contains(column) ? schema[column].name : "?"
    switch condition {
    case .compare(let comparison, let value): return "\(name) \(comparison.text) \(value.literal)"
    case .oneOf(let values): return "\(name) in (\(values.map(\.literal).joined(separator: ", ")))"
    case .text(let match, let pattern): return "\(name) \(match.text) \(ScalarValue.string(pattern).literal)"
    }
  }
}

extension ScanFilter.Comparison {
  fileprivate var text: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}

extension ScanFilter.TextMatch {
  fileprivate var text: String {
    switch self {
    case .has: "has"
    case .hasCaseSensitive: "has_cs"
    case .contains: "contains"
    case .containsCaseSensitive: "contains_cs"
    case .startsWith: "startswith"
    case .startsWithCaseSensitive: "startswith_cs"
    case .endsWith: "endswith"
    case .endsWithCaseSensitive: "endswith_cs"
    case .equalIgnoringCase: "=~"
    }
  }
}
