import KQLTypes

/// What is known of a table of an answer, or of a frame of one, while it is walked through.
struct AnswerTable {
  var frameType = ""
  var kind = ""
  var fragmentType = ""
  /// Kusto's number of the table that a frame belongs to.
  var id: Int64?
  var columns: AnswerColumns?
  /// Behind the `[` of each array of rows.
  var starts: [Int64] = []
  var rowCount: Int64 = 0
  /// The number of rows that a frame says there were.
  var declaredRowCount: Int64?
  var hasErrors = false
  var isCancelled = false
  var errors: [String] = []
}

// MARK: - Columns

extension AnswerTable {
  /// Reads `[{"name":…,"type":…}]`, in any spelling that Kusto's endpoints use.
  mutating func takeColumns(_ value: DynamicValue) -> Bool {
    guard let entries = value.array else { return false }
    var fields: [Field] = []
    var names: Set<String> = []
    for entry in entries {
      guard let bag = entry.bag else { return false }
      var name = ""
      var type: ScalarType?
      for (key, value) in zip(bag.keys, bag.values) {
        guard case .string(let text) = value else { continue }
        switch key.lowercased() {
        case "name", "columnname": name = text
        case "type", "columntype": type = Self.type(named: text) ?? type
        case "datatype": type = type ?? Self.type(named: text)
        default: break
        }
      }
      if name.isEmpty { name = "Column\(fields.count + 1)" }
      var unique = name
      var number = 1
      while !names.insert(unique).inserted {
        unique = "\(name)\(number)"
        number += 1
      }
      fields.append(Field(unique, type ?? .string))
    }
    columns = AnswerColumns(fields)
    return true
  }

  /// A type by Kusto's name for it or by that of the .NET type behind it.
  private static func type(named name: String) -> ScalarType? {
    let name = name.lowercased()
    if let type = ScalarType(name: name) { return type }
    switch name.hasPrefix("system.") ? String(name.dropFirst(7)) : name {
    case "sbyte", "byte": return .bool
    case "object": return .dynamic
    case "data.sqltypes.sqldecimal", "sqldecimal": return .decimal
    case let other: return ScalarType(name: other)
    }
  }
}

// MARK: - Kinds

extension AnswerTable {
  private var columnNames: [String] { columns?.fields.map(\.name) ?? [] }

  /// Whether the first endpoint's table says how the query went: its rows are messages with a severity.
  var isStatus: Bool { columnNames.contains("Severity") && columnNames.contains("StatusDescription") }

  /// Whether the first endpoint's table is one that stands beside results: properties, status or table of contents.
  var isAttachment: Bool {
    switch columnNames {
    case ["Value"], ["Key", "Value"], ["TableId", "Key", "Value"], ["Ordinal", "Kind", "Name", "Id", "PrettyName"]: true
    default: isStatus
    }
  }

  /// The message of a row of a status table that reports an error.
  func failure(_ row: DynamicValue) -> String? {
    guard let values = row.array, let severity = columnNames.firstIndex(of: "Severity"),
      let text = columnNames.firstIndex(of: "StatusDescription"), severity < values.count, text < values.count,
      case .long(let level) = values[severity], level <= 2, case .string(let message) = values[text]
    else { return nil }
    return message
  }
}

/// What a service says about an error, as one line.
enum ServiceError {
  private static let depthLimit = 8

  /// - Parameter value: An error, an object that holds one as `error`, or a list of them.
  static func text(_ value: DynamicValue) -> String {
    var parts: [String] = []
    collect(value, into: &parts, depth: 0)
    return parts.isEmpty ? JSONText.string(value) : parts.joined(separator: "; ")
  }

  private static func collect(_ value: DynamicValue, into parts: inout [String], depth: Int) {
    guard depth < depthLimit else { return }
    switch value {
    case .string(let text): append(text, to: &parts)
    case .array(let values): for value in values { collect(value, into: &parts, depth: depth + 1) }
    case .bag(let bag):
      var words: [String] = []
      for name in ["code", "message"] {
        // Codes that are numbers tell nobody anything.
        if case .string(let text)? = bag[name], !text.isEmpty, Int64(text) == nil { words.append(text) }
      }
      if case .string(let text)? = bag["@message"], bag["message"].map({ $0 != .string(text) }) ?? true {
        words.append(text)
      }
      append(words.joined(separator: ": "), to: &parts)
      for name in ["error", "details", "innererror", "innerError", "Exceptions", "OneApiErrors"] {
        if let inner = bag[name] { collect(inner, into: &parts, depth: depth + 1) }
      }
    default: break
    }
  }

  private static func append(_ text: String, to parts: inout [String]) {
    guard !text.isEmpty, !parts.contains(text), parts.count < 8 else { return }
    parts.append(text.count > 500 ? text.prefix(500) + "…" : text)
  }
}
