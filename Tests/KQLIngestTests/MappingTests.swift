import KQLTypes
import Testing

@testable import KQLIngest

/// The names under which exports write the columns of the registry tables.
@Suite struct MappingTests {
  private let scratch = Scratch()

  private func json(_ record: String, _ columns: [String]) throws -> [String] {
    let path = scratch.write("ContainerRegistryRepositoryEvents.json", record + "\n")
    return try outcome([path], Events.repository, columns: columns).get().first ?? []
  }

  @Test(arguments: [
    ("time", "TimeGenerated"), ("Time", "TimeGenerated"), ("timeGenerated", "TimeGenerated"),
    ("TIMEGENERATED", "TimeGenerated"),
    ("TimeGenerated [UTC]", "TimeGenerated"),
  ])
  func `the time of an event has several names`(name: String, column: String) throws {
    #expect(try json("{\"\(name)\":\"2026-11-22T05:10:00Z\"}", [column]) == ["2026-11-22T05:10:00.0000000Z"])
  }

  @Test(arguments: [
    ("operationName", "OperationName"), ("OPERATIONNAME", "OperationName"), ("identity", "Identity"),
    ("location", "Region"),
    ("region", "Region"), ("resultType", "ResultType"), ("resultDescription", "ResultDescription"),
    ("durationMs", "DurationMs"),
    ("durationMS", "DurationMs"), ("callerIpAddress", "CallerIpAddress"), ("callerIPAddress", "CallerIpAddress"),
    ("CallerIPAddress", "CallerIpAddress"), ("correlationId", "CorrelationId"), ("resourceId", "_ResourceId"),
    ("ResourceId", "_ResourceId"),
    ("_ResourceId", "_ResourceId"), ("_resourceid", "_ResourceId"), ("subscriptionId", "_SubscriptionId"),
    ("tenantId", "UserTenantId"),
    ("TenantId", "TenantId"), ("UserTenantId", "UserTenantId"), ("userAgent", "UserAgent"),
    ("repository", "Repository"), ("TAG", "Tag"),
    ("mediaType", "MediaType"), ("artifactType", "ArtifactType"), ("loginServer", "LoginServer"), ("Digest", "Digest"),
    ("CallerIpAddress_string", "CallerIpAddress"), ("_IsBillable", "_IsBillable"),
  ])
  func `finds columns under every name and case`(name: String, column: String) throws {
    #expect(try json("{\"\(name)\":\"x\"}", [column]) == ["x"])
    let csv = scratch.write("ContainerRegistryRepositoryEvents.csv", "\(name),other\nx,y\n")
    #expect(try outcome([csv], Events.repository, columns: [column, "_Extra"]).get() == [["x", "{\"other\":\"y\"}"]])
  }

  @Test(arguments: [
    "tag", "Tag", "digest", "mediaType", "repository", "artifactType", "loginServer", "userAgent", "tenantId",
    "TENANTID",
  ])
  func `finds columns within properties`(name: String) throws {
    let column = name.lowercased() == "tenantid" ? "UserTenantId" : name.prefix(1).uppercased() + name.dropFirst()
    let nested = "{\"\(name)\":\"x\"}"
    #expect(try json("{\"properties\":\(nested)}", [column]) == ["x"])
    #expect(try json("{\"Properties\":\(Events.quoted(nested))}", [column]) == ["x"])
  }

  @Test func `properties in a cell of CSV are opened`() throws {
    let header = "time,category,properties,RegionStamp\n"
    let quoted = #""{""repository"":""a\""b"",""size"":""12"",""new"":{""x"":1}}""#
    let rows =
      "2026-11-22T05:10:00Z,ContainerRegistryRepositoryEvents,\(quoted),weu\n2026-11-22T05:10:00Z,ContainerRegistryRepositoryEvents,none,\n"
    let found = try outcome(
      [scratch.write("c.csv", header + rows)], Events.repository, columns: ["Repository", "Size", "_Extra"]
    ).get()
    #expect(
      found == [
        ["a\"b", "12", #"{"RegionStamp":"weu","properties":{"new":{"x":1}}}"#], ["", "", #"{"properties":"none"}"#],
      ])
  }

  @Test func `the parts of a column that a union split are one`() throws {
    let text =
      "TimeGenerated [UTC],OperationName,Repository,Identity_string,Identity_dynamic\n"
      + "2026-11-22T05:10:00Z,Pull,a,me,\n2026-11-22T05:10:00Z,Pull,b,,\"{\"\"x\"\":1}\"\n"
    let found = try outcome([scratch.write("s.csv", text)], Events.repository, columns: ["Repository", "Identity"])
      .get()
    #expect(found == [["a", "me"], ["b", #"{"x":1}"#]])
  }

  @Test func `numbers and texts stand for one another`() throws {
    let columns = ["Size", "DurationMs", "ResultDescription", "_BilledSize", "_IsBillable"]
    #expect(
      try json(
        #"{"size":"1200","durationMs":38.212784,"resultDescription":200,"_BilledSize":"1.5","_IsBillable":true}"#,
        columns)
        == ["1200", "38.212784", "200", "1.5", "true"])
    #expect(
      try json(
        #"{"size":1.2e3,"durationMs":"38.212784","resultDescription":"200","_BilledSize":2,"_IsBillable":"false"}"#,
        columns)
        == ["1200", "38.212784", "200", "2.0", "false"])
  }

  @Test func `texts for nothing and addresses stay as they are written`() throws {
    let columns = ["Digest", "Tag", "Identity", "CallerIpAddress"]
    for address in ["2001:DB8:0:0::07", "::ffff:1.1.1.1", "192.0.2.1:443", "192.0.2.***", " 192.0.2.1"] {
      #expect(
        try json(
          "{\"digest\":\"<nil>\",\"tag\":\"None\",\"identity\":\"null\",\"callerIpAddress\":\"\(address)\"}", columns)
          == ["<nil>", "None", "null", address])
    }
  }

  @Test func `what no column has is kept`() throws {
    let record =
      #"{"RegionStamp":"weu","x":{"y":[1]},"properties":{"z":null,"w":"v"},"TableName":"PrimaryResult","e":null}"#
    #expect(
      try json(record, ["_Extra"]) == [
        #"{"RegionStamp":"weu","x":{"y":[1]},"TableName":"PrimaryResult","properties":{"w":"v"}}"#
      ])
  }
}
