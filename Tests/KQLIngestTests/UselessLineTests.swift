import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

/// The short way through lines whose time makes them useless, judged by the way that reads them.
@Suite struct UselessLineTests {
  private static let schema = Schema([Field("TimeGenerated", .datetime), Field("a", .string), Field("b", .string)])
  private static let gate = RecordNeeds.TimeGate(
    slot: 0, lower: DatetimeText.parse("2026-11-22T00:00:00Z")!, upper: DatetimeText.parse("2026-11-22T23:59:59Z")!)

  private final class Row {
    let slots = UnsafeMutablePointer<RawValue>.allocate(capacity: 4)
    func clear() { slots.initialize(repeating: .absent, count: 4) }
    deinit { slots.deallocate() }
  }

  private func parser(slots: [Int] = [0, 1, 2]) -> JSONRecordParser {
    JSONRecordParser(
      ColumnFieldMap(Self.schema, slotOfColumn: slots), slotCount: 3, spansLines: false, collectsExtras: false,
      needs: RecordNeeds(slotCount: 3, gate: Self.gate), arena: TextArena())
  }

  /// What both ways say of a line: ticks, and bytes up to the end of what was read.
  private func both(
    _ parser: inout JSONRecordParser, _ line: String, _ row: Row
  ) -> (short: [Int64]?, long: [Int64]?) {
    let bytes = Array(line.utf8) + [0x0a] + [UInt8](repeating: 0, count: 256)
    return bytes.withUnsafeBufferPointer { bytes in
      let start = bytes.baseAddress!
      let short = parser.timeOfUselessLine(start).map { [$0.ticks, Int64($0.end - start)] }
      row.clear()
      var finding = JSONRecordParser.Finding.record
      let end = parser.parse(start, depth: 0, into: row.slots, finding: &finding)
      if case .useless(let ticks) = finding, let end { return (short, [ticks, Int64(end - start)]) }
      return (short, nil)
    }
  }

  private func line(_ time: String) -> String { #"{"TimeGenerated":"\#(time)","a":"x","b":"y"}"# }

  @Test func `lines outside of the range are told by their time alone, once one was read`() {
    var parser = parser()
    let row = Row()
    #expect(parser.skipsUselessLines)
    #expect(both(&parser, line("2026-11-21T05:00:00.0000000Z"), row).short == nil)
    let ticks = DatetimeText.parse("2026-11-23T05:00:00.1234567Z")!
    let found = both(&parser, line("2026-11-23T05:00:00.1234567Z"), row)
    #expect(found.short == [ticks, 47])
    #expect(found.long == found.short)
    #expect(both(&parser, line("2026-11-22T05:00:00.1234567Z"), row).short == nil)
  }

  @Test func `what is told is what reading the line gives`() {
    var random = SeededGenerator(seed: 77)
    let row = Row()
    for slots in [[0, 1, 2], [1, 0, 2], [-1, 0, 1]] {
      var parser = parser(slots: slots)
      var shortCount = 0
      for _ in 0..<3000 {
        let day = Int.random(in: 18...26, using: &random)
        let time = "2026-11-\(day)T0\(Int.random(in: 0...9, using: &random)):00:00.0000000Z"
        var bytes = Array(line(time).utf8)
        if Int.random(in: 0..<3, using: &random) == 0 {
          // Most damage is done to what is looked at.
          let index = Int.random(in: 0..<50, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: bytes[index] = Array("\"\\{}:, 0Z9\n".utf8).randomElement(using: &random)!
          case 1: bytes.remove(at: index)
          default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
          }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let found = both(&parser, text, row)
        if let short = found.short {
          shortCount += 1
          #expect(found.long == short, "\(text)")
        }
      }
      // Only where the time is the slot that the range is about.
      #expect((shortCount > 0) == (slots[0] == 0))
    }
  }
}
