import KQLTypes

@testable import KQLIngest

/// Writes the rows of a scenario in the forms of Azure's exports.
extension Scenario {
  static func json(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(Events.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
  }

  private static func text(_ value: String) -> String { Events.quoted(value) }

  // MARK: Diagnostic settings

  func diagnosticLine(_ row: Row, propertiesAsText: Bool = false) -> String {
    let outer = [
      ("time", "TimeGenerated"), ("category", "Category"), ("operationName", "OperationName"), ("identity", "Identity"),
      ("location", "Region"), ("resultType", "ResultType"), ("resultDescription", "ResultDescription"),
      ("durationMs", "DurationMs"), ("callerIpAddress", "CallerIpAddress"), ("correlationId", "CorrelationId"),
    ]
    let inner = [
      ("tag", "Tag"), ("digest", "Digest"), ("mediaType", "MediaType"), ("repository", "Repository"),
      ("artifactType", "ArtifactType"), ("tenantId", "UserTenantId"), ("loginServer", "LoginServer"),
      ("userAgent", "UserAgent"), ("jwtId", "JwtId"),
    ]
    var members = outer.map { ($0.0, Self.text(row[$0.1])) }
    members.append(("resourceId", Self.text(row["_ResourceId"].uppercased())))
    var properties = inner.filter { row.values[$0.1] != nil }.map { ($0.0, Self.text(row[$0.1])) }
    if let size = row.values["Size"] { properties.append(("size", size)) }
    let nested = Self.json(properties)
    members.append(("properties", propertiesAsText ? Self.text(nested) : nested))
    members.append(("RegionStamp", "\"weu-3\""))
    return Self.json(members)
  }

  // MARK: Columns

  /// Log Analytics columns; what is empty is left out.
  func columnLine(_ row: Row, _ table: RegistryTable) -> String {
    Self.json(
      Self.columns(of: table).filter { !row[$0].isEmpty }.map { ($0, $0 == "Size" ? row[$0] : Self.text(row[$0])) })
  }

  /// As the Azure CLI gives them: all values are Python's texts, and names are in order.
  func cliMembers(_ row: Row, _ table: RegistryTable) -> [(String, String)] {
    let members = Self.columns(of: table).map { ($0, $0 == "Size" && row[$0].isEmpty ? "None" : row[$0]) }
    return (members + [("TableName", "PrimaryResult")]).sorted {
      Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8))
    }
  }

  func cliTable(_ table: RegistryTable) -> String {
    let rows = self.rows(of: table).map { cliMembers($0, table) }
    let names = rows[0].map(\.0)
    let lines = [names] + rows.map { $0.map(\.1) }
    let widths = names.indices.map { column in lines.map { $0[column].unicodeScalars.count }.max()! }
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: width - text.unicodeScalars.count)
    }
    var output = lines.map { line in zip(line, widths).map(padded).joined(separator: "  ") }
    output.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
    return output.map { line in String(line.reversed().drop { $0 == " " }.reversed()) + "\n" }.joined()
  }

  // MARK: Delimited text

  func csv(
    _ table: RegistryTable, timeHeader: String = "TimeGenerated [UTC]", quotesAll: Bool = false, end: String = "\r\n",
    time: (String) -> String
  ) -> String {
    func field(_ text: String) -> String {
      let isBare = text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      }
      return isBare && !quotesAll ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    let columns = Self.columns(of: table)
    var lines = [columns.map { field($0 == "TimeGenerated" ? timeHeader : $0) }.joined(separator: ",")]
    for row in rows(of: table) {
      lines.append(columns.map { field($0 == "TimeGenerated" ? time(row[$0]) : row[$0]) }.joined(separator: ","))
    }
    return lines.map { $0 + end }.joined()
  }

  // MARK: Answers

  /// A row of values under the columns of a table, or of several tables.
  func values(_ row: Row, _ columns: [String]) -> String {
    let values = columns.map { $0 == "Size" ? (row[$0].isEmpty ? "null" : row[$0]) : Self.text(row[$0]) }
    return "[" + values.joined(separator: ",") + "]"
  }

  static func type(of column: String) -> String {
    column == "TimeGenerated" ? "datetime" : column == "Size" ? "int" : "string"
  }

  func restTable(_ columns: [String], _ rows: [Row]) -> String {
    let described = columns.map { "{\"name\":\"\($0)\",\"type\":\"\(Self.type(of: $0))\"}" }
    return "{\"name\":\"PrimaryResult\",\"columns\":[\(described.joined(separator: ","))],\"rows\":["
      + rows.map { values($0, columns) }.joined(separator: ",") + "]}"
  }

  static func kustoColumns(_ columns: [String]) -> String {
    let dataTypes = ["datetime": "DateTime", "int": "Int32", "string": "String"]
    return "["
      + columns.map { column in
        let type = type(of: column)
        return "{\"ColumnName\": \"\(column)\", \"DataType\": \"\(dataTypes[type]!)\", \"ColumnType\": \"\(type)\"}"
      }.joined(separator: ", ") + "]"
  }

  func kustoRows(_ columns: [String], _ rows: some Sequence<Row>) -> String {
    "[" + rows.map { values($0, columns) }.joined(separator: ", ") + "]"
  }

  func frames(_ table: RegistryTable, isProgressive: Bool) -> String {
    let columns = Self.columns(of: table)
    let rows = self.rows(of: table)
    var frames = [
      #"{"FrameType": "DataSetHeader", "IsProgressive": \#(isProgressive), "Version": "v2.0"}"#,
      #"{"FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties", "TableName": "@ExtendedProperties", "Columns": [{"ColumnName": "Value", "ColumnType": "dynamic"}], "Rows": [["{\"Visualization\":null}"]]}"#,
    ]
    let table =
      #""TableId": 1, "TableKind": "PrimaryResult", "TableName": "PrimaryResult", "Columns": \#(Self.kustoColumns(columns))"#
    if isProgressive {
      func fragment(_ kind: String, _ rows: some Sequence<Row>) -> String {
        "{\"FrameType\": \"TableFragment\", \"TableId\": 1, \"FieldCount\": \(columns.count), \"TableFragmentType\": \"\(kind)\", \"Rows\": \(kustoRows(columns, rows))}"
      }
      frames += [
        "{\"FrameType\": \"TableHeader\", \(table)}", fragment("DataAppend", rows.suffix(5)),
        #"{"FrameType": "TableProgress", "TableId": 1, "TableProgress": 40.0}"#,
        fragment("DataReplace", rows.prefix(4)),
        fragment("DataAppend", rows.dropFirst(4)),
        "{\"FrameType\": \"TableCompletion\", \"TableId\": 1, \"RowCount\": \(rows.count)}",
      ]
    } else {
      frames.append("{\"FrameType\": \"DataTable\", \(table), \"Rows\": \(kustoRows(columns, rows))}")
    }
    frames.append(#"{"FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false}"#)
    return "[" + frames.joined(separator: ", ") + "]"
  }
}

