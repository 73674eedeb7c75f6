import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

@Suite struct WindowFunctionTests {
  /// Runs a call over whole columns; constants are given as such.
  private func run(
    _ name: String, _ arguments: [Datum], as type: ScalarType, rowCount: Int
  ) throws -> [ScalarValue] {
    let function = try #require(FunctionRegistry.standard.window(name))
    let site = CallSite(
      name: name, argumentTypes: arguments.map(\.type), constants: arguments.map(\.constant), resultType: type, now: 0)
    let result = try function.prepare(site)(arguments, rowCount)
    return (0..<rowCount).map { result[$0] }
  }

  private func longs(_ values: [Int64?]) -> Datum {
    .column(Column(values.map { $0.map(ScalarValue.long) ?? .null(.long) }, type: .long))
  }
  private func flags(_ values: [Bool]) -> Datum { .column(.bool(values)) }

  @Test func `looks at neighbours and fills only where there is none`() throws {
    let column = longs([1, nil, 3])
    let null = ScalarValue.null(.long)
    #expect(try run("prev", [column], as: .long, rowCount: 3) == [null, .long(1), null])
    #expect(try run("next", [column], as: .long, rowCount: 3) == [null, .long(3), null])
    let filled = [column, .constant(.long(1)), .constant(.int(-1))]
    #expect(try run("prev", filled, as: .long, rowCount: 3) == [.long(-1), .long(1), null])
    let far = [column, .constant(.long(.max)), .constant(.long(-1))]
    #expect(try run("next", far, as: .long, rowCount: 3) == [.long(-1), .long(-1), .long(-1)])
    let strings = Datum.column(.string(["a", "b"]))
    #expect(try run("prev", [strings], as: .string, rowCount: 2) == [.string(""), .string("a")])
    #expect(
      try run("prev", [strings, .constant(.long(1)), .constant(.string("-"))], as: .string, rowCount: 2)
        == [.string("-"), .string("a")])
    #expect(try run("prev", [longs([])], as: .long, rowCount: 0) == [])
    #expect(throws: ExecutionError.self) {
      try run("prev", [column, .constant(.long(-1))], as: .long, rowCount: 3)
    }
  }

  @Test func `numbers rows and starts over`() throws {
    #expect(try run("row_number", [], as: .long, rowCount: 3) == [.long(1), .long(2), .long(3)])
    let restarted: [Datum] = [.constant(.long(10)), flags([true, false, true])]
    #expect(try run("row_number", restarted, as: .long, rowCount: 3) == [.long(10), .long(11), .long(10)])
  }

  @Test func `ranks runs of equal terms`() throws {
    let terms = longs([5, 10, 10, nil, nil, 20, 20, 20])
    func ranks(_ values: [Int64]) -> [ScalarValue] { values.map(ScalarValue.long) }
    #expect(try run("row_rank_dense", [terms], as: .long, rowCount: 8) == ranks([1, 2, 2, 3, 3, 4, 4, 4]))
    #expect(try run("row_rank_min", [terms], as: .long, rowCount: 8) == ranks([1, 2, 2, 4, 4, 6, 6, 6]))
    let restarts = flags([false, false, true, false, false, false, true, false])
    #expect(
      try run("row_rank_dense", [terms, restarts], as: .long, rowCount: 8) == ranks([1, 2, 1, 2, 2, 3, 1, 1]))
    #expect(
      try run("row_rank_min", [terms, restarts], as: .long, rowCount: 8) == ranks([1, 2, 1, 2, 2, 4, 1, 1]))
  }

  @Test func `accumulates each type and starts over`() throws {
    #expect(
      try run("row_cumsum", [longs([1, nil, 3]), flags([false, false, false])], as: .long, rowCount: 3)
        == [.long(1), .long(1), .long(4)])
    #expect(
      try run("row_cumsum", [longs([1, 2, 3]), flags([false, false, true])], as: .long, rowCount: 3)
        == [.long(1), .long(3), .long(3)])
    #expect(try run("row_cumsum", [longs([.max, 1])], as: .long, rowCount: 2)[1] == .long(.min))
    let decimals = Datum.column(Column(["0.1", "0.2"].map { .decimal(KQLDecimal($0)!) }, type: .decimal))
    #expect(try run("row_cumsum", [decimals], as: .decimal, rowCount: 2)[1] == .decimal(KQLDecimal("0.3")!))
  }

  @Test func `finds where sessions start`() throws {
    func times(_ minutes: [Int64?]) -> [ScalarValue] {
      minutes.map { $0.map { .datetime($0 * Ticks.perMinute) } ?? .null(.datetime) }
    }
    let rows = times([0, 4, 8, 14, nil, 15, 16])
    let call: [Datum] = [
      .column(Column(rows, type: .datetime)), .constant(.timespan(Ticks.perMinute * 10)),
      .constant(.timespan(Ticks.perMinute * 5)),
    ]
    #expect(
      try run("row_window_session", call, as: .datetime, rowCount: 7) == times([0, 0, 0, 14, nil, 15, 15]))
    // A distance that is reached, not only exceeded, starts a session.
    var close = call
    close[2] = .constant(.timespan(Ticks.perMinute * 4))
    #expect(
      try run("row_window_session", close, as: .datetime, rowCount: 7) == times([0, 4, 8, 14, nil, 15, 15]))
  }
}
