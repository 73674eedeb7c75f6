import KQLColumnar
import KQLTypes

/// Plugins that join each row with the rows of a lookup table which its value matches in another way than equality.
enum LookupPlugins {
  static let functions: [TableFunction] = [
    AddressLookup.ipv4, AddressLookup.ipv6, GeoLookup.polygons, GeoLookup.lines,
  ]
}

/// A call that looks rows up: which columns of both tables the result has.
struct LookupCall {
  let call: TableFunctionCall
  /// The argument that names the key of the lookup table.
  let keyArgument: Int
  /// Columns of the lookup table that the result leaves out.
  let droppedColumns: Set<Int>

  init(_ call: TableFunctionCall, keyArgument: Int, droppedColumns: Set<Int> = []) {
    self.call = call
    self.keyArgument = keyArgument
    self.droppedColumns = droppedColumns
  }
}

extension LookupCall {
  /// The columns of the input, then those of the lookup table.
  var schema: Schema? {
    guard let lookup = call.tables.first else { return nil }
    return Schema(call.visibleInput.fields + keptColumns.map { lookup[$0] })
  }

  private var keptColumns: [Int] {
    guard let lookup = call.tables.first else { return [] }
    return lookup.fields.indices.filter { !droppedColumns.contains($0) }
  }

  /// The position of a column of the lookup table that an argument names.
  func lookupColumn(_ argument: Int) -> Int? {
    guard call.arguments.indices.contains(argument), case .tableColumn(_, let column) = call.arguments[argument]
    else { return nil }
    return column
  }

  func key() throws(ExecutionError) -> Int {
    guard let key = lookupColumn(keyArgument) else {
      throw call.invalid("the key must be a column of the lookup table")
    }
    return key
  }

  /// Whether rows without a match stay: a constant `true`, by name or behind the columns.
  var returnsUnmatched: Bool {
    if let named = call.named("return_unmatched") { return named.constant?.bool ?? false }
    return call.arguments.compactMap { $0.constant?.bool }.first ?? false
  }

  /// The result, given the matches of each row in the order of the rows.
  ///
  /// - Parameter matches: Rows of the lookup table that match a row of the input, ascending.
  func join(
    _ rows: RecordBatch, _ lookup: RecordBatch, matches: (Int) throws(ExecutionError) -> [Int32]
  ) throws(ExecutionError) -> RecordBatch {
    var sources: [Int32] = []
    var targets: [Int32] = []
    let keepsAll = returnsUnmatched
    for row in 0..<rows.physicalRowCount {
      let found = try matches(row)
      if found.isEmpty, keepsAll {
        sources.append(Int32(truncatingIfNeeded: row))
        targets.append(-1)
      }
      for target in found {
        sources.append(Int32(truncatingIfNeeded: row))
        targets.append(target)
      }
      if row % 1024 == 0 || found.count > 1024 { try call.noteProgress(max(1024, found.count) * 8) }
      guard sources.count < Int32.max else {
        throw ExecutionError(
          .limitExceeded(limitName: "E_RUNAWAY_QUERY"), "\(call.name): too many rows match (E_RUNAWAY_QUERY)")
      }
    }
    let left = rows.columns.prefix(call.visibleColumnCount).map { $0.gathered(sources) }
    let right = keptColumns.map { lookup.columns[$0].gatheredWithNulls(targets) }
    return RecordBatch(columns: left + right, rowCount: sources.count)
  }
}
