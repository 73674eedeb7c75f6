import KQLTypes

/// One request of the line protocol.
struct LineProtocolRequest {
  enum Mode {
    case run
    /// Syntax alone decides.
    case parse
    /// Names and types are resolved; nothing runs.
    case analyze
  }

  /// What is wrong with a line, with the request's id where it could be read.
  struct Malformed: Error {
    var id: DynamicValue?
    var message: String
  }

  var id: DynamicValue
  var query: String
  var mode: Mode
  var tablesFolder: String?
  var now: Timestamp?
  /// Declarations of further tables without rows.
  var schemas: [(name: String, text: String)]

  init(parsing line: [UInt8]) throws(Malformed) {
    let value: DynamicValue
    do {
      value = try line.withUnsafeBufferPointer { try JSONText.parse($0) }
    } catch {
      throw Malformed(id: nil, message: "the request is not valid JSON: \(error)")
    }
    guard let bag = value.bag else { throw Malformed(id: nil, message: "the request is not a JSON object") }
    let id = bag["id"] ?? .null
    func invalid(_ message: String) -> Malformed { Malformed(id: id, message: message) }

    func text(_ key: String) throws(Malformed) -> String? {
      switch bag[key] {
      case nil, .null?: return nil
      case .string(let text)?: return text
      default: throw invalid("'\(key)' is not a string")
      }
    }
    func flag(_ key: String) throws(Malformed) -> Bool {
      switch bag[key] {
      case nil, .null?: return false
      case .bool(let flag)?: return flag
      default: throw invalid("'\(key)' is not true or false")
      }
    }

    self.id = id
    guard let query = try text("query") else { throw invalid("'query' is missing") }
    self.query = query
    tablesFolder = try text("tables_dir")
    if let now = try text("now") {
      guard let timestamp = Timestamp(now) else { throw invalid("'now' is not a datetime: \(now)") }
      self.now = timestamp
    }
    mode = try flag("parse_only") ? .parse : try flag("analyze_only") ? .analyze : .run
    schemas = []
    switch bag["schema"] {
    case nil, .null?: break
    case .bag(let tables)?:
      for (name, value) in zip(tables.keys, tables.values) {
        guard case .string(let text) = value else { throw invalid("the schema of '\(name)' is not a string") }
        schemas.append((name, text))
      }
    default: throw invalid("'schema' is not an object")
    }
  }
}
