import KQLColumnar
import KQLTypes

/// `schema_merge`: joins the schemas of several tables, as `getschema` gives them one after the other, into one.
///
/// A column of several tables takes a type that holds all of its types. With `PreserveOrder` it must stand at the same
/// place in all of them, else an error takes the place of its type.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/schema-merge-plugin>
enum SchemaMerge {
  static let function = TableFunction(
    "schema_merge",
    schema: { (call) throws(ExecutionError) in
      let indexes = try inputIndexes(call)
      return Schema(indexes.map { call.input[$0] })
    },
    run: { (call, rows, _) throws(ExecutionError) in
      let input = try inputIndexes(call).map { rows.columns[$0] }
      let setting = call.named("PreserveOrder")?.constant ?? call.constant(0)
      let columns = try merge(input, preservesOrder: setting?.bool ?? true, call)
      return RecordBatch(
        columns: [
          .string(columns.map(\.name)),
          .int64(columns.map(\.ordinal), as: input[1].type),
          .string(columns.map(\.dataType)), .string(columns.map(\.columnType)),
        ], rowCount: columns.count)
    })

  private static func inputIndexes(_ call: TableFunctionCall) throws(ExecutionError) -> [Int] {
    var indexes: [Int] = []
    for name in ["ColumnName", "ColumnOrdinal", "DataType", "ColumnType"] {
      guard let index = call.visibleInput.index(of: name),
        name == "ColumnOrdinal" ? call.input[index].type.isInteger : call.input[index].type == .string
      else { throw call.invalid("the input must be what 'getschema' gives; there is no such column '\(name)'") }
      indexes.append(index)
    }
    return indexes
  }

  private struct MergedColumn {
    var name: String
    var ordinal: Int64
    var type: ScalarType
    /// Whether it stands at different places in different tables.
    var isMoved = false

    var dataType: String { isMoved ? "ERROR(unknown CSL type:\(columnType))" : type.dotNetName }
    var columnType: String { isMoved ? "ERROR(columns are out of order)" : type.name }
  }

  private static func merge(
    _ input: [Column], preservesOrder: Bool, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [MergedColumn] {
    var merged: [MergedColumn] = []
    var places: [String: Int] = [:]
    for row in 0..<input[0].count {
      let name = input[0].strings.string(row)
      guard let type = ScalarType(name: input[3].strings.string(row)), let ordinal = input[1][row].int64 else {
        throw call.invalid("the input must be what 'getschema' gives; '\(name)' has no type or place there")
      }
      guard let place = places[name] else {
        places[name] = merged.count
        merged.append(MergedColumn(name: name, ordinal: ordinal, type: type))
        continue
      }
      guard let common = common(merged[place].type, type) else {
        throw call.unsupported(
          "column '\(name)' is \(merged[place].type.name) and \(type.name): merging these is not supported")
      }
      merged[place].type = common
      if ordinal != merged[place].ordinal {
        if preservesOrder { merged[place].isMoved = true }
        merged[place].ordinal = max(merged[place].ordinal, ordinal)
      }
    }
    let ordered = merged.filter { !$0.isMoved }.enumerated()
      .sorted { ($0.element.ordinal, $0.offset) < ($1.element.ordinal, $1.offset) }.map(\.element)
    return ordered.enumerated().map { place, column in
      var column = column
      column.ordinal = Int64(place)
      return column
    }
      + merged.filter(\.isMoved).map { column in
        var column = column
        column.ordinal = -1
        return column
      }
  }

  /// A type that holds the values of both.
  private static func common(_ left: ScalarType, _ right: ScalarType) -> ScalarType? {
    if left == right { return left }
    guard let leftRank = left.numericRank, let rightRank = right.numericRank, left != .decimal, right != .decimal else {
      return nil
    }
    return leftRank > rightRank ? left : right
  }
}
