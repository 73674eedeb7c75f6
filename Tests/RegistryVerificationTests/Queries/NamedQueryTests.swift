import Calypso
import RegistryVerification
import Testing

@Suite struct NamedQueryTests {
  private func answer(_ name: String) throws -> String { try RegistryLogs.sample.answer(name) }

  @Test func `callers: each address, identity and user agent, by outcome`() throws {
    #expect(
      try answer("callers") == """
        192.0.2.20|ci-token|1|0|["Push"]|11:00|11:00|docker/27
        192.0.2.21|amy@contoso.example|1|0|["Untag"]|11:30|11:30|az/2
        192.0.2.30|<nil>|1|0|["Pull"]|2T11:00|2T11:00|curl/8
        192.0.2.8|harbour|1|0|["Login"]|10:02|10:02|curl/8
        192.0.2.9||0|1|["Login"]|10:04|10:04|curl/8
        192.0.2.9|HARBOUR|0|1|["Login"]|10:01|10:01|curl/8
        192.0.2.9|eve@fabrikam.example|0|1|["Login"]|10:03|10:03|curl/8
        192.0.2.9|harbour|0|1|["Login"]|10:00|10:00|curl/8
        192.0.2.9|x|0|1|["Pull"]|09:02|09:02|MDCContainersSecurity/1.0
        198.51.100.7|dddddddd-0000-4000-8000-00000000000d|2|1|["Delete","Login","Pull"]|09:00|09:03|\
        MDCContainersSecurity/1.0
        203.0.113.5|aaaaaaaa-0000-4000-8000-00000000000a|2|1|["Login","Pull"]|08:00|08:02|containerd/1.7
        """)
  }

  @Test func `new-callers: first seen within 24 hours of now`() throws {
    #expect(try answer("new-callers") == "2T11:00|192.0.2.30|<nil>|1|0|curl/8")
  }

  @Test func `defender: what its identity and its user agent did, together or apart`() throws {
    #expect(
      try answer("defender") == """
        dddddddd-0000-4000-8000-00000000000d|MDCContainersSecurity/1.0|Delete|a scanner does more than pull\
        |0|1|["198.51.100.7"]|09:03|09:03
        dddddddd-0000-4000-8000-00000000000d|MDCContainersSecurity/1.0|Login|as expected\
        |1|0|["198.51.100.7"]|09:00|09:00
        dddddddd-0000-4000-8000-00000000000d|MDCContainersSecurity/1.0|Pull|as expected\
        |1|0|["198.51.100.7"]|09:01|09:01
        x|MDCContainersSecurity/1.0|Pull|no pull with this identity and Defender's user agent\
        |0|1|["192.0.2.9"]|09:02|09:02
        """)
  }

  @Test func `denied: 401 and 403, not what was not found`() throws {
    #expect(
      try answer("denied") == """
        192.0.2.9|HARBOUR|1|["401"]|["Login"]|10:01|10:01|curl/8
        192.0.2.9|eve@fabrikam.example|1|["403"]|["Login"]|10:03|10:03|curl/8
        192.0.2.9|harbour|1|["401"]|["Login"]|10:00|10:00|curl/8
        192.0.2.9|x|1|["403"]|["Pull"]|09:02|09:02|MDCContainersSecurity/1.0
        """)
  }

  @Test func `user-agents: programs by what they say of themselves`() throws {
    #expect(
      try answer("user-agents") == """
        2|4|3|5|2T11:00|curl/8
        2|2|2|2|09:03|MDCContainersSecurity/1.0
        2|1|1|1|08:02|containerd/1.7
        1|0|1|1|11:30|az/2
        1|0|1|1|11:00|docker/27
        """)
  }

  @Test func `failed-logins: a login without a status has not succeeded`() throws {
    #expect(
      try answer("failed-logins") == """
        192.0.2.9|||1|10:04|10:04|curl/8
        192.0.2.9|HARBOUR|401|1|10:01|10:01|curl/8
        192.0.2.9|eve@fabrikam.example|403|1|10:03|10:03|curl/8
        192.0.2.9|harbour|401|1|10:00|10:00|curl/8
        """)
  }

  @Test func `local-logins: the admin user in any case, and tokens, but no guid and no user of Entra`() throws {
    #expect(
      try answer("local-logins") == """
        admin user|harbour|harbour.azurecr.io|1|1|["192.0.2.8","192.0.2.9"]|10:00|10:02
        token|ci-token|harbour.azurecr.io|1|0|["192.0.2.20"]|11:00|11:00
        admin user|HARBOUR|harbour.azurecr.io|0|1|["192.0.2.9"]|10:01|10:01
        token|x|harbour.azurecr.io|0|1|["192.0.2.9"]|09:02|09:02
        """)
  }

  @Test func `anonymous: no identity, or the text that stands for none`() throws {
    #expect(
      try answer("anonymous") == """
        192.0.2.30|Pull|1|0|2T11:00|2T11:00|curl/8
        192.0.2.9|Login|0|1|10:04|10:04|curl/8
        """)
  }

  @Test func `last-pull: who pulled a tag last, and how often it was pulled`() throws {
    #expect(try answer("last-pull") == "2T11:00|shop/web|1.0|192.0.2.30|<nil>|3|curl/8|harbour.azurecr.io")
  }

  @Test func `pushed-by, untagged-by and deleted-by name the caller and the outcome`() throws {
    #expect(
      try answer("pushed-by")
        == "11:00|shop/api|2.0|192.0.2.20|ci-token|201|sha256:b2|docker/27|harbour.azurecr.io")
    #expect(
      try answer("untagged-by")
        == "11:30|shop/web|1.0|192.0.2.21|amy@contoso.example|202||az/2|harbour.azurecr.io")
    #expect(
      try answer("deleted-by")
        == "09:03|Delete|shop/web||198.51.100.7|\(RegistryLogs.scanner)|405|sha256:a1|MDCContainersSecurity/1.0"
        + "|harbour.azurecr.io")
  }

  @Test func `repository-activity counts what succeeded apart from what was refused`() throws {
    #expect(
      try answer("repository-activity") == """
        shop/web|harbour.azurecr.io|3|0|1|3|5|2T11:00|
        shop/api|harbour.azurecr.io|0|1|0|0|1||11:00
        """)
  }

  @Test func `never-pulled: pushed, and not pulled since`() throws {
    #expect(try answer("never-pulled") == "11:00|shop/api|sha256:b2||harbour.azurecr.io")
  }

  @Test func `registry-events: the distinct callers of the last day`() throws {
    #expect(try answer("registry-events") == "192.0.2.30|acr.docker|Pull|<nil>")
  }

  @Test func `statuses: operations by how they ended`() throws {
    #expect(
      try answer("statuses") == """
        Delete|405|1|09:03|09:03
        Login||1|10:04|10:04
        Login|200|3|08:00|10:02
        Login|401|2|10:00|10:01
        Login|403|1|10:03|10:03
        Pull|200|3|08:01|2T11:00
        Pull|403|1|09:02|09:02
        Pull|404|1|08:02|08:02
        Push|201|1|11:00|11:00
        Untag|202|1|11:30|11:30
        """)
  }

  @Test func `hours: how busy each hour was`() throws {
    #expect(
      try answer("hours") == """
        08:00|1|2|0|0|1
        09:00|1|2|0|1|2
        10:00|5|0|0|0|4
        11:00|0|0|1|1|0
        2T11:00|0|1|0|0|0
        """)
  }

  @Test func `gaps: between neighbours of one table, the longest first`() throws {
    let lines = try answer("gaps").split(separator: "\n")
    #expect(lines.count == 10)
    #expect(
      lines.prefix(3) == [
        "23:30:00|ContainerRegistryRepositoryEvents|11:30|2T11:00",
        "01:57:00|ContainerRegistryRepositoryEvents|09:03|11:00",
        "01:00:00|ContainerRegistryLoginEvents|08:00|09:00",
      ])
  }
}

