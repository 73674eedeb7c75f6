import Calypso
import RegistryVerification
import Testing

@Suite struct StatusTests {
  @Test(arguments: ["200", "201", "202", "299", " 200 ", "200.0"])
  func `counts statuses of 200 to 299 as success`(status: String) throws {
    let report = try verify(World.expected + [World.outsider().with { $0.status = status }])
    #expect(report.codes(.fail) == [.unexpectedCaller])
    #expect(report.callers[0].succeeded == 1)
  }

  @Test(arguments: ["", "<nil>", "None", "OK", "2xx", "20", "2000", "200.5", "HttpStatusCode"])
  func `proves nothing about a caller outside the claim whose status is not known`(status: String) throws {
    let report = try verify(World.expected + [World.outsider().with { $0.status = status }])
    #expect(report.verdict == .inconclusive)
    #expect(report.codes(.inconclusive) == [.statusMissing])
    #expect(report.callers.last?.callerClass == .refused && report.callers.last?.refused == 1)
  }

  @Test func `does not mind a missing status of an expected caller`() throws {
    let report = try verify(World.expected + [LogEvent.pull(World.noon).with { $0.status = "" }])
    #expect(report.verdict == .pass)
    #expect(report.callers(at: World.aksAddress).map(\.refused) == [1])
  }

  @Test func `takes a forbidden operation of an expected caller without a status for refused`() throws {
    let push = LogEvent.pull(World.noon).with {
      $0.operation = "Push"
      $0.status = ""
    }
    #expect(try verify(World.expected + [push]).verdict == .pass)
    #expect(
      try verify(World.expected + [push, push.with { $0.status = "201" }]).codes(.fail) == [.operationNotAllowed])
  }
}
