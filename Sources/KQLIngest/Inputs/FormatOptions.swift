import KQLTypes

/// What the user says about the form of inputs, where it does not show in them.
package struct FormatOptions: Sendable {
  /// The form of all inputs; found from their content otherwise.
  package var format: InputFormatName?
  /// The columns of rows that stand under no header.
  package var columns: [ColumnList] = []
  /// The distance from UTC of times that are written as local ones.
  package var utcOffsetTicks: Int64?
  /// What comes first in dates that do not show it.
  package var dateOrder: DateOrder?

  package init() {}
}

/// The names of the fields of a file without a header.
package struct ColumnList: Hashable, Sendable {
  /// The table that they are for; `nil` for all.
  package var table: String?
  package var names: [String]

  package init(table: String? = nil, names: [String]) {
    self.table = table
    self.names = names
  }

  /// Reads `a,b,c` or `Table:a,b,c`.
  ///
  /// - Returns: `nil` when a name is empty or stands twice.
  package init?(_ text: String) {
    var rest = text[...]
    if let colon = text.firstIndex(of: ":") {
      table = String(text[..<colon])
      rest = text[text.index(after: colon)...]
    }
    names = rest.split(separator: ",", omittingEmptySubsequences: false).map { name in
      var name = name[...]
      while name.first == " " { name.removeFirst() }
      while name.last == " " { name.removeLast() }
      return String(name)
    }
    guard !names.contains(""), table != "", Set(names).count == names.count else { return nil }
  }
}

/// The order of day, month and year in a date.
package enum DateOrder: String, Hashable, Sendable, CaseIterable {
  case dayMonthYear = "dmy"
  case monthDayYear = "mdy"
  case yearMonthDay = "ymd"
}

/// The forms of inputs, by the names that a user gives them.
package enum InputFormatName: String, Hashable, Sendable, CaseIterable {
  case json
  case ndjson
  case csv
  case tsv
  case table
  case text
  case rest
  case kustoV1 = "kusto-v1"
  case kustoV2 = "kusto-v2"
  case avro
  case parquet

  /// What the form is, for a list of them.
  package var explanation: String {
    switch self {
    case .json: "JSON objects, arrays of them or {\"records\":[…]}, laid out in any way"
    case .ndjson: "a JSON object a line"
    case .csv: "comma-separated text"
    case .tsv: "tab-separated text"
    case .table: "what az prints with -o table"
    case .text: "lines of text, in a column named Line"
    case .rest: "answers of the Log Analytics query API"
    case .kustoV1: "answers of Kusto's v1 query endpoint"
    case .kustoV2: "frames of Kusto's v2 query endpoint"
    case .avro: "Avro files, those of Event Hubs Capture too"
    case .parquet: "Parquet files"
    }
  }
}