@Suite struct NamedQueryLookupTests {
  @Test func `has names that can be typed, and a test for each`() {
    let names = NamedQuery.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") } })
    #expect(NamedQuery.all.allSatisfy { $0.summary.count <= 100 && $0.summary.hasSuffix(".") })
  }

  @Test(arguments: ["last-pull", "@last-pull", "@LAST-PULL"])
  func `finds a query by its name`(name: String) throws {
    #expect(try NamedQuery.named(name).name == "last-pull")
  }

  @Test func `proposes the name that was probably meant`() {
    #expect(throws: UnknownNamedQuery(name: "last-pul", suggestion: "last-pull")) { try NamedQuery.named("@last-pul") }
    #expect(throws: UnknownNamedQuery(name: "zzzzzz", suggestion: nil)) { try NamedQuery.named("zzzzzz") }
  }

  @Test func `takes more operators`() throws {
    let answer = try RegistryLogs.sample.answer("callers", followedBy: "| where Refused > 0 | summarize sum(Refused)")
    #expect(answer == "7")
  }

  @Test(arguments: NamedQuery.all, RegistryTableName.allCases)
  func `runs with one table alone, and knows what is missing`(query: NamedQuery, table: RegistryTableName) throws {
    guard query.tables.contains(table) else { return }
    let session = try RegistryLogs.sample.session(with: [table])
    #expect(throws: Never.self) { try session.query(query.text) }
    #expect(try query.missingTables(in: session) == query.tables.filter { $0 != table })
  }

  @Test(arguments: NamedQuery.all)
  func `runs over tables without rows`(query: NamedQuery) throws {
    let session = try RegistryLogs().session()
    #expect(try session.query(query.text).rows.isEmpty)
    #expect(try query.missingTables(in: session) == query.tables)
  }
}
