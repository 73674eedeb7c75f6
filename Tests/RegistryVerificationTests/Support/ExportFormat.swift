import Calypso

/// The ways in which tests write events, as Azure exports them.
enum ExportFormat: CaseIterable {
  /// Log Analytics data export: one flat record a line.
  case dataExport
  /// Diagnostic settings: one nested record a line.
  case diagnosticSettings
  /// Messages of an event hub, both tables mixed.
  case eventHub
  /// An array of flat records.
  case jsonArray
  /// The portal's CSV.
  case portalCSV
}

/// A file of an export.
struct ExportFile {
  var name: String
  var text: String
}

extension ExportFormat {
  /// Whether both tables share files, so that one is missing only when it has no events.
  var mixesTables: Bool { self == .eventHub }

  func files(_ events: [LogEvent]) -> [ExportFile] {
    let repository = events.filter { $0.table == .repository }
    let login = events.filter { $0.table == .login }
    switch self {
    case .dataExport: return Self.files(repository, login, ".json") { $0.map { Self.flat($0) + "\n" }.joined() }
    case .diagnosticSettings:
      return Self.files(repository, login, ".diagnostic.json") { $0.map { Self.nested($0) + "\n" }.joined() }
    case .jsonArray:
      return Self.files(repository, login, ".array.json") {
        "[\n" + $0.map { Self.flat($0) }.joined(separator: ",\n") + "]\n"
      }
    case .portalCSV: return Self.files(repository, login, ".csv", Self.csv)
    case .eventHub:
      let chunks = stride(from: 0, to: events.count, by: 7).map { events[$0..<min($0 + 7, events.count)] }
      let lines = chunks.map { "{\"records\": [\($0.map { Self.nested($0) }.joined(separator: ", "))]}\n" }
      return events.isEmpty ? [] : [ExportFile(name: "messages.jsonl", text: lines.joined())]
    }
  }

  private static func files(
    _ repository: [LogEvent], _ login: [LogEvent], _ ending: String, _ write: ([LogEvent]) -> String
  ) -> [ExportFile] {
    [(LogEvent.Table.repository, repository), (.login, login)].compactMap { table, events in
      events.isEmpty ? nil : ExportFile(name: table.rawValue + ending, text: write(events))
    }
  }
}

// MARK: - Records

extension ExportFormat {
  private static func resource(_ event: LogEvent) -> String {
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/rg/providers/microsoft.containerregistry/registries/"
      + event.registry.prefix { $0 != "." }
  }

  private static func json(_ members: [(String, String?)]) -> String {
    let parts = members.compactMap { name, value in value.map { "\(quoted(name)): \(quoted($0))" } }
    return "{\(parts.joined(separator: ", "))}"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func correlation(_ event: LogEvent) -> String {
    let digits = String(event.correlation)
    return "aaaaaaaa-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  static func flat(_ event: LogEvent) -> String {
    json([
      ("TimeGenerated", event.time?.description), ("OperationName", event.operation),
      ("LoginServer", event.registry.isEmpty ? nil : event.registry), ("CallerIpAddress", event.address),
      ("Identity", event.identity), ("UserAgent", event.userAgent), ("ResultType", "HttpStatusCode"),
      ("ResultDescription", event.status), ("Repository", event.table == .repository ? event.repository : nil),
      ("CorrelationId", correlation(event)), ("_ResourceId", resource(event)), ("Category", event.table.rawValue),
      ("TenantId", "99999999-9999-4999-8999-999999999999"), ("SourceSystem", "Azure"), ("Type", event.table.rawValue),
    ])
  }

  private static func nested(_ event: LogEvent) -> String {
    let properties = json([
      ("repository", event.table == .repository ? event.repository : nil),
      ("loginServer", event.registry.isEmpty ? nil : event.registry), ("userAgent", event.userAgent),
    ])
    let envelope = json([
      ("time", event.time?.description), ("category", event.table.rawValue),
      ("resourceId", resource(event).uppercased()),
      ("operationName", event.operation), ("identity", event.identity), ("resultType", "HttpStatusCode"),
      ("resultDescription", event.status), ("callerIpAddress", event.address), ("correlationId", correlation(event)),
    ])
    return envelope.dropLast() + ", \"properties\": \(properties)}"
  }

  private static func csv(_ events: [LogEvent]) -> String {
    let isRepository = events.first?.table == .repository
    let header =
      "\"TimeGenerated [UTC]\",OperationName,LoginServer,CallerIpAddress,Identity,UserAgent,ResultType,ResultDescription,"
      + (isRepository ? "Repository," : "JwtId,") + "CorrelationId,Type,\"_ResourceId\"\r\n"
    return header
      + events.map { event in
        let fields = [
          event.time.map(portalTime) ?? "", event.operation, event.registry, event.address, event.identity,
          event.userAgent, "HttpStatusCode", event.status, isRepository ? event.repository : "", correlation(event),
          event.table.rawValue, resource(event),
        ]
        return fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
      }.joined()
  }

  /// `11/22/2026, 5:10:00.120 AM`
  private static func portalTime(_ time: Timestamp) -> String {
    // 2026-11-22T05:10:00.1200000Z
    let text = Array(time.description.utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    let hour = Int(part(11..<13))!
    let clock = "\((hour + 11) % 12 + 1):\(part(14..<16)):\(part(17..<19)).\(part(20..<23)) \(hour < 12 ? "AM" : "PM")"
    return "\(Int(part(5..<7))!)/\(Int(part(8..<10))!)/\(part(0..<4)), \(clock)"
  }
}
