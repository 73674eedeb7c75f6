import KQLColumnar
import KQLPlan
import KQLTypes

extension MvExpandNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let sources = columns.map { column -> MvExpandOperator.Source in
      if let index = items.firstIndex(where: { $0.column.id == column.id }) { return .element(index) }
      if column.id == indexColumn?.id { return .index }
      guard let position = input.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the input")
      }
      return .passed(position)
    }
    return MvExpandOperator(
      input: try planner.makeOperator(for: input), program: try planner.program(expressions, over: input),
      types: items.map(\.column.type), sources: sources, rowLimit: rowLimit ?? .max,
      expandsBagsToArrays: expandsBagsToArrays, keepsEmptyRows: keepsEmptyRows)
  }
}

/// Turns each row into one row per element of its dynamic columns (`mv-expand`). Preserves order.
///
/// The elements of several columns stand side by side, nulls where one has fewer. A null gives one row, an empty
/// array none; anything else that is no array or bag is its own only element.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/mv-expand-operator>
struct MvExpandOperator: PhysicalOperator {
  enum Source: Sendable {
    case passed(Int)
    case element(Int)
    case index
  }

  let input: any PhysicalOperator
  let program: ExpressionProgram
  /// Types of the element columns.
  let types: [ScalarType]
  let sources: [Source]
  let rowLimit: Int
  let expandsBagsToArrays: Bool
  let keepsEmptyRows: Bool

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let wanted = context.options.batchRowCount
    return ExpansionStream(try input.open(in: context), in: context) { () throws(ExecutionError) in
      Expansion(self, try ExpressionEvaluator(program), wantedRowCount: wanted)
    }
  }

  private final class Expansion: BatchExpansion {
    private let plan: MvExpandOperator
    private let evaluator: ExpressionEvaluator
    private let wantedRowCount: Int
    private var batch = RecordBatch(columns: [], rowCount: 0)
    private var values: [Column] = []
    /// The next element to give: its row, and its number there.
    private var row = 0
    private var element = 0
    /// The elements of each item in the current row; `nil` when the row is not begun.
    private var elements: [[DynamicValue]]?

    init(_ plan: MvExpandOperator, _ evaluator: ExpressionEvaluator, wantedRowCount: Int) {
      self.plan = plan
      self.evaluator = evaluator
      self.wantedRowCount = wantedRowCount
    }

    func start(_ batch: RecordBatch) throws(ExecutionError) {
      self.batch = batch
      values = try evaluator.evaluateColumns(batch)
      row = 0
      element = 0
      elements = nil
    }

    func next() throws(ExecutionError) -> RecordBatch? {
      guard row < batch.physicalRowCount else { return nil }
      var rows: [Int32] = []
      var indexes: [Int64] = []
      var builders = plan.types.map { ColumnBuilder($0) }
      while row < batch.physicalRowCount, rows.count < wantedRowCount {
        let current = elements ?? values.map { plan.elements(of: $0[row]) }
        elements = current
        let count = min(plan.rowLimit, current.reduce(0) { max($0, $1.count) })
        while element < count, rows.count < wantedRowCount {
          rows.append(Int32(truncatingIfNeeded: row))
          indexes.append(Int64(element))
          for (item, list) in current.enumerated() {
            builders[item].append(Self.value(element < list.count ? list[element] : .null, as: plan.types[item]))
          }
          element += 1
        }
        guard element >= count else { break }
        row += 1
        element = 0
        elements = nil
      }
      let columns = builders.map { $0.finish() }
      return RecordBatch(
        columns: plan.sources.map { source in
          switch source {
          case .passed(let position): batch.columns[position].gathered(rows)
          case .element(let item): columns[item]
          case .index: .int64(indexes, as: .long)
          }
        }, rowCount: rows.count)
    }

    private static func value(_ element: DynamicValue, as type: ScalarType) -> ScalarValue {
      switch (element, type) {
      case (_, .dynamic): .dynamic(element)
      case (.long(let value), .long): .long(value)
      case (.datetime(let value), .datetime): .datetime(value)
      case (.string(let value), .string): .string(value)
      case (.real(let value), .real): .real(value)
      default: ScalarValue.dynamic(element).converted(to: type)
      }
    }
  }

  private func elements(of value: ScalarValue) -> [DynamicValue] {
    switch DynamicValue(value) {
    case .null: return keepsEmptyRows ? [.null] : []
    case .array(let elements): return elements
    case .bag(let bag):
      return zip(bag.keys, bag.values).map { key, value in
        expandsBagsToArrays ? .array([.string(key), value]) : .bag(DynamicBag([(key, value)]))
      }
    case let scalar: return [scalar]
    }
  }
}
