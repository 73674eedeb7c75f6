import Calypso

/// Answers as golden files write them: a header of `name: type`, and aligned cells that show the type of each value.
enum GoldenAnswer {
  static func text(of query: String, in session: Session, options: QueryOptions) -> String {
    do {
      let answer = try session.query(query, options: options)
      return answer.tables.map(text).joined(separator: "\n--\n")
    } catch {
      return text(of: error)
    }
  }

  private static func text(of error: QueryError) -> String {
    if error.diagnostics.isEmpty { return "error: \(error.message)" }
    return error.diagnostics.map { diagnostic in
      let place = "error \(diagnostic.code) at \(diagnostic.line):\(diagnostic.column): \(diagnostic.message)"
      return diagnostic.hint.map { "\(place)\nhint: \($0)" } ?? place
    }.joined(separator: "\n")
  }

  private static func text(of table: ResultTable) -> String {
    var lines = [table.columns.map { "\($0.name): \($0.type.rawValue)" }]
    lines += table.rows.map { $0.map(cell) }
    let widths = table.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let named = table.description.name.map { ["table \($0)"] } ?? []
    return
      (named
      + lines.map { cells in
        var line = ""
        for (index, cell) in cells.enumerated() {
          if index > 0 { line += " | " }
          line += cell + String(repeating: " ", count: index == cells.count - 1 ? 0 : widths[index] - cell.count)
        }
        return line.isEmpty ? "(no columns)" : line
      }).joined(separator: "\n")
  }

  private static func cell(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .string(let text):
      var escaped = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": escaped += "\\n"
        case "\r": escaped += "\\r"
        case "\t": escaped += "\\t"
        case "\"": escaped += "\\\""
        case "\\": escaped += "\\\\"
        default: escaped.unicodeScalars.append(scalar)
        }
      }
      return "\"\(escaped)\""
    default: return value.description
    }
  }
}
