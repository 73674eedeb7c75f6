import KQLColumnar
import KQLTypes

/// Computes a call over all rows of a serialised input at once.
///
/// - Parameters:
///   - arguments: One datum an argument, of the call site's types; columns have `rowCount` rows in row order.
///   - rowCount: Rows of the whole input.
/// - Returns: A datum of the call site's result type.
package typealias WindowKernel = ScalarKernel

/// The implementation of a function that looks at other rows than its own, such as `prev` or `row_number`; its
/// signatures are in the ``FunctionSurface`` of scalars.
///
/// It may be called only where rows have an order (after `serialize`, `sort`, `top`), so whoever runs it gathers
/// the rows first.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/window-functions>
package struct WindowFunction: Sendable {
  package var name: String
  package var prepare: @Sendable (CallSite) throws(ExecutionError) -> WindowKernel

  package init(_ name: String, prepare: @escaping @Sendable (CallSite) throws(ExecutionError) -> WindowKernel) {
    self.name = name
    self.prepare = prepare
  }
}
