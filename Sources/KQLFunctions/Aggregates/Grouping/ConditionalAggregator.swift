import KQLColumnar
import KQLTypes

/// An aggregate over the rows for which a predicate is true: `sumif`, `dcountif`, `make_list_if`, …
///
/// Hands the selected rows to the plain aggregate, packed. Ordinals then number the selected rows from the
/// batch's first one on; they stay in the batch's range and order, which is all that anyone may rely on.
final class ConditionalAggregator: GroupedAggregator {
  private let base: any GroupedAggregator
  private let predicateIndex: Int

  init(_ base: any GroupedAggregator, predicateIndex: Int) {
    self.base = base
    self.predicateIndex = predicateIndex
  }

  func makeEmpty() -> any GroupedAggregator {
    ConditionalAggregator(base.makeEmpty(), predicateIndex: predicateIndex)
  }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    var rest = arguments
    let predicate = rest.remove(at: predicateIndex)
    switch Selected(predicate, rowCount: groups.count) {
    case .all:
      try base.update(groups: groups, groupCount: groupCount, arguments: rest, firstOrdinal: firstOrdinal)
    case .rows(let rows):
      if rows.isEmpty { return }
      try base.update(
        groups: rows.map { groups[Int($0)] }, groupCount: groupCount, arguments: rest.map { $0.gathered(rows) },
        firstOrdinal: firstOrdinal)
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    try base.merge(sibling(other).base, mapping: mapping, groupCount: groupCount)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column { try base.finish(groupCount: groupCount) }

  func finishAll(groupCount: Int) throws(ExecutionError) -> [Column] { try base.finishAll(groupCount: groupCount) }

  var byteCount: Int { base.byteCount }

  /// Rows whose predicate is true; null is not.
  private enum Selected {
    case all
    case rows([Int32])

    init(_ predicate: Datum, rowCount: Int) {
      switch predicate {
      case .constant(let value):
        self = value.bool == true ? .all : .rows([])
      case .column(let column):
        let values = column.bools
        var rows: [Int32] = []
        for row in 0..<rowCount where values[row] && column.validity.isValid(row) {
          rows.append(Int32(truncatingIfNeeded: row))
        }
        self = rows.count == rowCount ? .all : .rows(rows)
      }
    }
  }
}

extension Datum {
  func gathered(_ rows: [Int32]) -> Datum {
    switch self {
    case .constant: self
    case .column(let column): .column(column.gathered(rows))
    }
  }
}

extension AggregateFunction {
  /// The variant with a predicate, whose call is otherwise like this function's.
  ///
  /// - Parameter predicateIndex: Position of the predicate among the arguments.
  func conditional(_ name: String, predicateIndex: Int = 1) -> AggregateFunction {
    var resultType = self.resultType
    if let base = self.resultType {
      resultType = { types, constants in
        base(types.removing(at: predicateIndex), constants.removing(at: predicateIndex))
      }
    }
    let prepare = prepare
    return AggregateFunction(
      name, shape: shape, isOrderSensitive: isOrderSensitive, resultType: resultType
    ) { site throws(ExecutionError) in
      var base = site
      base.argumentTypes = site.argumentTypes.removing(at: predicateIndex)
      base.constants = site.constants.removing(at: predicateIndex)
      return ConditionalAggregator(try prepare(base), predicateIndex: predicateIndex)
    }
  }

  /// The same function, whose result does not depend on the order of rows.
  var unordered: AggregateFunction {
    var result = self
    result.isOrderSensitive = false
    return result
  }

  /// The same function under another name.
  func renamed(_ name: String) -> AggregateFunction {
    var result = self
    result.name = name
    return result
  }
}

extension Array {
  fileprivate func removing(at index: Int) -> [Element] {
    var result = self
    if indices.contains(index) { result.remove(at: index) }
    return result
  }
}