// MARK: - Times and encodings

/// The ways in which browsers write a time of the scenario, which keep milliseconds.
enum BrowserTime {
  private static func parts(_ time: String) -> (day: String, month: String, year: String, hour: Int, rest: String) {
    let characters = Array(time)
    return (
      String(characters[8..<10]), String(characters[5..<7]), String(characters[0..<4]),
      Int(String(characters[11..<13]))!,
      String(characters[13..<23])
    )
  }

  static func american(_ time: String) -> String {
    let (day, month, year, hour, rest) = parts(time)
    return "\(Int(month)!)/\(Int(day)!)/\(year), \((hour + 11) % 12 + 1)\(rest) \(hour < 12 ? "AM" : "PM")"
  }

  static func british(_ time: String) -> String {
    let (day, month, year, hour, rest) = parts(time)
    return "\(day)/\(month)/\(year), \(hour < 10 ? "0" : "")\(hour)\(rest)"
  }

  static func german(_ time: String) -> String {
    let (day, month, year, hour, rest) = parts(time)
    return "\(Int(day)!).\(Int(month)!).\(year), \(hour < 10 ? "0" : "")\(hour)\(rest.replacing(".", with: ","))"
  }

  static func iso(_ time: String) -> String { String(time.replacing("T", with: " ").dropLast()) }
}

func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
  ("\u{feff}" + text).utf16.flatMap { unit in
    let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
    return isBigEndian ? [high, low] : [low, high]
  }
}
