import KQLTypes
import Testing

@testable import KQLIngest

/// What a path says about the time of events.
@Suite struct BlobPathTests {
  private static let resource =
    "resourceId=/SUBSCRIPTIONS/1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERREGISTRY/REGISTRIES/A"

  @Test(arguments: [
    (
      "x/insights-logs-a/\(resource)/y=2026/m=11/d=22/h=05/m=00/PT1H.json", "2026-11-22T05:00:00Z", 60,
      BlobPath.Order.arrival
    ),
    ("\(resource)/y=2026/m=11/d=22/h=23/m=00/PT1H.json.gz", "2026-11-22T23:00:00Z", 60, .arrival),
    ("am-a/WorkspaceResourceId=/w/y=2026/m=11/d=22/h=05/m=55/PT05M.json", "2026-11-22T05:55:00Z", 5, .eventTime),
    ("am-a/WorkspaceResourceId=/w/y=2026/m=11/d=22/h=05/m=55/PT05M_3.json", "2026-11-22T05:55:00Z", 5, .eventTime),
    ("am-a/WorkspaceResourceId=/w/y=2026/m=11/d=22/h=05/m=00/PT1H_1.json", "2026-11-22T05:00:00Z", 60, .eventTime),
    ("c/workspaceId/1/jobId/2/timestamp=2026-11-22T05/a.parquet", "2026-11-22T05:00:00Z", 60, .eventTime),
    ("c/jobId/2/year=2026/month=11/day=22/hour=5/a.parquet", "2026-11-22T05:00:00Z", 60, .eventTime),
    ("c/timestamp=2026-11-22T05/a.parquet", "2026-11-22T05:00:00Z", 60, .unknown),
    ("logs/y=2026/m=2/d=9/h=1/a.json", "2026-02-09T01:00:00Z", 60, .unknown),
    ("logs/y=2026/m=02/d=09/a.json", "2026-02-09T00:00:00Z", 1440, .unknown),
  ])
  func `reads the date of a folder`(path: String, start: String, minutes: Int64, order: BlobPath.Order) throws {
    let blob = try #require(BlobPath(path))
    #expect(blob.start == DatetimeText.parse(start))
    #expect(blob.ticks == minutes * Ticks.perMinute)
    #expect(blob.order == order)
  }

  @Test func `tells series and container`() throws {
    let blob = try #require(BlobPath("d/insights-logs-A/resourceId=/S/y=2026/m=11/d=22/h=05/m=00/PT1H.json"))
    #expect(blob.series == "d/insights-logs-A/resourceId=/S")
    #expect(blob.container == "insights-logs-a")
  }

  @Test(arguments: [
    "a/b.json", "y=2026/m=11/a.json", "y=2026/m=13/d=01/a.json", "y=2026/m=11/d=31/h=05/a.json",
    "y=99999/m=1/d=1/a.json", "y=-1/m=1/d=1/a.json", "y=2026/m=11/d=22/h=24/a.json", "timestamp=2026-11/a.json",
    "y=2026/m=11/d=22", "y=/m=/d=/a.json", "timestamp=t/a", "timestamp=2026-11-22T25/a",
  ])
  func `takes nothing else for a date`(path: String) {
    #expect(BlobPath(path) == nil)
  }

  @Test func `leaves room for events that come late`() throws {
    let arrival = try #require(BlobPath("\(Self.resource)/y=2026/m=11/d=22/h=05/m=00/PT1H.json")?.possibleTimes)
    #expect(arrival.lowerBound == DatetimeText.parse("2026-11-20T05:00:00Z"))
    #expect(arrival.upperBound == DatetimeText.parse("2026-11-22T07:00:00Z"))
    let time = try #require(BlobPath("am-a/x/y=2026/m=11/d=22/h=05/m=05/PT05M.json")?.possibleTimes)
    #expect(time.lowerBound == DatetimeText.parse("2026-11-22T05:00:00Z"))
    #expect(time.upperBound == DatetimeText.parse("2026-11-22T05:15:00Z"))
    #expect(try #require(BlobPath("backup/y=2026/m=11/d=22/h=05/x.json")).possibleTimes == nil)
  }
}
