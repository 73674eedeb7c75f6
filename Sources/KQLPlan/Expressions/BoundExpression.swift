import KQLDiagnostics
import KQLFunctions
import KQLTypes

/// A scalar expression whose names and types are resolved.
package indirect enum BoundExpression: Sendable {
  case constant(ScalarValue)
  /// A column of the node's input.
  case column(PlanColumn)
  case call(BoundCall)
  /// A value that another query gives; replaced by a constant before the plan runs.
  case subquery(Subquery)
  /// Stands for an expression about which a diagnostic was reported; never run.
  case invalid(ScalarType)
}

/// A call of a scalar function or operator.
package struct BoundCall: Sendable {
  package var function: ScalarFunction
  package var arguments: [BoundExpression]
  package var type: ScalarType
  /// Where the call stands in the query, for errors at run time.
  package var span: ByteSpan

  package init(function: ScalarFunction, arguments: [BoundExpression], type: ScalarType, span: ByteSpan) {
    self.function = function
    self.arguments = arguments
    self.type = type
    self.span = span
  }
}

/// A plan whose result is used as a value: `toscalar(…)`, or the set of an `in (…)`.
///
/// A class, so that a subquery that was copied with its expression still runs once.
package final class Subquery: Sendable {
  package enum Form: Sendable {
    /// First column of the first row, or null.
    case scalar
    /// All values of the first column as a dynamic array, duplicates removed.
    case set
  }
  package let form: Form
  package let plan: any PlanNode
  /// Type of the value: of the plan's first column, or `dynamic` for a set.
  package let type: ScalarType

  package init(form: Form, plan: any PlanNode, type: ScalarType) {
    self.form = form
    self.plan = plan
    self.type = type
  }
}

// MARK: - Queries

extension BoundExpression {
  package var type: ScalarType {
    switch self {
    case .constant(let value): value.type
    case .column(let column): column.type
    case .call(let call): call.type
    case .subquery(let subquery): subquery.type
    case .invalid(let type): type
    }
  }

  package var constant: ScalarValue? {
    if case .constant(let value) = self { return value }
    return nil
  }

  /// Adds the columns that the expression reads.
  package func collectColumns(into columns: inout Set<ColumnID>) {
    switch self {
    case .column(let column): columns.insert(column.id)
    case .call(let call): for argument in call.arguments { argument.collectColumns(into: &columns) }
    case .constant, .subquery, .invalid: break
    }
  }

  package var columns: Set<ColumnID> {
    var result: Set<ColumnID> = []
    collectColumns(into: &result)
    return result
  }

  /// The expression with every part replaced, innermost first.
  package func mapping(_ transform: (BoundExpression) -> BoundExpression) -> BoundExpression {
    guard case .call(var call) = self else { return transform(self) }
    call.arguments = call.arguments.map { $0.mapping(transform) }
    return transform(.call(call))
  }

  /// Whether the same row always gives the same value within a query (`now()` does, `rand()` does not).
  package var isDeterministic: Bool {
    guard case .call(let call) = self else { return true }
    return call.function.volatility != .volatile && call.arguments.allSatisfy(\.isDeterministic)
  }
}
