import Calypso
import RegistryVerification

/// The tables of a small registry, written by hand.
struct RegistryLogs {
  static let columns = [
    ColumnDefinition("TimeGenerated", .datetime), ColumnDefinition("OperationName", .string),
    ColumnDefinition("Identity", .string), ColumnDefinition("CallerIpAddress", .string),
    ColumnDefinition("UserAgent", .string), ColumnDefinition("ResultDescription", .string),
    ColumnDefinition("LoginServer", .string), ColumnDefinition("_ResourceId", .string),
  ]
  static let repositoryColumns =
    columns + [
      ColumnDefinition("Repository", .string), ColumnDefinition("Tag", .string), ColumnDefinition("Digest", .string),
      ColumnDefinition("ArtifactType", .string),
    ]

  private var logins: [[Value]] = []
  private var events: [[Value]] = []

  /// - Parameter time: The hour and minute on 2026-03-01, or on another day of that month: `2T10:00`.
  mutating func login(_ time: String, _ identity: String, _ address: String, _ userAgent: String, _ status: String) {
    logins.append(Self.row(time, "Login", identity, address, userAgent, status))
  }

  mutating func event(
    _ time: String, _ operation: String, _ identity: String, _ address: String, _ userAgent: String, _ status: String,
    _ repository: String, _ tag: String = "", digest: String = ""
  ) {
    events.append(
      Self.row(time, operation, identity, address, userAgent, status)
        + [.string(repository), .string(tag), .string(digest), .string("acr.docker")])
  }

  private static func row(
    _ time: String, _ operation: String, _ identity: String, _ address: String, _ userAgent: String, _ status: String
  ) -> [Value] {
    let text = time.contains("T") ? "2026-03-0\(time):00Z" : "2026-03-01T\(time):00Z"
    return [
      Timestamp(text).map { .datetime($0) } ?? .null, .string(operation), .string(identity), .string(address),
      .string(userAgent), .string(status), .string("harbour.azurecr.io"),
      .string("/subscriptions/s/resourcegroups/r/providers/microsoft.containerregistry/registries/harbour"),
    ]
  }
}

extension RegistryLogs {
  func session(with tables: [RegistryTableName] = RegistryTableName.allCases) throws -> Session {
    let session = Session()
    for table in tables {
      try session.addTable(
        named: table.rawValue, columns: table == .login ? Self.columns : Self.repositoryColumns,
        rows: table == .login ? logins : events)
    }
    return session
  }

  /// The answer of a query, cells between bars; dates without their common beginning and end.
  func answer(_ name: String, followedBy operators: String = "") throws -> String {
    let query = try NamedQuery.named(name)
    let options = QueryOptions(now: Timestamp("2026-03-02T12:00:00Z").map { .fixed($0) } ?? .wall)
    let answer = try session().query(query.text(followedBy: operators), options: options)
    return answer.rows.map { row in
      row.map { value in
        guard case .datetime = value else { return value.description }
        let text = value.description.replacing("2026-03-01T", with: "").replacing("2026-03-0", with: "")
        return text.replacing(":00.0000000Z", with: "")
      }.joined(separator: "|")
    }.joined(separator: "\n")
  }

  static let kubelet = "aaaaaaaa-0000-4000-8000-00000000000a"
  static let scanner = "dddddddd-0000-4000-8000-00000000000d"
  static let scannerAgent = "MDCContainersSecurity/1.0"

  /// A day with a bit of everything.
  static let sample: RegistryLogs = {
    var logs = RegistryLogs()
    logs.login("08:00", kubelet, "203.0.113.5", "containerd/1.7", "200")
    logs.login("09:00", scanner, "198.51.100.7", scannerAgent, "200")
    logs.login("10:00", "harbour", "192.0.2.9", "curl/8", "401")
    logs.login("10:01", "HARBOUR", "192.0.2.9", "curl/8", "401")
    logs.login("10:02", "harbour", "192.0.2.8", "curl/8", "200")
    logs.login("10:03", "eve@fabrikam.example", "192.0.2.9", "curl/8", "403")
    logs.login("10:04", "", "192.0.2.9", "curl/8", "")
    logs.event("08:01", "Pull", kubelet, "203.0.113.5", "containerd/1.7", "200", "shop/web", "1.0", digest: "sha256:a1")
    logs.event("08:02", "Pull", kubelet, "203.0.113.5", "containerd/1.7", "404", "shop/web", "9.9", digest: "<nil>")
    logs.event("09:01", "Pull", scanner, "198.51.100.7", scannerAgent, "200", "shop/web", "1.0", digest: "sha256:a1")
    logs.event("09:02", "Pull", "x", "192.0.2.9", scannerAgent, "403", "shop/web", "1.0")
    logs.event("09:03", "Delete", scanner, "198.51.100.7", scannerAgent, "405", "shop/web", digest: "sha256:a1")
    logs.event("11:00", "Push", "ci-token", "192.0.2.20", "docker/27", "201", "shop/api", "2.0", digest: "sha256:b2")
    logs.event("11:30", "Untag", "amy@contoso.example", "192.0.2.21", "az/2", "202", "shop/web", "1.0")
    logs.event("2T11:00", "Pull", "<nil>", "192.0.2.30", "curl/8", "200", "shop/web", "1.0", digest: "sha256:a1")
    return logs
  }()
}
