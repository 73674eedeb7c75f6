@testable import KQLIngest

/// One invented day of a registry: what every form of export must give back.
struct Scenario {
  /// A row of one of the two tables; a column that is not there is null or empty.
  struct Row {
    var table: String
    var values: [String: String]

    subscript(column: String) -> String { values[column] ?? "" }
  }

  let rows: [Row]

  static let repository = RegistryTable.repositoryEvents
  static let login = RegistryTable.loginEvents

  /// Columns of a table that exports carry, in the order of the query interface.
  static func columns(of table: RegistryTable) -> [String] {
    let outer = [
      "TenantId", "TimeGenerated", "OperationName", "Category", "CorrelationId", "LoginServer", "CallerIpAddress",
      "Region",
      "Identity", "UserAgent", "ResultType", "ResultDescription", "DurationMs",
    ]
    let own =
      table.name == repository.name
      ? ["UserTenantId", "Repository", "Tag", "Digest", "Size", "MediaType", "ArtifactType"] : ["JwtId"]
    return outer + own + ["SourceSystem", "Type", "_ResourceId"]
  }

  init(repositoryCount: Int = 32, loginCount: Int = 19) {
    var rows: [Row] = []
    for number in 0..<(repositoryCount + loginCount) {
      let isLogin = number >= repositoryCount
      let table = isLogin ? Self.login : Self.repository
      func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      // Days above 12 show the order of a date; the first ones do not.
      let day = 10 + number % 20
      let time =
        "2026-11-\(padded(day))T\(padded(number % 24)):\(padded(number * 7 % 60)):\(padded(number % 60)).\(120 + number)0340Z"
      let agents = [
        "containerd/1.7.22-1", #"docker/27.3.1 go/go1.22.7, "x" \(linux\)"#, "naïve–agent/1 日本",
        "MDCContainersSecurity/1.0", "",
      ]
      var values = [
        "TimeGenerated": time, "TenantId": "99999999-9999-4999-8999-999999999999", "Category": table.name,
        "Type": table.name, "OperationName": isLogin ? "Login" : ["Pull", "Push", "Untag", "Delete"][number % 4],
        "CorrelationId": "c0ffee00-0000-4000-8000-0000000000\(padded(number))", "LoginServer": "contosoacr.azurecr.io",
        "CallerIpAddress": ["203.0.113.10", "2001:DB8:12::07", "::ffff:198.51.100.21", "192.0.2.66:443"][number % 4],
        "Region": "westeurope",
        "Identity": ["22222222-2222-4222-8222-222222222222", "dev.anna@contoso.example", "contosoacr"][number % 3],
        "UserAgent": agents[number % 5], "ResultType": "HttpStatusCode",
        "ResultDescription": ["200", "404", "429"][number % 3],
        "DurationMs": "\(number).094000", "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/1/resourcegroups/rg/providers/microsoft.containerregistry/registries/contosoacr",
      ]
      if isLogin {
        values["JwtId"] = number % 2 == 0 ? "jwt-\(number)" : ""
      } else {
        values["UserTenantId"] = "88888888-8888-4888-8888-888888888888"
        values["Repository"] = ["shop/web", "batch/nightly"][number % 2]
        values["Tag"] = number % 3 == 0 ? "sha256:\(number)" : "1.\(number)"
        values["Digest"] = number % 3 == 1 ? "<nil>" : "sha256:\(number)"
        if number % 4 == 1 { values["Size"] = "\(number * 1000)" }
        values["MediaType"] = "application/vnd.docker.distribution.manifest.v2+json"
        values["ArtifactType"] = "acr.docker"
      }
      rows.append(Row(table: table.name, values: values))
    }
    self.rows = rows
  }

  func rows(of table: RegistryTable) -> [Row] { rows.filter { $0.table == table.name } }
}
