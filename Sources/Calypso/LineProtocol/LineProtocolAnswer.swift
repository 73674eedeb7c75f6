import KQLRendering
import KQLTypes

/// One answer of the line protocol.
enum LineProtocolAnswer {
  case rows(id: DynamicValue, QueryAnswer)
  /// Columns alone, of a request that runs nothing.
  case schema(id: DynamicValue, [ColumnDefinition])
  case failure(id: DynamicValue?, QueryError)
}

extension LineProtocolAnswer {
  /// The answer as one line of JSON, without the line end.
  var json: [UInt8] {
    var bytes = Array("{\"id\":".utf8)
    switch self {
    case .rows(let id, let answer):
      JSONText.append(id, to: &bytes)
      bytes.append(0x2c)
      Self.append(answer.tables.first, to: &bytes)
      if answer.tables.count > 1 {
        bytes.append(contentsOf: ",\"tables\":[".utf8)
        for (index, table) in answer.tables.enumerated() {
          bytes.append(contentsOf: (index == 0 ? "{" : ",{").utf8)
          if let name = table.description.name {
            bytes.append(contentsOf: "\"name\":".utf8)
            JSONCell.appendString(name, to: &bytes)
            bytes.append(0x2c)
          }
          Self.append(table, to: &bytes)
          bytes.append(0x7d)
        }
        bytes.append(0x5d)
      }
      let elapsed = answer.statistics.elapsed.milliseconds
      bytes.append(
        contentsOf: ",\"statistics\":{\"elapsedMs\":\(elapsed),\"rowsScanned\":\(answer.statistics.rowsScanned)}".utf8)
    case .schema(let id, let columns):
      JSONText.append(id, to: &bytes)
      bytes.append(0x2c)
      Self.append(columns, to: &bytes)
      bytes.append(contentsOf: ",\"rows\":[]".utf8)
    case .failure(let id, let error):
      JSONText.append(id ?? .null, to: &bytes)
      bytes.append(contentsOf: ",\"error\":".utf8)
      JSONCell.appendString(error.message, to: &bytes)
      if !error.diagnostics.isEmpty { Self.append(error.diagnostics, to: &bytes) }
      if error.kind == .unsupported { bytes.append(contentsOf: ",\"unsupported\":true".utf8) }
    }
    bytes.append(0x7d)
    return bytes
  }

  private static func append(_ table: ResultTable?, to bytes: inout [UInt8]) {
    append(table?.columns ?? [], to: &bytes)
    bytes.append(contentsOf: ",\"rows\":[".utf8)
    let rows = RowText.jsonArrays(columnCount: table?.columns.count ?? 0)
    var isFirst = true
    for batch in table?.batches ?? [] {
      rows.append(
        batch.columns.map(\.column), rowCount: batch.rowCount, droppingFirst: isFirst ? 1 : 0, to: &bytes)
      isFirst = isFirst && batch.rowCount == 0
    }
    bytes.append(0x5d)
  }

  private static func append(_ columns: [ColumnDefinition], to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "\"columns\":[".utf8)
    for (index, column) in columns.enumerated() {
      bytes.append(contentsOf: (index == 0 ? "{\"name\":" : ",{\"name\":").utf8)
      JSONCell.appendString(column.name, to: &bytes)
      bytes.append(contentsOf: ",\"type\":\"\(column.type.rawValue)\"}".utf8)
    }
    bytes.append(0x5d)
  }

  private static func append(_ diagnostics: [QueryDiagnostic], to bytes: inout [UInt8]) {
    bytes.append(contentsOf: ",\"diagnostics\":[".utf8)
    for (index, diagnostic) in diagnostics.enumerated() {
      bytes.append(contentsOf: (index == 0 ? "{" : ",{").utf8)
      bytes.append(contentsOf: "\"code\":\"\(diagnostic.code)\",\"severity\":\"\(diagnostic.severity.rawValue)\"".utf8)
      bytes.append(contentsOf: ",\"message\":".utf8)
      JSONCell.appendString(diagnostic.message, to: &bytes)
      if let hint = diagnostic.hint {
        bytes.append(contentsOf: ",\"hint\":".utf8)
        JSONCell.appendString(hint, to: &bytes)
      }
      let range = diagnostic.byteRange
      bytes.append(contentsOf: ",\"line\":\(diagnostic.line),\"column\":\(diagnostic.column)".utf8)
      bytes.append(contentsOf: ",\"start\":\(range.lowerBound),\"end\":\(range.upperBound)}".utf8)
    }
    bytes.append(0x5d)
  }
}

extension Duration {
  /// The length in milliseconds, rounded to microseconds.
  var milliseconds: Double {
    let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    return Double(microseconds) / 1000
  }
}
