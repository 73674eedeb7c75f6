@testable import KQLIngest

/// Some registry events, written in each of the forms that exports have.
struct Events {
  struct Event {
    var time: String
    var table: String
    var fields: [(column: String, value: String)]
  }

  let events: [Event]

  static let repository = "ContainerRegistryRepositoryEvents"
  static let login = "ContainerRegistryLoginEvents"

  /// Columns that every form carries.
  static let commonColumns = [
    "TimeGenerated", "OperationName", "Identity", "CallerIpAddress", "UserAgent", "ResultType", "ResultDescription",
    "DurationMs", "LoginServer", "Region", "Category", "CorrelationId", "_ResourceId",
  ]

  init(count: Int = 5, logins: Int = 0) {
    var events: [Event] = []
    for number in 0..<(count + logins) {
      let isLogin = number >= count
      let agent = ["containerd/1.7.22", #"docker/27 "x" \(linux\)"#, "naïve, agent/1", ""][number % 4]
      var fields = [
        ("OperationName", isLogin ? "Login" : "Pull"), ("Identity", "id-\(number % 3)"),
        ("CallerIpAddress", "203.0.113.\(number)"), ("UserAgent", agent), ("ResultType", "HttpStatusCode"),
        ("ResultDescription", "200"), ("DurationMs", "\(number).5"), ("LoginServer", "contoso.azurecr.io"),
        ("Region", "westeurope"), ("CorrelationId", "c0ffee00-0000-4000-8000-00000000000\(number % 10)"),
        ("_ResourceId", "/subscriptions/1/registries/contoso"),
      ]
      if !isLogin {
        fields += [
          ("Repository", "shop/web"), ("Tag", "v\(number)"), ("ArtifactType", "acr.docker"), ("UserTenantId", "t-1"),
        ]
      } else {
        fields += [("JwtId", "jwt-\(number)")]
      }
      let minute = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
      events.append(
        Event(
          time: "2026-11-22T05:\(minute):00.1200000Z", table: isLogin ? Self.login : Self.repository, fields: fields))
    }
    self.events = events
  }
}

// MARK: - Forms

extension Events {
  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Log Analytics columns, an object a line.
  var flatLines: [String] {
    events.map { event in
      let fields = [("TimeGenerated", event.time)] + event.fields + [("Category", event.table), ("Type", event.table)]
      return "{" + fields.map { "\"\($0.0)\":\(Self.quoted($0.1))" }.joined(separator: ",") + "}"
    }
  }

  /// Diagnostic settings, an object a line.
  ///
  /// - Parameter asText: Whether `properties` is JSON within a string.
  func diagnosticLines(asText: Bool = false) -> [String] {
    let names = [
      "OperationName": "operationName", "Identity": "identity", "Region": "location", "ResultType": "resultType",
      "ResultDescription": "resultDescription", "DurationMs": "durationMs", "CallerIpAddress": "callerIpAddress",
      "CorrelationId": "correlationId", "_ResourceId": "resourceId",
    ]
    return events.map { event in
      var outer = [("time", Self.quoted(event.time)), ("category", Self.quoted(event.table))]
      var inner: [String] = []
      for (column, value) in event.fields {
        if let name = names[column] {
          outer.append((name, Self.quoted(column == "_ResourceId" ? value.uppercased() : value)))
        } else {
          let name = column == "UserTenantId" ? "tenantId" : column.prefix(1).lowercased() + column.dropFirst()
          inner.append("\"\(name)\":\(Self.quoted(value))")
        }
      }
      let properties = "{" + inner.joined(separator: ",") + "}"
      outer.append(("properties", asText ? Self.quoted(properties) : properties))
      return "{ " + outer.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + ", \"RegionStamp\": \"weu-3\"}"
    }
  }

  /// CSV with a header, as the portal writes it.
  var csv: String {
    let columns = events.first.map { $0.fields.map(\.column) } ?? []
    func field(_ text: String) -> String {
      guard text.contains(where: { $0 == "\"" || $0 == "," || $0 == "\n" }) else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    var lines = [(["\"TimeGenerated [UTC]\""] + columns + ["Category", "Type"]).joined(separator: ",")]
    for event in events {
      let values: [String] = [event.time] + event.fields.map(\.value) + [event.table, event.table]
      lines.append(values.map(field).joined(separator: ","))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What the rows of the common columns must be.
  var expected: [[String]] {
    events.map { event in
      Self.commonColumns.map { column in
        switch column {
        case "TimeGenerated": event.time
        case "Category": event.table
        default: event.fields.first { $0.column == column }?.value ?? ""
        }
      }
    }
  }
}
